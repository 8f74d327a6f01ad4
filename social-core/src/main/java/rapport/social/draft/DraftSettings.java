package rapport.social.draft;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;
import rapport.social.web.ScreenSettings;

/**
 * @param body         characters of a draft: more than a post may have, so that a text can be too long while it is written
 * @param extra        characters of what else a screen keeps with it, as JSON
 * @param perMember    drafts of one member
 * @param versions     texts kept of one place that lost against another device's
 * @param keepVersions how long they are kept
 */
@Validated
@ConfigurationProperties("rapport.drafts")
public record DraftSettings(
        @DefaultValue("20000") @Min(1) @Max(200_000) int body,
        @DefaultValue("10000") @Min(1) @Max(200_000) int extra,
        @DefaultValue("200") @Min(1) int perMember,
        @DefaultValue("20") @Min(1) int versions,
        @DefaultValue("7d") Duration keepVersions)
        implements ScreenSettings {
    public DraftSettings {
        if (keepVersions.isNegative()) {
            throw new IllegalArgumentException(
                    "rapport.drafts.keep-versions is " + keepVersions + " (expected: at least 0d)");
        }
    }

    @Override
    public Map<String, Long> limits() {
        return Map.of(
                "draftBody", (long) body,
                "draftTitle", (long) Drafts.MAX_TITLE);
    }
}
