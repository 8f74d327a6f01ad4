package rapport.social.announcement;

import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import rapport.social.web.ScreenSettings;

/**
 * How announcements behave.
 *
 * @param longest how long one may stand on top of its place
 */
@ConfigurationProperties("rapport.limits.announcement")
public record AnnouncementSettings(@DefaultValue("366d") Duration longest) implements ScreenSettings {

    @Override
    public Map<String, Long> limits() {
        return Map.of("announcementDays", longest.toDays());
    }
}
