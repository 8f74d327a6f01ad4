package rapport.social.thread;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rapport.social.file.FileView;
import rapport.social.member.MemberSummary;

/**
 * One version of a post or a comment.
 *
 * @param body      Markdown
 * @param files     that stood on it
 * @param expiresAt of an announcement: until when it was to stand on top of its place
 */
@Schema(name = "Revision")
public record RevisionView(
        int version,
        MemberSummary author,
        Instant writtenAt,
        @Nullable String title,
        String body,
        List<FileView> files,
        @Nullable Instant expiresAt) {

    /** Every version, newest first; the first is the current one. */
    @Schema(name = "Revisions")
    public record Found(List<RevisionView> items) {}
}
