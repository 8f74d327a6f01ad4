package rapport.social.notification;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
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
import rapport.social.record.Records;
import rapport.social.shared.Page;
import rapport.social.shared.PageToken;
import rapport.social.shared.Problem;
import rapport.social.shared.SubjectId;
import rapport.social.web.ApiResource;

/** The viewer's inbox. */
@Component
@Path("/notifications")
@Produces(MediaType.APPLICATION_JSON)
public class NotificationResource implements ApiResource {
    private final Notifications notifications;
    private final Viewers viewers;
    private final Records records;

    NotificationResource(Notifications notifications, Viewers viewers, Records records) {
        this.records = records;
        this.notifications = notifications;
        this.viewers = viewers;
    }

    /**
     * A page of the inbox.
     *
     * @param items   thread by thread; missing where bundles were asked for
     * @param bundles by customer, where that was asked for
     * @param unread how many are unread in all; 100 stands for more than 99
     * @param unseen how many of them came since the inbox was last opened
     */
    @Schema(name = "Inbox")
    public record Inbox(
            @Nullable List<NotificationView> items,
            @Nullable List<BundleView> bundles,
            @Nullable String nextPageToken,
            int unread,
            int unseen) {}

    @GET
    @Operation(
            summary = "The inbox, newest first",
            description =
                    "One item for each thread, with its latest news and why one is told. `view=customers` bundles them by"
                            + " account, with its contacts and opportunities, or by space. Reading the list marks nothing as read.")
    public Inbox list(
            @Parameter(
                            description = "`all`, `unread`, `mentions`, `answers`, `follows` or `system`",
                            example = "unread")
                    @QueryParam("filter")
                    @Nullable
                    String filter,
            @Parameter(description = "`threads` or `customers`", example = "customers") @QueryParam("view") @Nullable
                    String view,
            @Parameter(description = "The `id` of a bundle's `customer`: its threads alone", example = "456")
                    @QueryParam("customer")
                    @Nullable
                    String customer,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("pageToken") @Nullable String pageToken) {
        var viewer = viewers.current().memberId();
        var wanted = InboxFilter.of(filter);
        int rows = Page.limit(limit);
        Long before = pageToken == null
                ? null
                : PageToken.number(
                        "pageToken",
                        pageToken,
                        PageToken.decode("pageToken", pageToken, 1).get(0));
        if (view != null && !view.equals("threads") && !view.equals("customers")) {
            throw Problem.invalid("view", view, "threads, customers");
        }
        SubjectId only = customer == null ? null : customer(customer);
        if ("customers".equals(view)) {
            if (only != null) {
                throw Problem.invalid("customer", only, "none with view=customers");
            }
            var found = notifications.bundles(viewer, wanted, before, rows + 1);
            var shown = found.size() > rows ? found.subList(0, rows) : found;
            var counts = notifications.counts(viewer);
            String next =
                    found.size() > rows ? PageToken.encode(shown.get(rows - 1).newest()) : null;
            return new Inbox(null, shown, next, counts.unread(), counts.unseen());
        }
        var found = notifications.list(viewer, wanted, only, before, rows + 1);
        boolean more = found.size() > rows;
        var items = more ? found.subList(0, rows) : found;
        var counts = notifications.counts(viewer);
        return new Inbox(
                items,
                null,
                more ? PageToken.encode(items.get(rows - 1).id()) : null,
                counts.unread(),
                counts.unseen());
    }

    @POST
    @Path("/{notificationId}/read")
    @Operation(summary = "Marks one as read")
    public void read(@PathParam("notificationId") NotificationId id) {
        notifications.mark(viewers.current().memberId(), id, true);
    }

    @POST
    @Path("/{notificationId}/unread")
    @Operation(summary = "Marks one as unread again")
    public void unread(@PathParam("notificationId") NotificationId id) {
        notifications.mark(viewers.current().memberId(), id, false);
    }

    @POST
    @Path("/read-all")
    @Operation(summary = "Marks all as read", description = "Or all of one customer, as `view=customers` bundles them.")
    public void readAll(@Parameter(example = "456") @QueryParam("customer") @Nullable String customer) {
        var viewer = viewers.current().memberId();
        if (customer == null) {
            notifications.readAll(viewer);
            return;
        }
        notifications.readCustomer(viewer, customer(customer));
    }

    private SubjectId customer(String customer) {
        try {
            return records.current(SubjectId.fromString(customer));
        } catch (Problem noId) {
            throw Problem.invalid("customer", customer, "the id of a subject");
        }
    }

    @POST
    @Path("/seen")
    @Operation(summary = "The inbox was opened", description = "The badge goes out; nothing is marked as read.")
    public void seen() {
        notifications.seen(viewers.current().memberId());
    }
}
