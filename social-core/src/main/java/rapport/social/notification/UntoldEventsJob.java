package rapport.social.notification;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.modulith.events.IncompleteEventPublications;

@Configuration(proxyBeanMethods = false)
class UntoldEventsJob {
    /** Older ones are not on their way any more: their node died, or telling failed. */
    static final Duration AGE = Duration.ofMinutes(2);

    /** Events whose telling was cut short are told again, by one node at a time. */
    @Bean
    Task<Void> resubmitUntoldEvents(IncompleteEventPublications publications) {
        return Tasks.recurring("resubmit-untold-events", FixedDelay.of(Duration.ofMinutes(1)))
                .execute((instance, context) -> publications.resubmitIncompletePublicationsOlderThan(AGE));
    }
}
