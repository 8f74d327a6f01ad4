package rapport.social.schedule;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class PublishJob {

    /** Posts whose time has come are published, by one node at a time. */
    @Bean
    Task<Void> publishScheduledPosts(ScheduledPosts posts, ScheduleSettings settings) {
        return Tasks.recurring("publish-scheduled-posts", FixedDelay.of(settings.every()))
                .execute((instance, context) -> posts.publishDue());
    }
}
