package rapport.social.shared;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param nextPageToken where the next page starts; null after the last
 * @param updatesToken  from where to ask "anything newer?"; null where that can't be asked
 */
public record Page<T>(
        List<T> items,
        @Nullable String nextPageToken,
        @Nullable String updatesToken) {
    public static final int DEFAULT_LIMIT = 20;
    public static final int MAX_LIMIT = 100;

    /** @throws Problem if the limit is not between 1 and {@value #MAX_LIMIT}; null gives {@value #DEFAULT_LIMIT} */
    public static int limit(@Nullable Integer limit) {
        if (limit == null) {
            return DEFAULT_LIMIT;
        }
        if (limit < 1 || limit > MAX_LIMIT) {
            throw Problem.invalid("limit", limit, "1.." + MAX_LIMIT);
        }
        return limit;
    }
}
