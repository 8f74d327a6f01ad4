package rapport.social.reaction;

import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;
import rapport.social.web.ScreenSettings;

/**
 * Which reactions can be given.
 *
 * @param kinds in the order in which they are offered and shown; one that is taken out can't be given any more
 */
@Validated
@ConfigurationProperties("rapport.reactions")
public record ReactionSettings(
        @DefaultValue({"agree", "thanks", "celebrate", "insightful", "sad", "question"}) @NotEmpty
        List<@Pattern(regexp = "[a-z][a-z-]{0,19}") String> kinds)
        implements ScreenSettings {

    @Override
    public Map<String, List<String>> choices() {
        return Map.of("reactions", kinds);
    }
}
