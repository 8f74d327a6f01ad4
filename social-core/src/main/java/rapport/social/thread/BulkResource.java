package rapport.social.thread;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import rapport.social.member.Viewer;
import rapport.social.member.Viewers;
import rapport.social.post.ConversationSettings;
import rapport.social.post.NewPost;
import rapport.social.post.PostId;
import rapport.social.post.Posts;
import rapport.social.shared.Problem;
import rapport.social.web.ApiResource;
import rapport.social.web.ProblemDocument;
import rapport.social.web.ProblemMapper;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Many posts in one request. */
@Component
@Path("/posts/bulk")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Posts")
public class BulkResource implements ApiResource {
    private final Posts posts;
    private final PostPages pages;
    private final ProblemMapper problems;
    private final ConversationSettings settings;
    private final JsonMapper json;
    private final Viewers viewers;

    BulkResource(
            Posts posts,
            PostPages pages,
            ProblemMapper problems,
            ConversationSettings settings,
            JsonMapper json,
            Viewers viewers) {
        this.posts = posts;
        this.pages = pages;
        this.problems = problems;
        this.settings = settings;
        this.json = json;
        this.viewers = viewers;
    }

    /** Posts, each with a {@code key} of the caller's own. */
    @Schema(
            name = "BulkPosts",
            example =
                    "{\"items\":[{\"key\":\"old-4711\",\"subjectId\":\"456\",\"body\":\"Signed.\"},{\"key\":\"old-4712\",\"subjectId\":\"456\",\"body\":\"Delivered.\"}]}")
    public record Bulk(
            @ArraySchema(
                    schema = @Schema(implementation = NewPost.class, description = "A post to be added, and its `key`"))
            @Nullable
            List<@Nullable JsonNode> items) {}

    /** What came of each post, in their order. */
    @Schema(name = "BulkResult")
    public record Result(List<Item> items) {}

    /**
     * What came of one post.
     *
     * @param status as if it had been sent alone: 201 when it stands, whether from this request or from an earlier one
     * @param post   missing when it was refused
     */
    @Schema(name = "BulkResultItem")
    public record Item(
            @Nullable String key,
            int status,
            @Nullable PostView post,
            @Nullable ProblemDocument problem) {}

    @POST
    @Operation(
            summary = "Adds many posts",
            description =
                    "Each as if it had been sent alone with its `key` as `Idempotency-Key`, in the order given: one that is refused"
                            + " leaves the others standing, and the whole can be sent again.")
    public Result add(@NotNull Bulk bulk, @HeaderParam(HttpHeaders.ACCEPT_LANGUAGE) @Nullable String language) {
        Viewer viewer = viewers.current();
        List<@Nullable JsonNode> items = bulk.items();
        if (items == null || items.isEmpty()) {
            throw Problem.required("items");
        }
        if (items.size() > settings.bulk()) {
            throw Problem.tooMany("items", items.size(), settings.bulk());
        }
        List<Outcome> outcomes =
                items.stream().map(item -> outcome(viewer, item, language)).toList();
        Map<PostId, PostView> views = new HashMap<>();
        List<PostId> added = new ArrayList<>();
        outcomes.forEach(outcome -> {
            if (outcome.added() != null) {
                added.add(outcome.added().id());
            }
        });
        pages.assemble(viewer.memberId(), added).forEach(view -> views.put(view.id(), view));
        return new Result(outcomes.stream()
                .map(outcome -> outcome.item(viewer, views, pages))
                .toList());
    }

    private record Outcome(
            @Nullable String key,
            Posts.@Nullable Added added,
            @Nullable ProblemDocument problem) {

        Item item(Viewer viewer, Map<PostId, PostView> views, PostPages pages) {
            if (added != null) {
                PostView view = views.get(added.id());
                // an import may write where its author may see and the viewer may not
                return new Item(key, 201, view == null ? pages.added(viewer.memberId(), added) : view, null);
            }
            return new Item(key, problem == null ? 500 : problem.status(), null, problem);
        }
    }

    private Outcome outcome(Viewer viewer, @Nullable JsonNode item, @Nullable String language) {
        String key = null;
        try {
            if (!(item instanceof ObjectNode given)) {
                throw new Problem(400, "malformed-json");
            }
            ObjectNode post = given.deepCopy();
            JsonNode name = post.remove("key");
            if (name == null || !name.isString() || name.asString().isBlank()) {
                throw Problem.required("key");
            }
            key = name.asString();
            return new Outcome(key, posts.add(viewer, json.treeToValue(post, NewPost.class), key), null);
        } catch (RuntimeException refused) {
            return new Outcome(key, null, problems.document(refused, language));
        }
    }
}
