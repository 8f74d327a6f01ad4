package rapport.social.feed;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import rapport.social.shared.Problem;

/** In which order a feed is read, and where that order's key stands in SQL ({@code p} is the table's alias). */
enum FeedOrder {
    /** A post rises with each comment. */
    ACTIVITY("post_activity", "p.post_id", "p.bump", "pt.bump"),
    /** As published. */
    NEWEST("post", "p.id", "p.id", "pt.post_id");

    final String table;
    final String post;
    final String key;
    /** The same key in {@code post_topic pt}. */
    final String topicKey;

    FeedOrder(String table, String post, String key, String topicKey) {
        this.table = table;
        this.post = post;
        this.key = key;
        this.topicKey = topicKey;
    }

    static FeedOrder of(@Nullable String text) {
        if (text == null) {
            return ACTIVITY;
        }
        return switch (text) {
            case "activity" -> ACTIVITY;
            case "newest" -> NEWEST;
            default -> throw Problem.invalid("order", text, "activity, newest");
        };
    }

    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
