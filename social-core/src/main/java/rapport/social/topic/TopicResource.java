package rapport.social.topic;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import rapport.social.member.Viewers;
import rapport.social.shared.Page;
import rapport.social.shared.SubjectId;
import rapport.social.web.ApiResource;

/** Topics that the viewer may see posts of. Admins rename, merge and delete them. */
@Component
@Path("/topics")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class TopicResource implements ApiResource {
    private static final Duration LATELY = Duration.ofDays(14);

    private final Topics topics;
    private final Viewers viewers;

    TopicResource(Topics topics, Viewers viewers) {
        this.topics = topics;
        this.viewers = viewers;
    }

    /**
     * A topic as one reader sees it.
     *
     * @param postCount     posts that the viewer may see, counted up to 1,000
     * @param follow        how much the viewer hears of it; missing: does not follow it
     * @param followerCount who follows it; for one topic read by itself, as {@code follow}
     */
    @Schema(
            name = "Topic",
            example =
                    "{\"id\":\"77\",\"name\":\"renewal\",\"postCount\":12,\"follow\":{\"level\":\"everything\"},\"followerCount\":3}")
    public record TopicView(
            SubjectId id,
            String name,
            @Nullable String description,
            @Nullable Integer postCount,
            @Nullable FollowView follow,
            @Nullable Integer followerCount) {
        private static final String[] LEVELS = {"everything", "people", "mentions", "muted"};

        /** How much the viewer hears of it. */
        public record FollowView(String level) {}

        static TopicView of(Topics.Counted counted) {
            return new TopicView(
                    counted.topic().id(),
                    counted.topic().name(),
                    counted.topic().description(),
                    counted.posts(),
                    null,
                    null);
        }

        static TopicView of(Topics.Known known) {
            var topic = known.counted().topic();
            return new TopicView(
                    topic.id(),
                    topic.name(),
                    topic.description(),
                    known.counted().posts(),
                    known.level() == null ? null : new FollowView(LEVELS[known.level()]),
                    known.followers());
        }

        static TopicView of(Topic topic) {
            return new TopicView(topic.id(), topic.name(), topic.description(), null, null, null);
        }
    }

    @Schema(name = "TopicsFound")
    public record Found(List<TopicView> items) {
        static Found of(List<Topics.Counted> found) {
            return new Found(found.stream().map(TopicView::of).toList());
        }
    }

    public record TopicChange(
            @NotNull String name,
            @Size(max = TopicLimits.DESCRIPTION) @Nullable String description) {}

    public record Merge(@NotNull SubjectId into) {}

    /** @param query the start of a name; absent: the topics of the most posts of the last two weeks */
    @GET
    @Operation(summary = "Suggests topics; without a query, those of the most posts lately")
    public Found list(
            @QueryParam("query") @Size(min = 1, max = 100) @Nullable String query,
            @QueryParam("limit") @Nullable Integer limit) {
        var viewer = viewers.current().memberId();
        if (query == null) {
            return Found.of(topics.trending(viewer, LATELY, Page.limit(limit)));
        }
        return new Found(topics.suggest(viewer, query, Page.limit(limit)).stream()
                .map(TopicView::of)
                .toList());
    }

    /** @param idOrName an id, or the name as it stands in a text */
    @GET
    @Operation(summary = "Reads a topic by id or name")
    @Path("/{idOrName}")
    public TopicView read(@PathParam("idOrName") String idOrName) {
        return TopicView.of(topics.read(viewers.current().memberId(), idOrName));
    }

    @GET
    @Operation(summary = "Lists topics that stand with this one on posts")
    @Path("/{topicId}/related")
    public Found related(@PathParam("topicId") SubjectId id, @QueryParam("limit") @Nullable Integer limit) {
        var viewer = viewers.current().memberId();
        return Found.of(
                topics.related(viewer, topics.visibleTo(viewer, id.toString()).id(), Page.limit(limit)));
    }

    @PATCH
    @Operation(summary = "Renames or describes a topic (admins)")
    @Path("/{topicId}")
    public TopicView rename(@PathParam("topicId") SubjectId id, @Valid @NotNull TopicChange change) {
        viewers.requireAdmin();
        return TopicView.of(topics.rename(id, change.name(), change.description()));
    }

    /** Puts this topic's posts and followers into another; old links lead there. */
    @POST
    @Operation(summary = "Puts the posts and followers of a topic into another (admins)")
    @Path("/{topicId}/merge")
    public TopicView merge(@PathParam("topicId") SubjectId id, @Valid @NotNull Merge merge) {
        viewers.requireAdmin();
        return TopicView.of(topics.merge(id, merge.into()));
    }

    @DELETE
    @Operation(summary = "Deletes a topic; its posts stay (admins)")
    @Path("/{topicId}")
    public void delete(@PathParam("topicId") SubjectId id) {
        viewers.requireAdmin();
        topics.delete(id);
    }
}
