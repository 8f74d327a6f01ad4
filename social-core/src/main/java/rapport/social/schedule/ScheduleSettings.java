package rapport.social.schedule;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;
import rapport.social.web.ScreenSettings;

/**
 * How far ahead one can write.
 *
 * @param posts  of one member that wait to be published
 * @param ahead  how late a post may be published
 * @param every  how often is looked for posts that are due
 */
@Validated
@ConfigurationProperties("rapport.schedule")
public record ScheduleSettings(
        @DefaultValue("100") @Min(1) @Max(1000) int posts,
        @DefaultValue("366d") Duration ahead,
        @DefaultValue("10s") Duration every)
        implements ScreenSettings {

    @Override
    public Map<String, Long> limits() {
        return Map.of("scheduledPosts", (long) posts, "scheduleDays", ahead.toDays());
    }
}
