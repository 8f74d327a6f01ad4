package rapport.social.announcement;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How announcements behave.
 *
 * @param longest how long one may stand on top of its place
 */
@ConfigurationProperties("rapport.limits.announcement")
public record AnnouncementSettings(@DefaultValue("366d") Duration longest) {}
