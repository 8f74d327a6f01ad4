package rapport.social.file;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class UnattachedFilesJob {

    /** An upload whose post was never sent goes after some days. */
    @Bean
    Task<Void> deleteUnattachedFiles(UploadedFiles files) {
        return Tasks.recurring("delete-unattached-files", FixedDelay.of(Duration.ofHours(6)))
                .execute((instance, context) -> files.deleteUnattached());
    }

    /** Bytes whose row is gone, where their deletion failed or an upload broke off. */
    @Bean
    Task<Void> deleteLeftoverFiles(FileLeftovers leftovers) {
        return Tasks.recurring("delete-leftover-files", FixedDelay.of(Duration.ofMinutes(10)))
                .execute((instance, context) -> leftovers.delete());
    }
}
