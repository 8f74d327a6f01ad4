package rapport.social.space;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;
import rapport.social.web.ScreenSettings;

/**
 * @param name        characters of a space's name
 * @param description characters of its description; the table holds 2,000
 * @param message     characters of a request to join; the table holds 500
 * @param records     records linked to one space
 * @param topics      topics suggested in one space
 */
@Validated
@ConfigurationProperties("rapport.limits.space")
public record SpaceSettings(
        @DefaultValue("100") @Min(1) @Max(100) int name,
        @DefaultValue("1000") @Min(1) @Max(2000) int description,
        @DefaultValue("500") @Min(1) @Max(500) int message,
        @DefaultValue("500") @Min(1) int records,
        @DefaultValue("10") @Min(0) @Max(15) int topics)
        implements ScreenSettings {

    @Override
    public Map<String, Long> limits() {
        return Map.of(
                "spaceName", (long) name,
                "spaceDescription", (long) description,
                "joinMessage", (long) message,
                "spaceTopics", (long) topics,
                "spaceRecords", (long) records);
    }
}
