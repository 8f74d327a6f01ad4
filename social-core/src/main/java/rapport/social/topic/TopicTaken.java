package rapport.social.topic;

import rapport.social.shared.Problem;

/** Another topic has this name: the two can be merged. */
public class TopicTaken extends Problem {
    TopicTaken(String name) {
        super(409, "topic-taken", "name", name, null);
    }
}
