package rapport.social.thread;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rapport.social.comment.CommentId;
import rapport.social.file.FileView;
import rapport.social.member.MemberSummary;
import rapport.social.mention.Segment;
import rapport.social.post.PostId;
import rapport.social.reaction.ReactionsView;

/**
 * A comment as one reader sees it.
 *
 * @param ordinal      its place in the thread: 1, 2, 3 …
 * @param parentId     of a reply: the comment that it answers
 * @param parentAuthor of a reply: whom it answers
 * @param threadId     of a reply: the first-level comment under which it stands
 * @param body         Markdown; missing when deleted
 * @param segments     the body as it is shown; missing when deleted
 * @param removed      a moderator took its words out; no body, segments and files then
 * @param accepted     whether it is the answer to the question
 * @param upVotes      of an answer: how many find it good
 * @param upVoted      whether the reader is among them
 * @param bookmarked   whether the reader keeps it in a list of her own
 * @param followed     whether the reader follows it by itself: its edits and the replies to it
 */
@Schema(name = "Comment")
public record CommentView(
        CommentId id,
        PostId postId,
        int ordinal,
        @Nullable CommentId parentId,
        @Nullable MemberSummary parentAuthor,
        @Nullable CommentId threadId,
        MemberSummary author,
        @Nullable String body,
        @Nullable List<Segment> segments,
        Instant publishedAt,
        @Nullable Instant editedAt,
        boolean deleted,
        @Nullable RemovedView removed,
        int version,
        ReactionsView reactions,
        List<FileView> files,
        boolean accepted,
        int upVotes,
        boolean upVoted,
        boolean bookmarked,
        boolean followed,
        Capabilities capabilities) {

    /** What the reader may do with the comment. */
    @Schema(name = "CommentCapabilities")
    public record Capabilities(
            boolean reply,
            boolean react,
            boolean edit,
            boolean delete,
            boolean history,
            boolean accept,
            boolean upVote,
            boolean bookmark,
            boolean follow,
            boolean remove) {}
}
