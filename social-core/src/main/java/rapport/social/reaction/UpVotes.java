package rapport.social.reaction;

import java.time.Clock;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import rapport.social.comment.Comment;
import rapport.social.comment.CommentId;
import rapport.social.comment.Comments;
import rapport.social.member.MemberId;
import rapport.social.post.Post;
import rapport.social.post.PostKind;
import rapport.social.post.Posts;
import rapport.social.post.RemovalMarks;
import rapport.social.shared.Problem;
import rapport.social.shared.Times;

/** Says that a comment answers a question well: one up-vote a person, none for oneself. */
@Component
public class UpVotes {
    private final JdbcClient jdbc;
    private final Posts posts;
    private final Comments comments;
    private final RemovalMarks removals;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    UpVotes(
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

    /** @throws Problem if the comment is not found or deleted, is one's own, or answers no question */
    @Transactional
    public void give(MemberId member, CommentId id) {
        Comment comment = standing(member, id);
        Post post = posts.visibleTo(member, comment.post());
        posts.requireMayTakePart(member, post);
        if (post.kind() != PostKind.QUESTION) {
            throw new NotAQuestion(post.kind());
        }
        if (comment.isBy(member)) {
            throw Problem.forbidden();
        }
        removals.requireStanding(id.value());
        int given = jdbc.sql("""
                        insert into up_vote (comment_id, member_id, voted_at) values (:comment, :member, :now)
                        on conflict do nothing
                        """)
                .param("comment", id.value())
                .param("member", member.value())
                .param("now", Times.utc(clock.instant()))
                .update();
        tell(comment, member, given);
    }

    /** Takes one's up-vote back; without one, does nothing. */
    @Transactional
    public void takeBack(MemberId member, CommentId id) {
        Comment comment = standing(member, id);
        int taken = jdbc.sql("delete from up_vote where comment_id = :comment and member_id = :member")
                .param("comment", id.value())
                .param("member", member.value())
                .update();
        tell(comment, member, taken);
    }

    private void tell(Comment comment, MemberId member, int changed) {
        if (changed == 1) {
            events.publishEvent(new UpVoteChanged(comment.post(), comment.subject(), member, comment.id()));
        }
    }

    private Comment standing(MemberId member, CommentId id) {
        Comment comment = comments.visibleTo(member, id);
        if (comment.isDeleted()) {
            throw Problem.notFound();
        }
        return comment;
    }
}
