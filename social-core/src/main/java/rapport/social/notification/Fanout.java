package rapport.social.notification;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;
import rapport.social.comment.CommentAdded;
import rapport.social.comment.CommentDeleted;
import rapport.social.comment.CommentEdited;
import rapport.social.comment.CommentId;
import rapport.social.follow.FollowLevel;
import rapport.social.member.MemberId;
import rapport.social.mention.Mentions;
import rapport.social.notification.NotificationStore.News;
import rapport.social.post.ChangeStoryAdded;
import rapport.social.post.PostAdded;
import rapport.social.post.PostDeleted;
import rapport.social.post.PostEdited;
import rapport.social.post.PostId;
import rapport.social.post.PostKind;
import rapport.social.reaction.AnswerAccepted;
import rapport.social.reaction.ReactionChanged;
import rapport.social.shared.SubjectId;

/**
 * Turns what happened into notifications, after its commit and outside its request. The event publication registry keeps
 * each event until it was dealt with, so it may come twice: every step leaves things as they are when it was done before.
 *
 * <p>What was imported is told to nobody, a restored post brings back nothing new.
 */
@Component
class Fanout {
    private final NotificationStore store;
    private final Mentions mentions;
    private final ApplicationEventPublisher events;

    Fanout(NotificationStore store, Mentions mentions, ApplicationEventPublisher events) {
        this.store = store;
        this.mentions = mentions;
        this.events = events;
    }

    @ApplicationModuleListener(id = "notification.post-added")
    void on(PostAdded event) {
        if (!event.imported()) {
            store.lockedKind(event.post().value()).ifPresent(kind -> {
                boolean announcement = kind == PostKind.ANNOUNCEMENT;
                var news = news(
                        event.post(),
                        null,
                        event.subject(),
                        event.actor(),
                        announcement ? NotificationKind.ANNOUNCEMENT : NotificationKind.POST);
                mentions.tellGroups(news.item());
                store.tellOfPost(news, announcement ? FollowLevel.MENTIONS : FollowLevel.PEOPLE);
                changed(news, Set.of());
            });
        }
    }

    @ApplicationModuleListener(id = "notification.change-story-added")
    void on(ChangeStoryAdded event) {
        // what nobody is known to have done stands in the feed and tells nobody
        if (!event.merged() && event.actor() != null) {
            var news = news(event.post(), null, event.subject(), event.actor(), NotificationKind.POST);
            if (store.lockThread(news.post())) {
                store.tellOfPost(news, FollowLevel.EVERYTHING);
                changed(news, Set.of());
            }
        }
    }

    @ApplicationModuleListener(id = "notification.post-edited")
    void on(PostEdited event) {
        edited(news(event.post(), null, event.subject(), event.actor(), NotificationKind.EDIT), event.newlyMentioned());
    }

    @ApplicationModuleListener(id = "notification.post-deleted")
    void on(PostDeleted event) {
        withdraw(news(event.post(), null, event.subject(), event.actor(), NotificationKind.POST));
    }

    @ApplicationModuleListener(id = "notification.comment-added")
    void on(CommentAdded event) {
        if (!event.imported()) {
            var news = news(event.post(), event.comment(), event.subject(), event.actor(), NotificationKind.COMMENT);
            if (store.lockThread(news.post())) {
                mentions.tellGroups(news.item());
                store.tellOfComment(news);
                changed(news, Set.of());
            }
        }
    }

    @ApplicationModuleListener(id = "notification.comment-edited")
    void on(CommentEdited event) {
        edited(
                news(event.post(), event.comment(), event.subject(), event.actor(), NotificationKind.EDIT),
                event.newlyMentioned());
    }

    @ApplicationModuleListener(id = "notification.comment-deleted")
    void on(CommentDeleted event) {
        withdraw(news(event.post(), event.comment(), event.subject(), event.actor(), NotificationKind.COMMENT));
    }

    @ApplicationModuleListener(id = "notification.answer-accepted")
    void on(AnswerAccepted event) {
        var news =
                news(event.post(), event.comment(), event.subject(), event.actor(), NotificationKind.ANSWER_ACCEPTED);
        if (store.lockThread(news.post())) {
            store.tellOfAnswer(news);
            changed(news, Set.of());
        }
    }

    @ApplicationModuleListener(id = "notification.reaction-changed")
    void on(ReactionChanged event) {
        if (event.imported()) {
            return;
        }
        var news = news(event.post(), event.comment(), event.subject(), event.actor(), NotificationKind.REACTION);
        if (event.kind() == null) {
            store.withdrawReaction(news);
        } else if (store.lockThread(news.post())) {
            store.tellOfReaction(news);
            changed(news, Set.of());
        }
    }

    private void edited(News news, Collection<MemberId> mentioned) {
        if (!store.lockThread(news.post())) {
            return;
        }
        var dropped = store.withoutMention(news);
        store.withdrawMentions(news, dropped);
        store.tellOfEdit(news, ids(mentioned), mentions.tellGroups(news.item()));
        changed(news, dropped);
    }

    private void withdraw(News news) {
        if (news.comment() != null) {
            store.lockThread(news.post()); // after whoever is telling of it now
        }
        var told = store.told(news);
        if (!told.isEmpty()) {
            store.withdraw(news);
            publish(told);
        }
    }

    private void changed(News news, Collection<Long> others) {
        var members = new LinkedHashSet<>(store.told(news));
        members.addAll(others);
        publish(members);
    }

    private void publish(Collection<Long> members) {
        if (!members.isEmpty()) {
            events.publishEvent(
                    new InboxChanged(members.stream().map(MemberId::new).collect(Collectors.toSet())));
        }
    }

    private static News news(
            PostId post,
            @Nullable CommentId comment,
            SubjectId subject,
            @Nullable MemberId actor,
            NotificationKind kind) {
        return new News(
                post.value(),
                comment == null ? null : comment.value(),
                subject.value(),
                actor == null ? null : actor.value(),
                kind);
    }

    private static Collection<Long> ids(Collection<MemberId> members) {
        return members.stream().map(MemberId::value).toList();
    }
}
