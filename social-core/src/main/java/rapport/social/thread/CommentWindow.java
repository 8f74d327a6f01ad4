package rapport.social.thread;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import rapport.social.comment.CommentId;
import rapport.social.shared.PageToken;
import rapport.social.shared.Problem;

/**
 * Which comments of a thread are asked for. Ordinals have no gaps, so that every window is a range of them.
 *
 * @param around  the comment in the middle
 * @param before  an ordinal: what stands just before
 * @param after   an ordinal: what stands just after
 */
record CommentWindow(
        @Nullable CommentId around,
        @Nullable Long before,
        @Nullable Long after,
        int limit) {
    private static final String BEFORE = "b";
    private static final String AFTER = "a";

    /**
     * @param before, after an ordinal, or a page token
     * @throws Problem if more than one of them is given, or one can't be understood
     */
    static CommentWindow of(
            @Nullable CommentId around,
            @Nullable String before,
            @Nullable String after,
            @Nullable String pageToken,
            int limit) {
        if (Stream.of(around, before, after, pageToken)
                        .filter(given -> given != null)
                        .count()
                > 1) {
            throw Problem.invalid(
                    pageToken != null ? "pageToken" : after != null ? "after" : "before",
                    null,
                    "one of around, before, after and pageToken");
        }
        if (pageToken != null) {
            return ofToken("pageToken", pageToken, limit);
        }
        if (before != null) {
            return isOrdinal(before)
                    ? new CommentWindow(null, Long.parseLong(before), null, limit)
                    : ofToken("before", before, limit);
        }
        if (after != null) {
            return isOrdinal(after)
                    ? new CommentWindow(null, null, Long.parseLong(after), limit)
                    : ofToken("after", after, limit);
        }
        return new CommentWindow(around, null, null, limit);
    }

    private static boolean isOrdinal(String text) {
        return !text.isEmpty() && text.length() <= 10 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static CommentWindow ofToken(String parameter, String token, int limit) {
        List<String> parts = PageToken.decode(parameter, token, 2);
        long ordinal = PageToken.number(parameter, token, parts.get(1));
        return switch (parts.get(0)) {
            case BEFORE -> new CommentWindow(null, ordinal, null, limit);
            case AFTER -> new CommentWindow(null, null, ordinal, limit);
            default -> throw PageToken.refusal(parameter, token);
        };
    }

    /** From one ordinal to another, both included; empty when the second is smaller. */
    record Range(int from, int to) {
        @Nullable
        String previousPageToken() {
            return from > 1 ? PageToken.encode(BEFORE, from) : null;
        }

        @Nullable
        String nextPageToken(int last) {
            return to < last ? PageToken.encode(AFTER, to) : null;
        }
    }

    /** @param middle the ordinal of the comment asked for, if one was */
    Range range(int last, @Nullable Integer middle) {
        if (middle != null) {
            // As many before as after, and a full page near the ends.
            int to = Math.min(last, Math.max(middle + limit / 2, limit));
            return new Range(Math.max(1, to - limit + 1), to);
        }
        if (after != null) {
            int from = (int) Math.min(Math.max(after, 0), last) + 1;
            return new Range(from, Math.min(last, from + limit - 1));
        }
        int to = before == null ? last : (int) Math.min(Math.max(before - 1, 0), last);
        return new Range(Math.max(1, to - limit + 1), to);
    }
}
