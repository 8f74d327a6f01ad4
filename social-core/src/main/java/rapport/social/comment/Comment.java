package rapport.social.comment;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import rapport.social.member.MemberId;
import rapport.social.post.PostId;
import rapport.social.shared.Problem;
import rapport.social.shared.SubjectId;

/**
 * What a member said under a post.
 *
 * @param subject       what the post stands on
 * @param ordinal       1, 2, 3 … in its post; kept for good
 * @param parentOrdinal a reply: the comment that it answers
 * @param threadOrdinal a reply: the first-level comment under which it stands
 * @param body          Markdown as it is stored; empty once deleted
 */
public record Comment(
        CommentId id,
        PostId post,
        SubjectId subject,
        int ordinal,
        @Nullable Integer parentOrdinal,
        @Nullable Integer threadOrdinal,
        MemberId author,
        String body,
        Instant publishedAt,
        @Nullable Instant editedAt,
        @Nullable Instant deletedAt,
        int version) {

    public boolean isBy(MemberId member) {
        return author.equals(member);
    }

    public boolean isDeleted() {
        return deletedAt != null;
    }

    /** @throws Problem forbidden, unless {@code member} wrote it */
    void requireWrittenBy(MemberId member) {
        if (!isBy(member)) {
            throw Problem.forbidden();
        }
    }

    /** When the current text was written. */
    Instant writtenAt() {
        return Objects.requireNonNullElse(editedAt, publishedAt);
    }

    Comment with(String newBody, @Nullable Instant newEditedAt, @Nullable Instant newDeletedAt, int newVersion) {
        return new Comment(
                id,
                post,
                subject,
                ordinal,
                parentOrdinal,
                threadOrdinal,
                author,
                newBody,
                publishedAt,
                newEditedAt,
                newDeletedAt,
                newVersion);
    }
}
