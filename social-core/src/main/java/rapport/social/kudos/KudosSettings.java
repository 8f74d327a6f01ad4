package rapport.social.kudos;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;
import rapport.social.web.ScreenSettings;

/**
 * How colleagues are thanked.
 *
 * @param reasons in the order in which they are offered; one that is taken out can't be given any more
 * @param members people thanked by one post
 */
@Validated
@ConfigurationProperties("rapport.kudos")
public record KudosSettings(
        @DefaultValue({"helped", "taught", "delivered", "saved", "thanks"})
        List<@Pattern(regexp = "[a-z][a-z-]{0,39}") String> reasons,

        @DefaultValue("10") @Min(1) @Max(100) int members)
        implements ScreenSettings {

    @Override
    public Map<String, List<String>> choices() {
        return Map.of("kudosReasons", reasons);
    }

    @Override
    public Map<String, Long> limits() {
        return Map.of("kudosMembers", (long) members);
    }
}
