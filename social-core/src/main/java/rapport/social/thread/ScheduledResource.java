package rapport.social.thread;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.springframework.stereotype.Component;
import rapport.social.member.Viewers;
import rapport.social.schedule.ScheduledPosts;
import rapport.social.web.ApiResource;

/** What one has written that waits to be published. */
@Component
@Path("/me/scheduled")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Posts")
public class ScheduledResource implements ApiResource {
    private final ScheduledPosts scheduled;
    private final ScheduledViews views;
    private final Viewers viewers;

    ScheduledResource(ScheduledPosts scheduled, ScheduledViews views, Viewers viewers) {
        this.scheduled = scheduled;
        this.views = views;
        this.viewers = viewers;
    }

    @GET
    @Operation(
            summary = "Reads one's own posts that wait to be published",
            description = "The first to be published first. `PATCH /posts/{id}` changes title, body or `publishAt`,"
                    + " `DELETE /posts/{id}` takes one back.")
    public ScheduledView.All list() {
        var viewer = viewers.current().memberId();
        return new ScheduledView.All(views.all(viewer, scheduled.of(viewer)));
    }
}
