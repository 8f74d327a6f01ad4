package rapport.social.moderation;

import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;
import rapport.social.web.ScreenSettings;

/** @param purgeAfter how long after its deletion a post or a comment is gone from the database too */
@Validated
@ConfigurationProperties("rapport.moderation")
public record ModerationSettings(@DefaultValue("30d") Duration purgeAfter) implements ScreenSettings {

    @Override
    public Map<String, Long> limits() {
        return Map.of("removalReason", (long) Reasons.MAX);
    }
}
