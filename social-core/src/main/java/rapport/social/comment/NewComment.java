package rapport.social.comment;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rapport.social.file.FileId;
import rapport.social.member.MemberId;
import rapport.social.post.AuthorKey;

/**
 * A comment to be added.
 *
 * @param body        Markdown; may be missing where files say it
 * @param parentId    the comment that it answers
 * @param fileIds     uploads of one's own, in their order
 * @param publishedAt import right: when it was written, elsewhere
 * @param authorId    import right: who wrote it
 */
@Schema(
        description =
                "A comment to be added; with `parentId` a reply. `publishedAt`, `authorId` and `author` need the import right.",
        example = "{\"body\":\"She was at Globex before, [@Ben Roux](member:124) knows her.\"}")
public record NewComment(
        @Nullable String body,
        @Nullable CommentId parentId,
        @Nullable List<@Nullable FileId> fileIds,
        @Nullable Instant publishedAt,
        @Nullable MemberId authorId,
        @Nullable AuthorKey author) {

    /** A comment on the post itself. */
    public static NewComment of(String body) {
        return new NewComment(body, null, null, null, null, null);
    }

    /** An answer to a comment. */
    public static NewComment reply(CommentId parent, String body) {
        return new NewComment(body, parent, null, null, null, null);
    }
}
