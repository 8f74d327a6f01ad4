package rapport.social.notification;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import rapport.social.audience.Audience;
import rapport.social.comment.CommentId;
import rapport.social.member.MemberId;
import rapport.social.member.MemberSummary;
import rapport.social.mention.Mentions;
import rapport.social.mention.Prose;
import rapport.social.post.PostId;
import rapport.social.shared.Problem;
import rapport.social.shared.SubjectId;
import rapport.social.shared.SubjectKind;
import rapport.social.thread.SubjectView;

/** A member's inbox. Reading the list marks nothing as read. */
@Component
public class Notifications {
    /** Unread notifications are counted up to one more than this. */
    public static final int COUNT_CAP = 99;

    private static final int EXCERPT = 200;

    private final JdbcClient jdbc;
    private final Mentions mentions;
    private final ApplicationEventPublisher events;

    Notifications(JdbcClient jdbc, Mentions mentions, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.mentions = mentions;
        this.events = events;
    }

    /**
     * Unread ones, and those that came since the inbox was last opened; both at most {@value #COUNT_CAP} + 1.
     *
     * @param unseen what a badge shows
     */
    public record Counts(int unread, int unseen) {
        public static final Counts NONE = new Counts(0, 0);
    }

    private record Row(
            NotificationId id,
            Reason reason,
            @Nullable MemberSummary actor,
            SubjectView subject,
            PostId post,
            @Nullable CommentId comment,
            @Nullable String title,
            Prose text,
            OffsetDateTime at,
            boolean read) {}

    /** @param before the id of the last one read; null for the first page */
    List<NotificationView> list(MemberId viewer, InboxFilter filter, @Nullable Long before, int limit) {
        var rows = jdbc.sql("""
                        select n.id, n.reason, n.is_read, n.created_at, n.post_id, n.comment_id, p.title, coalesce(c.body, p.body) as body,
                               sj.id as subject_id, sj.kind as subject_kind, sj.name as subject_name,
                               r.type, r.connection, r.external_id, r.url,
                               m.id as actor_id, m.name as actor_name, m.title as actor_title, m.site, m.active
                          from notification n
                          join subject_access s on s.subject_id = n.subject_id
                          join subject sj on sj.id = n.subject_id
                          join post p on p.id = n.post_id
                          left join comment c on c.id = n.comment_id
                          left join crm_record r on r.id = n.subject_id
                          left join member m on m.id = n.actor_id
                         where n.member_id = :viewer and n.id < :before%s and %s
                         order by n.id desc limit :limit
                        """.formatted(filter.condition, Audience.MAY_SEE))
                .param("viewer", viewer.value())
                .param("before", before == null ? Long.MAX_VALUE : before)
                .param("limit", limit)
                .query((row, number) -> row(row))
                .list();
        var names = mentions.names(viewer, rows.stream().map(Row::text).toList());
        return rows.stream()
                .map(row -> new NotificationView(
                        row.id(),
                        row.reason().kind(),
                        row.actor(),
                        row.subject(),
                        row.post(),
                        row.comment(),
                        row.title() != null && row.comment() == null
                                ? row.title()
                                : row.text().excerpt(names, EXCERPT),
                        reason(row),
                        row.at().toInstant(),
                        row.read()))
                .toList();
    }

    private static NotificationView.Why reason(Row row) {
        String name = switch (row.reason()) {
            case FOLLOWS_RECORD -> row.subject().name();
            case FOLLOWS_MEMBER -> row.actor() == null ? null : row.actor().name();
            default -> null;
        };
        boolean member = row.subject().kind() == SubjectKind.MEMBER;
        var told = row.reason() == Reason.FOLLOWS_RECORD && member ? Reason.FOLLOWS_MEMBER : row.reason();
        return new NotificationView.Why(told, name);
    }

