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

    /** Newest of an inbox that are bundled: beyond them nobody looks. */
    static final int BUNDLED = 2_000;

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
            NotificationKind kind,
            Reason reason,
            @Nullable String topic,
            @Nullable MemberSummary actor,
            SubjectView subject,
            @Nullable PostId post,
            @Nullable CommentId comment,
            @Nullable String title,
            Prose text,
            OffsetDateTime at,
            boolean read) {}

    private static final String COLUMNS = """
            n.id, n.kind, n.reason, n.is_read, n.created_at, n.post_id, n.comment_id, p.title,
            coalesce(c.body, p.body, case when n.reason = 14 then (
                       select a.message from membership a where a.space_id = n.subject_id and a.member_id = n.actor_id) end) as body,
            sj.id as subject_id, sj.kind as subject_kind, sj.name as subject_name, r.type, r.connection, r.external_id, r.url,
            m.id as actor_id, m.name as actor_name, m.title as actor_title, m.site, m.active,
            case when n.reason = 10 then (
                select min(tj.name) from post_topic pt join follow f on f.subject_id = pt.topic_id and f.member_id = n.member_id
                  join subject tj on tj.id = pt.topic_id where pt.post_id = n.post_id) end as topic
            """;

    private static final String JOINS = """
            join subject_access s on s.subject_id = n.subject_id
            join subject sj on sj.id = n.subject_id
            left join post p on p.id = n.post_id
            left join comment c on c.id = n.comment_id
            left join crm_record r on r.id = n.subject_id
            left join member m on m.id = n.actor_id
            """;

    /** As the newest are bundled: of a contact whose account the viewer may not see, the contact itself is the customer. */
    private static final String OF_CUSTOMER = """
             and n.id in (select b.id from notification b where b.member_id = :viewer order by b.id desc limit %d)
             and coalesce((select x.id from subject x join subject_access xs on xs.subject_id = x.id
                            where x.id = sj.root_id and %s), n.subject_id) = :customer
            """.formatted(BUNDLED, Audience.maySee("xs.audience_id", ":viewer"));

    /**
     * @param customer only of this account with its contacts and opportunities, or of this space; null for all
     * @param before   the id of the last one read; null for the first page
     */
    List<NotificationView> list(
            MemberId viewer, InboxFilter filter, @Nullable SubjectId customer, @Nullable Long before, int limit) {
        var rows = jdbc.sql("""
                        select %s from notification n %s
                         where n.member_id = :viewer and n.id < :before%s%s and %s
                         order by n.id desc limit :limit
                        """.formatted(
                        COLUMNS, JOINS, filter.condition, customer == null ? "" : OF_CUSTOMER, isThere(":viewer")))
                .param("viewer", viewer.value())
                .param("customer", customer == null ? null : customer.value())
                .param("before", before == null ? Long.MAX_VALUE : before)
                .param("limit", limit)
                .query((row, number) -> row(row))
                .list();
        return views(viewer, rows);
    }

    /**
     * Whether {@code n} can still be shown: its post is there and the member may see the place. Of a space that one asked to join
     * or is invited to, its name may be known. Who asks to join is told to those who manage the space now.
     */
    private static String isThere(String member) {
        return """
               (n.post_id is null or exists (select 1 from post ep where ep.id = n.post_id))
               and (n.reason <> 14 or exists (
                      select 1 from membership k where k.space_id = n.subject_id and k.member_id = %2$s and k.role >= 3))
               and (%1$s or n.kind = 11 and exists (
                      select 1 from space sp where sp.id = n.subject_id and (sp.visibility < 2 or exists (
                          select 1 from membership k where k.space_id = sp.id and k.member_id = %2$s))))
               """.formatted(Audience.maySee("s.audience_id", member), member);
    }

    private List<NotificationView> views(MemberId viewer, List<Row> rows) {
        var names = mentions.names(viewer, rows.stream().map(Row::text).toList());
        return rows.stream()
                .map(row -> new NotificationView(
                        row.id(),
                        row.kind(),
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
        return switch (row.reason()) {
            case FOLLOWS_RECORD ->
                switch (row.subject().kind()) {
                    case MEMBER ->
                        new NotificationView.Why(
                                Reason.FOLLOWS_MEMBER.toString(), row.subject().name());
                    case SPACE ->
                        new NotificationView.Why("follows-space", row.subject().name());
                    default ->
                        new NotificationView.Why(
                                row.reason().toString(), row.subject().name());
                };
            case FOLLOWS_MEMBER ->
                new NotificationView.Why(
                        row.reason().toString(),
                        row.actor() == null ? null : row.actor().name());
            // what was reacted to may be a comment
            case REACTED ->
                new NotificationView.Why(row.comment() == null ? row.reason().toString() : "own-comment", null);
            case FOLLOWS_TOPIC -> new NotificationView.Why(row.reason().toString(), row.topic());
            default -> new NotificationView.Why(row.reason().toString(), null);
        };
    }

    private static Row row(ResultSet row) throws SQLException {
        long actor = row.getLong("actor_id");
        boolean hasActor = !row.wasNull();
        long comment = row.getLong("comment_id");
        boolean hasComment = !row.wasNull();
        long post = row.getLong("post_id");
        boolean hasPost = !row.wasNull();
        return new Row(
                new NotificationId(row.getLong("id")),
                NotificationKind.of(row.getInt("kind")),
                Reason.of(row.getInt("reason")),
                row.getString("topic"),
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
                hasPost ? new PostId(post) : null,
                hasComment ? new CommentId(comment) : null,
                row.getString("title"),
                Prose.of(Objects.requireNonNullElse(row.getString("body"), "")),
                row.getObject("created_at", OffsetDateTime.class),
                row.getBoolean("is_read"));
    }

    /** Items of a bundle that come with it. */
    static final int IN_BUNDLE = 5;

    private record BundleRow(long place, long newest, int unread, int total) {}

    /** A bundle's place with what it holds. */
    private record Bundled(long place, Row row) {}

    /**
     * The inbox by customer: an account with its contacts and opportunities, a space, or anything else by itself. The customer
     * with the newest news comes first.
     *
     * @param before the newest item of the last bundle read; null for the first page
     */
    List<BundleView> bundles(MemberId viewer, InboxFilter filter, @Nullable Long before, int limit) {
        // of a contact whose account the viewer may not see, the contact itself is the customer
        String bundled = """
                select n.id, n.is_read, coalesce(ro.id, n.subject_id) as place
                  from (select * from notification b where b.member_id = :viewer order by b.id desc limit %d) n
                  join subject_access s on s.subject_id = n.subject_id
                  join subject sj on sj.id = n.subject_id
                  left join (select x.id from subject x join subject_access s on s.subject_id = x.id where %s) ro on ro.id = sj.root_id
                 where %s%s
                """.formatted(BUNDLED, Audience.MAY_SEE, isThere(":viewer"), filter.condition);
        var places = jdbc.sql("""
                        select g.place, max(g.id) as newest, count(case when g.is_read then null else 1 end) as unread, count(*) as total
                          from (%s) g group by g.place having max(g.id) < :before order by newest desc limit :limit
                        """.formatted(bundled))
                .param("viewer", viewer.value())
                .param("before", before == null ? Long.MAX_VALUE : before)
                .param("limit", limit)
                .query(BundleRow.class)
                .list();
        if (places.isEmpty()) {
            return List.of();
        }
        var ids = places.stream().map(BundleRow::place).toList();
        var rows = jdbc.sql("""
                        select x.place, %s
                          from (select g.id, g.place, row_number() over (partition by g.place order by g.id desc) as number
                                  from (%s) g where g.place in (:places)) x
                          join notification n on n.id = x.id
                          %s
                         where x.number <= :items order by n.id desc
                        """.formatted(COLUMNS, bundled, JOINS))
                .param("viewer", viewer.value())
                .param("places", ids)
                .param("items", IN_BUNDLE)
                .query((row, number) -> new Bundled(row.getLong("place"), row(row)))
                .list();
        var subjects = subjects(viewer, ids);
        var shown = new HashMap<NotificationId, NotificationView>();
        views(viewer, rows.stream().map(Bundled::row).toList()).forEach(view -> shown.put(view.id(), view));
        return places.stream()
                .filter(place -> rows.stream().anyMatch(bundle -> bundle.place() == place.place())) // gone meanwhile
                .map(place -> {
                    var items = rows.stream()
                            .filter(bundle -> bundle.place() == place.place())
                            .map(bundle -> Objects.requireNonNull(
                                    shown.get(bundle.row().id())))
                            .toList();
                    return new BundleView(
                            subjects.getOrDefault(place.place(), items.get(0).subject()),
                            new NotificationId(place.newest()),
                            items.get(0).at(),
                            place.unread(),
                            place.total(),
                            items);
                })
                .toList();
    }

    private Map<Long, SubjectView> subjects(MemberId viewer, List<Long> places) {
        var found = new HashMap<Long, SubjectView>();
        jdbc.sql("""
                        select sj.id, sj.kind, sj.name, r.type, r.connection, r.external_id, r.url
                          from subject sj join subject_access s on s.subject_id = sj.id left join crm_record r on r.id = sj.id
                         where sj.id in (:places) and %s
                        """.formatted(Audience.MAY_SEE))
                .param("viewer", viewer.value())
                .param("places", places)
                .query(row -> {
                    found.put(
                            row.getLong("id"),
                            new SubjectView(
                                    new SubjectId(row.getLong("id")),
                                    SubjectKind.of(row.getInt("kind")),
                                    row.getString("type"),
                                    row.getString("connection"),
                                    row.getString("external_id"),
                                    row.getString("name"),
                                    row.getString("url")));
                });
        return found;
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
                         where m.id = any(:members) and %s
                         group by m.id
                        """.formatted(isThere("m.id")))
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
    public void mark(MemberId member, NotificationId id, boolean read) {
        int found = jdbc.sql("update notification set is_read = :read where id = :id and member_id = :member")
                .param("read", read)
                .param("id", id.value())
                .param("member", member.value())
                .update();
        if (found == 0) {
            throw Problem.notFound();
        }
        changed(member);
    }

    /** Marks a whole bundle: what stands on a customer, and on its contacts and opportunities. */
    @Transactional
    public void readCustomer(MemberId member, SubjectId customer) {
        jdbc.sql("""
                        update notification set is_read = true
                         where member_id = :member and not is_read
                           and subject_id in (select x.id from subject x where x.id = :customer or x.root_id = :customer)
                        """)
                .param("member", member.value())
                .param("customer", customer.value())
                .update();
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

    /** Who reads on from a thread later finds what the inbox says of it unread again. */
    @Transactional
    public void unreadThread(MemberId member, PostId post) {
        int found = jdbc.sql("""
                        update notification set is_read = false
                         where member_id = :member and post_id = :post and is_read and reason <> :quiet
                        """)
                .param("member", member.value())
                .param("post", post.value())
                .param("quiet", Reason.REACTED.code())
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
