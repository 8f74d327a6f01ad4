package rapport.social.moderation;

import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import rapport.social.comment.Comment;
import rapport.social.comment.CommentId;
import rapport.social.comment.Comments;
import rapport.social.draft.Drafts;
import rapport.social.file.UploadedFiles;
import rapport.social.member.Viewer;
import rapport.social.post.PostId;
import rapport.social.post.Posts;
import rapport.social.post.RemovalMarks;
import rapport.social.shared.Problem;

/**
 * Takes the words of a post or a comment out for good, because the law or the charter asks for it: text, title, every earlier
 * version, files, previews of links, and edits that were begun. That something stood there, whose it was, why it went and
 * when stays, and a line in the audit log.
 */
@Component
class Removals {
    private final Posts posts;
    private final Comments comments;
    private final RemovalMarks marks;
    private final UploadedFiles files;
    private final Drafts drafts;
    private final Traces traces;
    private final AuditLog audit;
    private final Clock clock;

    Removals(
            Posts posts,
            Comments comments,
            RemovalMarks marks,
            UploadedFiles files,
            Drafts drafts,
            Traces traces,
            AuditLog audit,
            Clock clock) {
        this.posts = posts;
        this.comments = comments;
        this.marks = marks;
        this.files = files;
        this.drafts = drafts;
        this.traces = traces;
        this.audit = audit;
        this.clock = clock;
    }

    /** Twice is as once. @throws Problem forbidden, unless the viewer is a moderator; not found; or without a reason */
    @Transactional
    void removePost(Viewer moderator, PostId id, @Nullable String reason) {
        String why = required(moderator, reason);
        posts.visibleTo(moderator.memberId(), id);
        posts.wipe(moderator.memberId(), id);
        if (forget(moderator, id.value(), why)) {
            audit.append(moderator.memberId(), "post-removed", "post:" + id, why, null);
        }
    }

    /** Twice is as once; a comment that its author deleted has words too, until they are purged. */
    @Transactional
    void removeComment(Viewer moderator, CommentId id, @Nullable String reason) {
        String why = required(moderator, reason);
        Comment comment = comments.visibleTo(moderator.memberId(), id);
        comments.wipe(moderator.memberId(), comment);
        if (forget(moderator, id.value(), why)) {
            audit.append(moderator.memberId(), "comment-removed", "comment:" + id, why, "post:" + comment.post());
        }
    }

    private static String required(Viewer moderator, @Nullable String reason) {
        if (!moderator.isModerator()) {
            throw Problem.forbidden();
        }
        return Reasons.checked("reason", reason);
    }

    private boolean forget(Viewer moderator, long item, String reason) {
        traces.forgetWords(List.of(item));
        files.deleteOf(List.of(item));
        drafts.forgetEdits(List.of(item));
        return marks.put(item, moderator.memberId(), reason, clock.instant());
    }
}
