package rapport.social.post;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;
import rapport.social.web.ScreenSettings;

/**
 * How conversations behave.
 *
 * @param undo          how long an author may take back that a post or comment was deleted
 * @param storyGrouping saves of one person on one record that are no further apart tell one change story
 * @param closeReason   characters of the reason for which a thread is closed
 * @param bulk          posts in one request
 * @param pins          posts that stand first on one place
 */
@Validated
@ConfigurationProperties("rapport.conversation")
public record ConversationSettings(
        @DefaultValue("60s") Duration undo,
        @DefaultValue("10m") Duration storyGrouping,

        @DefaultValue("200") @Min(0) @Max(500) int closeReason,
        @DefaultValue("500") @Min(1) @Max(10_000) int bulk,
        @DefaultValue("3") @Min(0) @Max(8) int pins)
        implements ScreenSettings {

    @Override
    public Map<String, Long> limits() {
        return Map.of("closeReason", (long) closeReason, "undoSeconds", undo.toSeconds());
    }
}
