package rapport.social.mention;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;
import rapport.social.web.ScreenSettings;

/**
 * How much one text may hold.
 *
 * @param body     characters of a post or a comment
 * @param titleMin characters that a question's title needs
 * @param titleMax characters of any title
 * @param mentions different members, spaces and roles mentioned in one text
 */
@Validated
@ConfigurationProperties("rapport.limits")
public record TextLimits(
        @DefaultValue("10000") @Min(1) @Max(100_000) int body,
        @DefaultValue("10") @Min(1) @Max(300) int titleMin,
        @DefaultValue("140") @Min(1) @Max(300) int titleMax,
        @DefaultValue("25") @Min(0) @Max(1000) int mentions)
        implements ScreenSettings {

    @Override
    public Map<String, Long> limits() {
        return Map.of(
                "body", (long) body,
                "titleMin", (long) titleMin,
                "titleMax", (long) titleMax,
                "mentions", (long) mentions);
    }
}
