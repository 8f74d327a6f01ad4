package rapport.social.feed;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;
import rapport.social.web.ScreenSettings;

/**
 * How much members may mix for themselves.
 *
 * @param streams       saved streams of one member
 * @param streamSources records, spaces, members and topics in one stream
 */
@Validated
@ConfigurationProperties("rapport.feeds")
public record FeedSettings(
        @DefaultValue("50") @Min(0) @Max(1_000) int streams,
        @DefaultValue("100") @Min(1) @Max(500) int streamSources) implements ScreenSettings {

    @Override
    public Map<String, Long> limits() {
        return Map.of(
                "streams", (long) streams,
                "streamSources", (long) streamSources,
                "streamName", (long) StreamView.MAX_NAME);
    }
}
