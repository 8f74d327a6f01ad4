package rapport.social.topic;

import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.springframework.stereotype.Component;
import rapport.social.member.Viewers;
import rapport.social.post.PostId;
import rapport.social.shared.SubjectId;
import rapport.social.web.ApiResource;

/** Topics that readers assign to a post whose text does not hold them. */
@Component
@Path("/posts/{postId}/topics")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class PostTopicResource implements ApiResource {
    private final Topics topics;
    private final Viewers viewers;

    PostTopicResource(Topics topics, Viewers viewers) {
        this.topics = topics;
        this.viewers = viewers;
    }

    public record NewTopic(@NotNull String name) {}

    @POST
    @Operation(summary = "Gives a post a topic")
    public TopicResource.TopicView assign(@PathParam("postId") PostId post, @Valid @NotNull NewTopic input) {
        return TopicResource.TopicView.of(topics.assign(viewers.current().memberId(), post, input.name()));
    }

    @DELETE
    @Operation(summary = "Takes a topic from a post")
    @Path("/{topicId}")
    public void unassign(@PathParam("postId") PostId post, @PathParam("topicId") SubjectId topic) {
        topics.unassign(viewers.current().memberId(), post, topic);
    }
}
