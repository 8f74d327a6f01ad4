package rapport.social.reaction;

import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import rapport.social.comment.Comment;
import rapport.social.comment.CommentId;
import rapport.social.comment.Comments;
import rapport.social.member.MemberId;
import rapport.social.post.Post;
import rapport.social.post.PostId;
import rapport.social.post.PostKind;
import rapport.social.post.PostStateChanged;
import rapport.social.post.Posts;
import rapport.social.post.RemovalMarks;
import rapport.social.shared.Problem;
import rapport.social.shared.Times;

/** Which comment answers a question: at most one. Its question is open again when it is taken back or deleted. */
@Component
public class AcceptedAnswers {
    private final JdbcClient jdbc;
    private final Posts posts;
    private final Comments comments;
    private final RemovalMarks removals;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    AcceptedAnswers(
            JdbcClient jdbc,
            Posts posts,
            Comments comments,
            RemovalMarks removals,
            ApplicationEventPublisher events,
            Clock clock) {
        this.jdbc = jdbc;
        this.posts = posts;
        this.comments = comments;
        this.removals = removals;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Accepts a comment as the answer, instead of another one that was.
     *
     * @throws Problem if the post is not found or no question, the comment none of its own, or the member neither asked nor
     *     keeps the place in order
     */
    @Transactional
    public void accept(MemberId member, PostId id, @Nullable CommentId answer) {
        Post question = question(member, id);
        if (answer == null) {
            throw Problem.required("commentId");
        }
        posts.lockThread(id); // of two who accept at once, the second comes after the first
        Comment comment = comments.visibleTo(member, answer);
        if (!comment.post().equals(id) || comment.isDeleted()) {
            throw Problem.invalid("commentId", answer, "a comment of this post");
        }
        if (answer.equals(accepted(id))) {
            return;
        }
        removals.requireStanding(answer.value());
        remove(id);
        jdbc.sql("""
                        insert into accepted_answer (post_id, comment_id, accepted_by, accepted_at)
                        values (:post, :comment, :by, :now)
                        """)
                .param("post", id.value())
                .param("comment", answer.value())
                .param("by", member.value())
                .param("now", Times.utc(clock.instant()))
                .update();
        events.publishEvent(new AnswerAccepted(id, question.subject(), member, answer, comment.author()));
    }

    /** Opens the question again; an open one stays as it is. */
    @Transactional
    public void reopen(MemberId member, PostId id) {
        Post question = question(member, id);
        if (remove(id)) {
            events.publishEvent(new PostStateChanged(id, question.subject(), member));
        }
    }

    private Post question(MemberId member, PostId id) {
        Post post = posts.visibleTo(member, id);
        if (!posts.standing(member, post).mayAccept()) {
            throw Problem.forbidden();
        }
        if (post.kind() != PostKind.QUESTION) {
            throw new NotAQuestion(post.kind());
        }
        return post;
    }

    private @Nullable CommentId accepted(PostId id) {
        return jdbc.sql("select q.comment_id from accepted_answer q where q.post_id = :post")
                .param("post", id.value())
                .query((row, number) -> new CommentId(row.getLong("comment_id")))
                .optional()
                .orElse(null);
    }

    private boolean remove(PostId id) {
        return jdbc.sql("delete from accepted_answer where post_id = :post")
                        .param("post", id.value())
                        .update()
                == 1;
    }
}
