package rapport.social.topic;

import java.util.Map;
import org.springframework.stereotype.Component;
import rapport.social.web.ScreenSettings;

/** What a topic can hold. */
@Component
class TopicLimits implements ScreenSettings {
    static final int DESCRIPTION = 500;

    @Override
    public Map<String, Long> limits() {
        return Map.of("topicName", (long) Topics.MAX_NAME, "topicDescription", (long) DESCRIPTION);
    }
}