    private static Row row(ResultSet row) throws SQLException {
        long actor = row.getLong("actor_id");
        boolean hasActor = !row.wasNull();
        long comment = row.getLong("comment_id");
        boolean hasComment = !row.wasNull();
        return new Row(
                new NotificationId(row.getLong("id")),
                Reason.of(row.getInt("reason")),
                hasActor
                        ? new MemberSummary(
                                new MemberId(actor),
                                row.getString("actor_name"),
                                row.getString("actor_title"),
                                row.getString("site"),
                                row.getBoolean("active"))
                        : null,
                new SubjectView(
                        new SubjectId(row.getLong("subject_id")),
                        SubjectKind.of(row.getInt("subject_kind")),
                        row.getString("type"),
                        row.getString("connection"),
                        row.getString("external_id"),
                        row.getString("subject_name"),
                        row.getString("url")),
                new PostId(row.getLong("post_id")),
                hasComment ? new CommentId(comment) : null,
                row.getString("title"),
                Prose.of(Objects.requireNonNullElse(row.getString("body"), "")),
                row.getObject("created_at", OffsetDateTime.class),
                row.getBoolean("is_read"));
    }

    public Counts counts(MemberId viewer) {
        return counts(Set.of(viewer)).getOrDefault(viewer, Counts.NONE);
    }

    /** The same for many members, in one statement; who has none is left out. */
    public Map<MemberId, Counts> counts(Collection<MemberId> members) {
        var found = new HashMap<MemberId, Counts>();
        jdbc.sql("""
                        select m.id, count(*) as unread,
                               count(case when n.id > coalesce(i.last_seen, 0) then 1 end) as unseen
                          from member m join notification n on n.member_id = m.id and not n.is_read
                          join subject_access s on s.subject_id = n.subject_id
                          left join inbox_state i on i.member_id = m.id
                         where m.id = any(:members) and exists (select 1 from post p where p.id = n.post_id) and %s
                         group by m.id
                        """.formatted(Audience.maySee("s.audience_id", "m.id")))
                .param(
                        "members",
                        members.stream().map(MemberId::value).distinct().toArray(Long[]::new))
                .query(row -> {
                    found.put(
                            new MemberId(row.getLong("id")),
                            new Counts(capped(row.getInt("unread")), capped(row.getInt("unseen"))));
                });
        return found;
    }

    private static int capped(int count) {
        return Math.min(count, COUNT_CAP + 1);
    }

    /** @throws Problem not found, if there is none of that id in the member's inbox: also when its thread had news since */
    @Transactional
    public void read(MemberId member, NotificationId id) {
        int found = jdbc.sql("update notification set is_read = true where id = :id and member_id = :member")
                .param("id", id.value())
                .param("member", member.value())
                .update();
        if (found == 0) {
            throw Problem.notFound();
        }
        changed(member);
    }

    @Transactional
    public void readAll(MemberId member) {
        jdbc.sql("update notification set is_read = true where member_id = :member and not is_read")
                .param("member", member.value())
                .update();
        changed(member);
    }

    /** Who reads a thread has read what the inbox says of it. */
    @Transactional
    public void readThread(MemberId member, PostId post) {
        int found = jdbc.sql("""
                        update notification set is_read = true
                         where member_id = :member and post_id = :post and not is_read
                        """)
                .param("member", member.value())
                .param("post", post.value())
                .update();
        if (found > 0) {
            changed(member);
        }
    }

    /** The member opened the inbox: the badge goes out, and nothing is read by that. */
    @Transactional
    public void seen(MemberId member) {
        if (updateSeen(member) == 0) {
            int inserted = jdbc.sql("""
                            insert into inbox_state (member_id, last_seen)
                            select :member, coalesce(max(n.id), 0) from notification n where n.member_id = :member
                            on conflict do nothing
                            """).param("member", member.value()).update();
            if (inserted == 0) {
                updateSeen(member);
            }
        }
        changed(member);
    }

    private int updateSeen(MemberId member) {
        return jdbc.sql("""
                        update inbox_state
                           set last_seen = greatest(last_seen,
                                   (select coalesce(max(n.id), 0) from notification n where n.member_id = :member))
                         where member_id = :member
                        """).param("member", member.value()).update();
    }

    private void changed(MemberId member) {
        events.publishEvent(new InboxChanged(Set.of(member)));
    }
}
