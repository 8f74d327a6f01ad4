package rapport.social.feed;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import rapport.social.shared.PageToken;

/**
 * Where a page of a feed starts.
 *
 * @param heads    whether an earlier page needed the heads: then the walk is not tried again
 * @param before   the key of the last item read
 * @param top      the key of the first item of the first page: where posts that were commented on meanwhile stood then, there
 *                 they come
 * @param standing the posts that stood first on the first page: they come on no other
 */
record FeedCursor(boolean heads, long before, long top, List<Long> standing) {
    /** Above every key. */
    static final long END = 9_000_000_000_000_000_000L;

    static final FeedCursor FIRST = new FeedCursor(false, END, END, List.of());

    FeedCursor {
        standing = List.copyOf(standing);
    }

    boolean isFirst() {
        return before == END;
    }

    /** The first page, with posts that stand above it. */
    static FeedCursor below(List<FeedItem> standing) {
        return new FeedCursor(
                false, END, END, standing.stream().map(FeedItem::post).toList());
    }

    String token(FeedPlace place, FeedOrder order, FeedCriteria criteria) {
        return PageToken.encode(
                place.code(),
                letter(order),
                criteria.code(),
                heads ? "h" : "w",
                before,
                top,
                standing.stream().map(String::valueOf).collect(Collectors.joining(".")));
    }

    /** @throws rapport.social.shared.Problem if the token was not given for this feed, order and criteria */
    static FeedCursor of(@Nullable String token, FeedPlace place, FeedOrder order, FeedCriteria criteria) {
        if (token == null) {
            return FIRST;
        }
        List<String> parts = PageToken.decode("pageToken", token, 7);
        if (!parts.get(0).equals(place.code())
                || !parts.get(1).equals(letter(order))
                || !parts.get(2).equals(criteria.code())) {
            throw PageToken.refusal("pageToken", token);
        }
        var standing = new ArrayList<Long>();
        if (!parts.get(6).isEmpty()) {
            for (String post : parts.get(6).split("\\.", -1)) {
                standing.add(PageToken.number("pageToken", token, post));
            }
        }
        return new FeedCursor(
                parts.get(3).equals("h"),
                PageToken.number("pageToken", token, parts.get(4)),
                PageToken.number("pageToken", token, parts.get(5)),
                standing);
    }

    static String letter(Enum<?> choice) {
        return choice.name().substring(0, 1);
    }

    /** @throws rapport.social.shared.Problem if none has this letter */
    static <E extends Enum<E>> E choice(E[] values, String letter, String parameter, String token) {
        for (E value : values) {
            if (letter(value).equals(letter)) {
                return value;
            }
        }
        throw PageToken.refusal(parameter, token);
    }
}
