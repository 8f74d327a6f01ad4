package rapport.social.post;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import rapport.social.member.MemberId;
import rapport.social.shared.Problem;
import rapport.social.shared.SubjectId;

/**
 * What a member or a change story puts in a feed.
 *
 * @param author   null: a change story whose actor nobody knows
 * @param body     Markdown as it is stored, without the names of records; may be empty where the title says it all
 * @param story    what changed, of a change story
 * @param editedAt last edit by the author; null when never edited
 * @param version  1, and one more with each edit
 */
public record Post(
        PostId id,
        SubjectId subject,
        @Nullable MemberId author,
        PostKind kind,
        @Nullable String title,
        String body,
        @Nullable ChangeStory story,
        Instant publishedAt,
        @Nullable Instant editedAt,
        int version) {

    public boolean isBy(MemberId member) {
        return member.equals(author);
    }

    /** @throws Problem forbidden, unless {@code member} wrote it */
    void requireWrittenBy(MemberId member) {
        if (!kind.isWritten() || !isBy(member)) {
            throw Problem.forbidden();
        }
    }

    /** When the current text was written. */
    Instant writtenAt() {
        return Objects.requireNonNullElse(editedAt, publishedAt);
    }

    Post edited(PostKind newKind, @Nullable String newTitle, String newBody, Instant at) {
        return new Post(id, subject, author, newKind, newTitle, newBody, story, publishedAt, at, version + 1);
    }
}
