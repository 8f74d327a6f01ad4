package rapport.social.draft;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class DraftVersionsJob {

    /** Texts that lost against another device's go after some days. */
    @Bean
    Task<Void> deleteOldDraftVersions(Drafts drafts) {
        return Tasks.recurring("delete-old-draft-versions", FixedDelay.of(Duration.ofHours(6)))
                .execute((instance, context) -> drafts.deleteOldVersions());
    }
}
