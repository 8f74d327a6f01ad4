package rapport.social.feed;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import rapport.social.member.Viewers;
import rapport.social.shared.Page;
import rapport.social.shared.PageToken;
import rapport.social.thread.CommentView;
import rapport.social.thread.PostView;
import rapport.social.web.ApiResource;

/** What the viewer keeps for later. */
@Component
@Path("/me/bookmarks")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Marks")
public class BookmarkResource implements ApiResource {
    private final Bookmarks bookmarks;
    private final Viewers viewers;

    BookmarkResource(Bookmarks bookmarks, Viewers viewers) {
        this.bookmarks = bookmarks;
        this.viewers = viewers;
    }

    /**
     * One bookmark.
     *
     * @param at      when it was set
     * @param comment when it is a comment that was marked
     */
    @Schema(name = "Bookmark")
    public record BookmarkView(
            Instant at, PostView post, @Nullable CommentView comment) {}

    /** A page of bookmarks. */
    @Schema(name = "Bookmarks")
    public record Found(List<BookmarkView> items, @Nullable String nextPageToken) {}

    @GET
    @Operation(
            summary = "One's bookmarks, the latest first",
            description = "Only those on posts that one may still see; nobody else sees this list.")
    public Found list(
            @QueryParam("limit") @Nullable Integer limit, @QueryParam("pageToken") @Nullable String pageToken) {
        Long before = pageToken == null
                ? null
                : PageToken.number(
                        "pageToken",
                        pageToken,
                        PageToken.decode("pageToken", pageToken, 1).get(0));
        return bookmarks.list(viewers.current().memberId(), before, Page.limit(limit));
    }
}
