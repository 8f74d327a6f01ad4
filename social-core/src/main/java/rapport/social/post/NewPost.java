package rapport.social.post;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rapport.social.file.FileId;
import rapport.social.member.MemberId;
import rapport.social.shared.SubjectId;

/**
 * A post to be added. Without a subject it stands on the author's own profile.
 *
 * @param kind         what is missing follows from what else is given: with {@code poll} it is a poll
 * @param body         Markdown; may be missing where something else says it: a question's title, a file, a shared post
 * @param fileIds      uploads of one's own, in their order
 * @param sharedPostId the post that this one shows
 * @param language     of the words, such as {@code fr}
 * @param publishAt    when it is to be published; it is in no feed before
 * @param publishedAt  import right: when it was written, elsewhere
 * @param authorId     import right: who wrote it
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

        @Schema(description = PostKind.WRITTEN, defaultValue = "update") @Nullable
        PostKind kind,

        @Nullable String title,
        @Nullable String body,
        @Nullable List<@Nullable FileId> fileIds,
        @Nullable NewPoll poll,
        @Nullable NewKudos kudos,
        @Nullable NewAnnouncement announcement,
        @Nullable PostId sharedPostId,
        @Nullable String language,
        @Nullable Instant publishAt,
        @Nullable Instant publishedAt,
        @Nullable MemberId authorId,
        @Nullable AuthorKey author) {

    /** A post of words alone. */
    public static NewPost of(
            @Nullable SubjectId subject, @Nullable PostKind kind, @Nullable String title, @Nullable String body) {
        return new NewPost(
                subject, null, kind, title, body, null, null, null, null, null, null, null, null, null, null);
    }

    /** An update, as most posts are. */
    public static NewPost update(@Nullable SubjectId subject, String body) {
        return of(subject, PostKind.UPDATE, null, body);
    }

    /** A titled question. */
    public static NewPost question(@Nullable SubjectId subject, String title, @Nullable String body) {
        return of(subject, PostKind.QUESTION, title, body);
    }

    /** The same with what an edit changes, to be published at another time. */
    public NewPost with(PostChange change, Instant newPublishAt) {
        return new NewPost(
                subjectId,
                record,
                kind,
                change.title() == null ? title : change.title(),
                change.body() == null ? body : change.body(),
                change.fileIds() == null ? fileIds : change.fileIds(),
                poll,
                kudos,
                change.announcement() == null
                        ? announcement
                        : ending(change.announcement().expiresAt()),
                sharedPostId,
                language,
                newPublishAt,
                publishedAt,
                authorId,
                author);
    }

    private NewAnnouncement ending(@Nullable Instant expiresAt) {
        return new NewAnnouncement(expiresAt, announcement == null ? null : announcement.acknowledge());
    }

    /** Names a record as its CRM does. */
    public record RecordKey(
            @Nullable String connection,
            @Nullable String type,
            @Nullable String externalId) {}

    /**
     * What is asked, and how.
     *
     * @param options        2 to 10 different answers, in their order
     * @param multiple       whether one may choose several
     * @param endsAt         missing: it has no end
     * @param anonymous      nobody learns who voted for what
     * @param hideUntilVoted the result is shown to those who voted, and to all once it has ended
     */
    @Schema(example = "{\"options\":[\"Lyon\",\"Hamburg\"],\"endsAt\":\"2027-03-01T17:00:00Z\",\"anonymous\":true}")
    public record NewPoll(
            @Nullable List<@Nullable String> options,
            @Nullable Boolean multiple,
            @Nullable Instant endsAt,
            @Nullable Boolean anonymous,
            @Nullable Boolean hideUntilVoted) {}

    /**
     * Thanks to colleagues.
     *
     * @param memberIds who is thanked, 1 to 10 colleagues
     * @param reason    one of those offered
     */
    @Schema(example = "{\"memberIds\":[\"123\"],\"reason\":\"helped\"}")
    public record NewKudos(
            @Nullable List<@Nullable MemberId> memberIds,
            @Nullable String reason) {}

    /**
     * What stands on top of its place for a while.
     *
     * @param acknowledge whether readers are asked to say that they have read it
     */
    @Schema(example = "{\"expiresAt\":\"2027-03-01T17:00:00Z\",\"acknowledge\":true}")
    public record NewAnnouncement(
            @Nullable Instant expiresAt, @Nullable Boolean acknowledge) {}
}
