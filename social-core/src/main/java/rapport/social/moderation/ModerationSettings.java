package rapport.social.moderation;

import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import rapport.social.web.ScreenSettings;

/**
 * @param purgeAfter how long after its deletion a post or a comment is gone from the database too: a day at least, or what its
 *     author may still take back would be gone
 */
@ConfigurationProperties("rapport.moderation")
public record ModerationSettings(@DefaultValue("30d") Duration purgeAfter) implements ScreenSettings {
    public ModerationSettings {
        if (purgeAfter.compareTo(Duration.ofDays(1)) < 0) {
            throw new IllegalArgumentException(
                    "rapport.moderation.purge-after is " + purgeAfter + " (expected: at least 1d)");
        }
    }

    @Override
    public Map<String, Long> limits() {
        return Map.of("removalReason", (long) Reasons.MAX);
    }
}
