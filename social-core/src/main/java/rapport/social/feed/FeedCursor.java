package rapport.social.feed;

import java.util.List;
import org.jspecify.annotations.Nullable;
import rapport.social.shared.PageToken;

/**
 * Where a page of a feed starts.
 *
 * @param heads  whether an earlier page needed the heads: then the walk is not tried again
 * @param before the key of the last item read
 * @param top    the key of the first item of the first page: where posts that were commented on meanwhile stood then, there
 *               they come
 */
record FeedCursor(boolean heads, long before, long top) {
    /** Above every key. */
    static final long END = 9_000_000_000_000_000_000L;

    static final FeedCursor FIRST = new FeedCursor(false, END, END);

    boolean isFirst() {
        return before == END;
    }

    String token(FeedPlace place, FeedOrder order, FeedFilter filter) {
        return PageToken.encode(place.code(), letter(order), letter(filter), heads ? "h" : "w", before, top);
    }

    /** @throws rapport.social.shared.Problem if the token was not given for this feed, order and filter */
    static FeedCursor of(@Nullable String token, FeedPlace place, FeedOrder order, FeedFilter filter) {
        if (token == null) {
            return FIRST;
        }
        List<String> parts = PageToken.decode("pageToken", token, 6);
        if (!parts.get(0).equals(place.code())
                || !parts.get(1).equals(letter(order))
                || !parts.get(2).equals(letter(filter))) {
            throw PageToken.refusal("pageToken", token);
        }
        return new FeedCursor(
                parts.get(3).equals("h"),
                PageToken.number("pageToken", token, parts.get(4)),
                PageToken.number("pageToken", token, parts.get(5)));
    }

    static String letter(Enum<?> choice) {
        return choice.name().substring(0, 1);
    }
}
