package rapport.social.draft;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rapport.social.comment.CommentId;
import rapport.social.post.PostId;
import rapport.social.post.PostKind;
import rapport.social.thread.SubjectView;

/**
 * A draft as its writer sees it.
 *
 * @param where     the place by name; absent when the writer may not see it any more, or it is gone
 * @param version   opaque; goes back as {@code basedOn} with the next save
 * @param updatedAt when the words were typed
 * @param savedAt   when they came here
 * @param versions  texts of other devices that lost against this one and are still kept
 * @param conflict  in the answer to a save: another device had written meanwhile; the newer text stands here, the other is kept
 */
@Schema(
        name = "Draft",
        example =
                "{\"place\":\"subject:456\",\"where\":{\"subject\":{\"id\":\"456\",\"kind\":\"account\",\"name\":\"Acme\"}},\"body\":\"She asked\",\"version\":\"4711\",\"updatedAt\":\"2026-11-20T09:15:27.000Z\",\"savedAt\":\"2026-11-20T09:15:28.000Z\",\"versions\":0,\"conflict\":false}")
public record DraftView(
        DraftPlace place,
        @Nullable Where where,
        @Nullable String title,
        String body,
        @Nullable PostKind kind,
        @Nullable Map<String, Object> extra,
        String version,
        Instant updatedAt,
        Instant savedAt,
        int versions,
        boolean conflict) {

    /**
     * Where it will stand.
     *
     * @param postId    of a comment, or of a post that is being edited
     * @param commentId that is being edited
     * @param excerpt   the title of that post, or the beginning of what it says
     */
    @Schema(name = "DraftWhere")
    public record Where(
            SubjectView subject,
            @Nullable PostId postId,
            @Nullable CommentId commentId,
            @Nullable String excerpt) {}

    /** The viewer's drafts, the newest first. */
    @Schema(name = "Drafts")
    public record Found(List<DraftView> items) {}

    /** A text that lost against another device's. */
    @Schema(name = "DraftVersion")
    public record Kept(
            @Nullable String title,
            String body,
            @Nullable PostKind kind,
            @Nullable Map<String, Object> extra,
            Instant updatedAt,
            Instant keptAt) {}

    /** The kept texts of one place, the newest first. */
    @Schema(name = "DraftVersions")
    public record KeptVersions(List<Kept> items) {}
}
