package rapport.social.live;

import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
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
import rapport.social.post.PostStateChanged;
import rapport.social.reaction.AnswerAccepted;
import rapport.social.reaction.ReactionChanged;
import rapport.social.reaction.UpVoteChanged;
import rapport.social.record.RecordChanged;
import rapport.social.shared.SubjectId;

/**
 * Turns what was committed into signals. One that is lost with the node costs nothing: pages catch up by their tokens.
 *
 * <p>Not by transactional event listeners: the registry of event publications would keep a row for each signal, and mark it
 * done on a second connection while the first is still held. As many writers as the pool has connections would stand still.
 */
@Component
class LiveEvents {
    private final LiveConnections connections;

    LiveEvents(LiveConnections connections) {
        this.connections = connections;
    }

    @EventListener
    void on(PostAdded event) {
        change("post-added", event.subject(), event.post(), null, event.actor());
    }

    @EventListener
    void on(ChangeStoryAdded event) {
        change(event.merged() ? "post-edited" : "post-added", event.subject(), event.post(), null, event.actor());
    }

    @EventListener
    void on(PostEdited event) {
        change("post-edited", event.subject(), event.post(), null, event.actor());
    }

    @EventListener
    void on(PostStateChanged event) {
        change("post-edited", event.subject(), event.post(), null, event.actor());
    }

    @EventListener
    void on(AnswerAccepted event) {
        change("post-edited", event.subject(), event.post(), null, event.actor());
    }

    @EventListener
    void on(UpVoteChanged event) {
        change("reaction-changed", event.subject(), event.post(), event.comment(), event.actor());
    }

    @EventListener
    void on(PostDeleted event) {
        change("post-deleted", event.subject(), event.post(), null, event.actor());
    }

    @EventListener
    void on(PostRestored event) {
        change("post-restored", event.subject(), event.post(), null, event.actor());
    }

    @EventListener
    void on(CommentAdded event) {
        change("comment-added", event.subject(), event.post(), event.comment(), event.actor());
    }

    @EventListener
    void on(CommentEdited event) {
        change("comment-edited", event.subject(), event.post(), event.comment(), event.actor());
    }

    @EventListener
    void on(CommentDeleted event) {
        change("comment-deleted", event.subject(), event.post(), event.comment(), event.actor());
    }

    @EventListener
    void on(CommentRestored event) {
        change("comment-restored", event.subject(), event.post(), event.comment(), event.actor());
    }

    @EventListener
    void on(ReactionChanged event) {
        change("reaction-changed", event.subject(), event.post(), event.comment(), event.actor());
    }

    @EventListener
    void on(RecordChanged event) {
        publish(new Signal.OfRecord(event.record().value()));
    }

    @EventListener
    void on(InboxChanged event) {
        var members =
                new ArrayList<>(event.members().stream().map(MemberId::value).toList());
        for (int i = 0; i < members.size(); i += Signal.MAX_MEMBERS) {
            publish(new Signal.Inbox(
                    new ArrayList<>(members.subList(i, Math.min(members.size(), i + Signal.MAX_MEMBERS)))));
        }
    }

    private void publish(Signal signal) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            connections.publish(signal);
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                connections.publish(signal);
            }
        });
    }

    private void change(
            String type, SubjectId subject, PostId post, @Nullable CommentId comment, @Nullable MemberId actor) {
        publish(new Signal.Change(
                type,
                subject.value(),
                post.value(),
                comment == null ? null : comment.value(),
                actor == null ? null : actor.value()));
    }
}
