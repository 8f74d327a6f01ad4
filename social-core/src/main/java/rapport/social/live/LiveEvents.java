package rapport.social.live;

import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;
import rapport.social.comment.CommentAdded;
import rapport.social.comment.CommentDeleted;
import rapport.social.comment.CommentEdited;
import rapport.social.comment.CommentId;
import rapport.social.comment.CommentRestored;
import rapport.social.member.MemberId;
import rapport.social.notification.InboxChanged;
import rapport.social.post.ChangeStoryAdded;
import rapport.social.post.PostAdded;
import rapport.social.post.PostDeleted;
import rapport.social.post.PostEdited;
import rapport.social.post.PostId;
import rapport.social.post.PostRestored;
import rapport.social.reaction.ReactionChanged;
import rapport.social.record.RecordChanged;
import rapport.social.shared.SubjectId;

/** Turns what was committed into signals. One that is lost with the node costs nothing: pages catch up by their tokens. */
@Component
class LiveEvents {
    private final LiveConnections connections;

    LiveEvents(LiveConnections connections) {
        this.connections = connections;
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
    void on(PostAdded event) {
        change("post-added", event.subject(), event.post(), null, event.actor());
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
    void on(ChangeStoryAdded event) {
        change(event.merged() ? "post-edited" : "post-added", event.subject(), event.post(), null, event.actor());
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
    void on(PostEdited event) {
        change("post-edited", event.subject(), event.post(), null, event.actor());
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
    void on(PostDeleted event) {
        change("post-deleted", event.subject(), event.post(), null, event.actor());
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
    void on(PostRestored event) {
        change("post-restored", event.subject(), event.post(), null, event.actor());
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
    void on(CommentAdded event) {
        change("comment-added", event.subject(), event.post(), event.comment(), event.actor());
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
    void on(CommentEdited event) {
        change("comment-edited", event.subject(), event.post(), event.comment(), event.actor());
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
    void on(CommentDeleted event) {
        change("comment-deleted", event.subject(), event.post(), event.comment(), event.actor());
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
    void on(CommentRestored event) {
        change("comment-restored", event.subject(), event.post(), event.comment(), event.actor());
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
    void on(ReactionChanged event) {
        change("reaction-changed", event.subject(), event.post(), event.comment(), event.actor());
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
    void on(RecordChanged event) {
        connections.publish(new Signal.OfRecord(event.record().value()));
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
    void on(InboxChanged event) {
        var members =
                new ArrayList<>(event.members().stream().map(MemberId::value).toList());
        for (int i = 0; i < members.size(); i += Signal.MAX_MEMBERS) {
            connections.publish(new Signal.Inbox(
                    new ArrayList<>(members.subList(i, Math.min(members.size(), i + Signal.MAX_MEMBERS)))));
        }
    }

    private void change(
            String type, SubjectId subject, PostId post, @Nullable CommentId comment, @Nullable MemberId actor) {
        connections.publish(new Signal.Change(
                type,
                subject.value(),
                post.value(),
                comment == null ? null : comment.value(),
                actor == null ? null : actor.value()));
    }
}
