package rapport.social.post;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import rapport.social.member.MemberId;
import rapport.social.shared.SubjectId;

/**
 * A post to be added. Without a subject it stands on the author's own profile.
 *
 * @param body        Markdown; may be missing from a question, whose title says it
 * @param publishedAt import right: when it was written, elsewhere
 * @param authorId    import right: who wrote it
 */
@Schema(
        description = "A post to be added: `subjectId` or `record` say where; without them, on one's own profile."
                + " `publishedAt`, `authorId` and `author` need the import right; an import sends the oldest first.",
        example = """
                {"record":{"connection":"nordwind","type":"account","externalId":"65f0c1a2b3d4e5f60"},
                 "kind":"question","title":"Who knows the new buyer at Acme?","body":"She asked for **references** in [@Ann Berg](member:123)'s region."}
                """)
public record NewPost(
        @Nullable SubjectId subjectId,
        @Nullable RecordKey record,

        @Schema(description = "update, question or note", defaultValue = "update") @Nullable
        PostKind kind,

        @Nullable String title,
        @Nullable String body,
        @Nullable Instant publishedAt,
        @Nullable MemberId authorId,
        @Nullable AuthorKey author) {

    /** An update, as most posts are. */
    public static NewPost update(@Nullable SubjectId subject, String body) {
        return new NewPost(subject, null, PostKind.UPDATE, null, body, null, null, null);
    }

    /** A titled question. */
    public static NewPost question(@Nullable SubjectId subject, String title, @Nullable String body) {
        return new NewPost(subject, null, PostKind.QUESTION, title, body, null, null, null);
    }

    /** Names a record as its CRM does. */
    public record RecordKey(
            @Nullable String connection,
            @Nullable String type,
            @Nullable String externalId) {}
}
