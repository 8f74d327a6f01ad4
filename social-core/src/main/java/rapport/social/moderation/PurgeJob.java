package rapport.social.moderation;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class PurgeJob {

    /** What was deleted long ago goes for good, by one node at a time. */
    @Bean
    Task<Void> purgeDeletedContent(Purge purge) {
        return Tasks.recurring("purge-deleted-content", FixedDelay.of(Duration.ofHours(1)))
                .execute((instance, context) -> purge.run());
    }
}
