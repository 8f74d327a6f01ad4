package rapport.social.follow;

import io.swagger.v3.oas.annotations.Operation;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import rapport.social.member.MemberSummary;
import rapport.social.member.Viewers;
import rapport.social.shared.Page;
import rapport.social.shared.PageToken;
import rapport.social.shared.SubjectId;
import rapport.social.web.ApiResource;

/** Who follows a record. */
@Component
@Path("/records/{recordId}/followers")
@Produces(MediaType.APPLICATION_JSON)
public class FollowersResource implements ApiResource {
    private final Follows follows;
    private final Viewers viewers;

    FollowersResource(Follows follows, Viewers viewers) {
        this.follows = follows;
        this.viewers = viewers;
    }

    /** @param count of all, not only of this page */
    public record Followers(
            List<MemberSummary> items, int count, @Nullable String nextPageToken) {}

    @GET
    @Operation(summary = "Lists who follows a record")
    public Followers list(
            @PathParam("recordId") SubjectId record,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("pageToken") @Nullable String pageToken) {
        int rows = Page.limit(limit);
        Long before = pageToken == null
                ? null
                : PageToken.number(
                        "pageToken",
                        pageToken,
                        PageToken.decode("pageToken", pageToken, 1).get(0));
        var found = follows.followers(viewers.current().memberId(), record, before, rows + 1);
        boolean more = found.size() > rows;
        var items = more ? found.subList(0, rows) : found;
        return new Followers(
                items,
                follows.countFollowers(record),
                more ? PageToken.encode(items.get(rows - 1).id()) : null);
    }
}
