package rapport.social.post;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How conversations behave.
 *
 * @param undo          how long an author may take back that a post or comment was deleted
 * @param storyGrouping saves of one person on one record that are no further apart tell one change story
 */
@ConfigurationProperties("rapport.conversation")
public record ConversationSettings(
        @DefaultValue("60s") Duration undo,
        @DefaultValue("10m") Duration storyGrouping) {}
