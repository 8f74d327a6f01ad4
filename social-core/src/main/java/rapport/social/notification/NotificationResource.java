package rapport.social.notification;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import rapport.social.member.Viewers;
import rapport.social.shared.Page;
import rapport.social.shared.PageToken;
import rapport.social.web.ApiResource;

/** The viewer's inbox. */
@Component
@Path("/notifications")
@Produces(MediaType.APPLICATION_JSON)
public class NotificationResource implements ApiResource {
    private final Notifications notifications;
    private final Viewers viewers;

    NotificationResource(Notifications notifications, Viewers viewers) {
        this.notifications = notifications;
        this.viewers = viewers;
    }

    /**
     * A page of the inbox.
     *
     * @param unread how many are unread in all; 100 stands for more than 99
     * @param unseen how many of them came since the inbox was last opened
     */
    @Schema(name = "Inbox")
    public record Inbox(
            List<NotificationView> items, @Nullable String nextPageToken, int unread, int unseen) {}

    @GET
    @Operation(summary = "The inbox, newest first", description = "Reading the list marks nothing as read.")
    public Inbox list(
            @QueryParam("filter") @Nullable String filter,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("pageToken") @Nullable String pageToken) {
        var viewer = viewers.current().memberId();
        int rows = Page.limit(limit);
        Long before = pageToken == null
                ? null
                : PageToken.number(
                        "pageToken",
                        pageToken,
                        PageToken.decode("pageToken", pageToken, 1).get(0));
        var found = notifications.list(viewer, InboxFilter.of(filter), before, rows + 1);
        boolean more = found.size() > rows;
        var items = more ? found.subList(0, rows) : found;
        var counts = notifications.counts(viewer);
        return new Inbox(
                items, more ? PageToken.encode(items.get(rows - 1).id()) : null, counts.unread(), counts.unseen());
    }

    @POST
    @Path("/{notificationId}/read")
    @Operation(summary = "Marks one as read")
    public void read(@PathParam("notificationId") NotificationId id) {
        notifications.read(viewers.current().memberId(), id);
    }

    @POST
    @Path("/read-all")
    @Operation(summary = "Marks all as read")
    public void readAll() {
        notifications.readAll(viewers.current().memberId());
    }

    @POST
    @Path("/seen")
    @Operation(summary = "The inbox was opened", description = "The badge goes out; nothing is marked as read.")
    public void seen() {
        notifications.seen(viewers.current().memberId());
    }
}
