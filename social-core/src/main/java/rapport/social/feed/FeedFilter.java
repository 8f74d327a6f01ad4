package rapport.social.feed;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import rapport.social.shared.Problem;

/** Which posts of a feed are wanted. The condition is on columns that the feed's indexes carry, so that pages stay full. */
enum FeedFilter {
    ALL(""),
    /** What people wrote: all but change stories. */
    PEOPLE(" and %s.kind <> 10"),
    QUESTIONS(" and %s.kind = 2"),
    CHANGES(" and %s.kind = 10"),
    MINE(" and %s.author_id = :viewer");

    private final String condition;

    FeedFilter(String condition) {
        this.condition = condition;
    }

    /** SQL that follows another condition. */
    String on(String alias) {
        return condition.formatted(alias);
    }

    static FeedFilter of(@Nullable String text) {
        if (text == null) {
            return ALL;
        }
        return switch (text) {
            case "all" -> ALL;
            case "people" -> PEOPLE;
            case "questions" -> QUESTIONS;
            case "changes" -> CHANGES;
            case "mine" -> MINE;
            default -> throw Problem.invalid("filter", text, "all, people, questions, changes, mine");
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
