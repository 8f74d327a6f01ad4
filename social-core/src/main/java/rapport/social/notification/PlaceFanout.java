package rapport.social.notification;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;
import rapport.social.follow.MemberFollowed;
import rapport.social.member.MemberId;
import rapport.social.shared.SubjectId;
import rapport.social.space.MembershipChanged;
import rapport.social.space.SpaceRole;

/** News that stand on no post: who follows whom, and what becomes of memberships. As {@link Fanout}, after the commit. */
@Component
class PlaceFanout {
    private final NotificationStore store;
    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;

    PlaceFanout(NotificationStore store, JdbcClient jdbc, ApplicationEventPublisher events) {
        this.store = store;
        this.jdbc = jdbc;
        this.events = events;
    }

    @ApplicationModuleListener(id = "notification.member-followed")
    void on(MemberFollowed event) {
        store.tellOfSubject(
                NotificationKind.FOLLOW,
                Reason.FOLLOWED,
                event.follower().profile(),
                event.follower(),
                List.of(event.followed()));
        changed(List.of(event.followed()));
    }

    @ApplicationModuleListener(id = "notification.membership-changed")
    void on(MembershipChanged event) {
        boolean asks = event.after() == SpaceRole.REQUESTED;
        if (asks || event.before() == SpaceRole.REQUESTED) {
            var managers = managers(event.space());
            if (asks) {
                if (stillAsks(event.space(), event.member())) {
                    tell(Reason.REQUESTED, event.space(), event.member(), managers);
                }
            } else if (!managers.isEmpty()) {
                // decided by one of them, or taken back: the others need not look any more
                store.withdrawFromSubject(
                        NotificationKind.MEMBERSHIP, Reason.REQUESTED, event.space(), event.member(), managers);
                changed(managers);
            }
        }
        var reason = told(event);
        if (reason != null) {
            tell(reason, event.space(), event.actor(), List.of(event.member()));
        }
    }

    /** What the member is told of what another did to her membership. */
    private static @Nullable Reason told(MembershipChanged event) {
        var before = event.before();
        var after = event.after();
        if (after == SpaceRole.INVITED) {
            return Reason.INVITED;
        }
        if (before == SpaceRole.REQUESTED) {
            return after == null ? Reason.DECLINED : Reason.ACCEPTED;
        }
        return before != null && before.isIn() && after != null ? Reason.ROLE_CHANGED : null;
    }

    /** News may come in any order; whoever decides meanwhile waits until the managers are told, and then takes it back. */
    private boolean stillAsks(SubjectId space, MemberId member) {
        return jdbc.sql("select role from membership where space_id = :space and member_id = :member for update")
                .param("space", space.value())
                .param("member", member.value())
                .query(Integer.class)
                .optional()
                .filter(role -> role == SpaceRole.REQUESTED.ordinal())
                .isPresent();
    }

    private void tell(Reason reason, SubjectId space, MemberId actor, Collection<MemberId> members) {
        store.tellOfSubject(NotificationKind.MEMBERSHIP, reason, space, actor, members);
        changed(members);
    }

    private List<MemberId> managers(SubjectId space) {
        return jdbc.sql("select member_id from membership where space_id = :space and role >= :manager")
                .param("space", space.value())
                .param("manager", SpaceRole.MANAGER.ordinal())
                .query((row, number) -> new MemberId(row.getLong("member_id")))
                .list();
    }

    private void changed(Collection<MemberId> members) {
        if (!members.isEmpty()) {
            events.publishEvent(new InboxChanged(Set.copyOf(members)));
        }
    }
}
