package rapport.social.feed;

import jakarta.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;

/** The parameters that all feeds share, as they were sent. */
public class FeedRequest {
    @QueryParam("order")
    private @Nullable String order;

    @QueryParam("filter")
    private @Nullable String filter;

    @QueryParam("limit")
    private @Nullable Integer limit;

    @QueryParam("pageToken")
    private @Nullable String pageToken;

    @Nullable
    String order() {
        return order;
    }

    @Nullable
    String filter() {
        return filter;
    }

    @Nullable
    Integer limit() {
        return limit;
    }

    @Nullable
    String pageToken() {
        return pageToken;
    }
}
