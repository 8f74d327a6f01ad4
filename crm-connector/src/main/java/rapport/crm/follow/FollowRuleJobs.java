package rapport.crm.follow;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import rapport.crm.connection.Connections;

@Configuration(proxyBeanMethods = false)
class FollowRuleJobs {
    /** Follows that end by time alone: nothing comes from the CRM that would tell. */
    @Bean
    Task<Void> endFollowsByRule(Connections connections, FollowRules rules) {
        return Tasks.recurring("end-follows-by-rule", FixedDelay.of(Duration.ofHours(6)))
                .execute((instance, context) -> connections.all().stream()
                        .filter(rules::expire)
                        .forEach(connection -> rules.reviewAll(connection, () -> {})));
    }
}
