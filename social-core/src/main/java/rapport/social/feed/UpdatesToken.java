package rapport.social.feed;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import rapport.social.shared.PageToken;
import rapport.social.shared.Problem;

/**
 * From where to ask "anything newer?". Keys are given out in order but commit out of order, so it does not say "after the
 * newest that I saw" but "after {@link #floor}, except these", the floor lying some thousands of keys below.
 *
 * @param known keys above the floor that were shown
 */
record UpdatesToken(long floor, List<Long> known) {
    /** How far below the newest key a transaction may still be on its way; bulk loads of the CRM draw from the same sequence. */
    static final long OVERLAP = 5_000;
    /** Keeps the token below the length that {@link PageToken} reads back. */
    static final int MAX_KNOWN = 60;

    /**
     * @param standing what was shown above the page, wherever its keys lie
     * @param top      the newest key of all, or 0
     * @param more     whether older items follow the page
     */
    static UpdatesToken of(List<FeedItem> page, List<FeedItem> standing, boolean more, long top) {
        long floor = Math.max(0, top - OVERLAP);
        if (more && !page.isEmpty()) {
            floor = Math.max(floor, page.get(page.size() - 1).key());
        }
        var known = new ArrayList<Long>();
        var shown = Stream.concat(page.stream(), standing.stream())
                .sorted(Comparator.comparingLong(FeedItem::key).reversed())
                .toList();
        for (FeedItem item : shown) {
            if (item.key() <= floor) {
                break;
            }
            if (known.size() == MAX_KNOWN) {
                floor = item.key();
                break;
            }
            known.add(item.key());
        }
        return new UpdatesToken(floor, known);
    }

    String token(FeedPlace place, FeedOrder order, FeedCriteria criteria) {
        var sorted = new ArrayList<>(known);
        sorted.sort(Comparator.naturalOrder());
        var text = new StringBuilder();
        long last = floor;
        for (long key : sorted) {
            text.append(text.isEmpty() ? "" : ".").append(Long.toString(key - last, Character.MAX_RADIX));
            last = key;
        }
        return PageToken.encode(place.code(), FeedCursor.letter(order), criteria.code(), floor, text.toString());
    }

    /** What a token says: which feed, order and criteria it was given for, and from where to count. */
    record Asked(FeedPlace place, FeedOrder order, FeedCriteria criteria, UpdatesToken from) {}

    /**
     * @param places the feeds of which it may be
     * @throws Problem if it is missing, malformed or of another feed
     */
    static Asked of(@Nullable String token, FeedPlace... places) {
        if (token == null) {
            throw Problem.required("token");
        }
        List<String> parts = PageToken.decode("token", token, 5);
        FeedPlace place = Arrays.stream(places)
                .filter(candidate -> candidate.code().equals(parts.get(0)))
                .findFirst()
                .orElseThrow(() -> PageToken.refusal("token", token));
        long floor = PageToken.number("token", token, parts.get(3));
        var known = new ArrayList<Long>();
        long last = floor;
        if (!parts.get(4).isEmpty()) {
            for (String step : parts.get(4).split("\\.", -1)) {
                try {
                    last += Long.parseLong(step, Character.MAX_RADIX);
                } catch (NumberFormatException e) {
                    throw PageToken.refusal("token", token);
                }
                known.add(last);
            }
        }
        if (known.size() > MAX_KNOWN) {
            throw PageToken.refusal("token", token);
        }
        return new Asked(
                place,
                FeedCursor.choice(FeedOrder.values(), parts.get(1), "token", token),
                FeedCriteria.of(parts.get(2), "token", token),
                new UpdatesToken(floor, known));
    }
}
