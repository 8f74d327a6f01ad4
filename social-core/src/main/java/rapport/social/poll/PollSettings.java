package rapport.social.poll;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;
import rapport.social.web.ScreenSettings;

/**
 * How large a poll may be.
 *
 * @param options      answers offered
 * @param optionLength characters of one
 * @param longest      how long one can vote, where there is an end
 */
@Validated
@ConfigurationProperties("rapport.limits.poll")
public record PollSettings(
        @DefaultValue("10") @Min(2) @Max(50) int options,
        @DefaultValue("100") @Min(1) @Max(300) int optionLength,
        @DefaultValue("366d") Duration longest)
        implements ScreenSettings {

    @Override
    public Map<String, Long> limits() {
        return Map.of(
                "pollOptions", (long) options,
                "pollOption", (long) optionLength,
                "pollDays", longest.toDays());
    }
}
