package rapport.social.thread;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.social.announcement.Announcements;
import rapport.social.file.FileId;
import rapport.social.file.FileView;
import rapport.social.link.LinkPreview;
import rapport.social.link.LinkPreviews;
import rapport.social.member.MemberId;
import rapport.social.mention.Images;
import rapport.social.reaction.Reactions;
import rapport.social.reaction.ReactionsView;
import rapport.social.shared.SubjectId;

/**
 * Everything that stands on posts and comments besides their words, in one statement whatever their number: each capability's
 * rows are a branch of a union. The caller has seen to it that the viewer may see the items.
 *
 * <p>A branch of one kind of post is given the posts of that kind alone, so that it costs nothing on most pages. A new branch takes the
 * next number, fills the columns that it needs and leaves the others null.
 */
@Component
class PartsQuery {
    /** The first branch gives the columns their names and types. */
    private static final String PARTS = """
            select 1 as part, r.item_id as item, 0 as n, count(*) as a, cast(null as bigint) as b, cast(null as bigint) as c,
                   cast(null as bigint) as d, max(case when r.member_id = :viewer then 1 else 0 end) = 1 as flag,
                   cast(null as timestamp(3) with time zone) as moment,
                   cast(r.kind as varchar) as s1, cast(null as varchar) as s2, cast(null as varchar) as s3, cast(null as varchar) as s4
              from reaction r where r.item_id = any(:items) group by r.item_id, r.kind
            union all
            select 2, f.item_id, f.position, f.id, f.size, f.width, f.height, false, f.created_at, f.name, f.media_type, f.description, null
              from file f where f.item_id = any(:items)
            union all
            select 3, l.post_id, l.position, 0, null, null, null, false, null, v.url, v.title, v.description, v.site
              from post_link l join link_preview v on v.url_hash = l.url_hash and v.failed = false
             where l.post_id = any(:linking)
            union all
            select 4, pt.post_id, 0, pt.topic_id, null, null, null, false, null, sj.name, null, null, null
              from post_topic pt join subject sj on sj.id = pt.topic_id where pt.post_id = any(:posts)
            union all
            select 5, cl.post_id, 0, cl.closed_by, null, null, null, false, cl.closed_at, cl.reason, null, null, null
              from closed_post cl where cl.post_id = any(:posts)
            union all
            select 6, pl.post_id, 0, (select count(distinct v.member_id) from vote v where v.post_id = pl.post_id),
                   case when pl.multiple then 1 else 0 end, case when pl.anonymous then 1 else 0 end,
                   case when pl.hide_until_voted then 1 else 0 end, false, pl.ends_at, null, null, null, null
              from poll pl where pl.post_id = any(:polls)
            union all
            select 7, o.post_id, o.position, count(v.member_id), null, null, null,
                   coalesce(max(case when v.member_id = :viewer then 1 else 0 end), 0) = 1, null, o.label, null, null, null
              from poll_option o left join vote v on v.post_id = o.post_id and v.position = o.position
             where o.post_id = any(:polls) group by o.post_id, o.position, o.label
            union all
            select 8, km.post_id, km.position, km.member_id, null, null, null, km.member_id = :viewer and km.hidden_at is not null, null,
                   k.reason, null, null, null
              from kudos k join kudos_member km on km.post_id = k.post_id where k.post_id = any(:kudos)
            union all
            select 9, an.post_id, 0, case when an.acknowledge then 1 else 0 end, null, null, null,
                   exists (select 1 from acknowledgement k where k.post_id = an.post_id and k.member_id = :viewer), an.expires_at,
                   null, null, null, null
              from announcement an where an.post_id = any(:announcements)
            union all
            select 11, u.comment_id, 0, count(*), null, null, null, max(case when u.member_id = :viewer then 1 else 0 end) = 1, null,
                   null, null, null, null
              from up_vote u where u.comment_id = any(:answers) group by u.comment_id
            union all
            select 12, b.item_id, 0, 0, null, null, null, true, null, null, null, null, null
              from bookmark b where b.member_id = :viewer and b.item_id = any(:items)
            union all
            select 13, fo.item_id, 0, 0, null, null, null, true, null, null, null, null, null
              from item_follow fo where fo.member_id = :viewer and fo.item_id = any(:items)
            union all
            select 14, mu.post_id, 0, 0, null, null, null, true, null, null, null, null, null
              from thread_mute mu where mu.member_id = :viewer and mu.post_id = any(:posts)
            union all
            select 15, pi.post_id, 0, 0, null, null, null, true, null, null, null, null, null
              from pin pi where pi.post_id = any(:posts)
            """;

    /** Only for pages with an announcement of the reader's own: who is asked may be everybody, and planners can't tell that nobody asks. */
    private static final String AND_MISSING = """
            union all
            select 10, w.post_id, 0, count(*), null, null, null, false, null, null, null, null, null
              from (%s) w group by w.post_id
            """.formatted(Announcements.MISSING);

    private final JdbcClient jdbc;
    private final Reactions reactions;
    private final LinkPreviews links;

    PartsQuery(JdbcClient jdbc, Reactions reactions, LinkPreviews links) {
        this.jdbc = jdbc;
        this.reactions = reactions;
        this.links = links;
    }

    /** Which posts and comments are asked about; of the lists of one kind, the posts of that kind. */
    record Wanted(
            Collection<Long> posts,
            Collection<Long> comments,
            Collection<Long> polls,
            Collection<Long> kudos,
            Collection<Long> announcements,
            Collection<Long> asking,
            Collection<Long> answers) {

        /**
         * Comments alone.
         *
         * @param answers those that stand under questions
         */
        static Wanted ofComments(Collection<Long> comments, Collection<Long> answers) {
            return new Wanted(List.of(), comments, List.of(), List.of(), List.of(), List.of(), answers);
        }
    }

    record Closed(MemberId by, Instant at, @Nullable String reason) {}

    record Poll(
            boolean multiple,
            boolean anonymous,
            boolean hideUntilVoted,
            int voters,
            @Nullable Instant endsAt) {}

    record Option(int id, String text, int votes, boolean mine) {}

    /**
     * @param members who is thanked, in the author's order
     * @param hidden  the viewer is, and does not show it on her page
     */
    record Kudos(@Nullable String reason, List<MemberId> members, boolean hidden) {}

    record Announcement(Instant expiresAt, boolean acknowledge, boolean acknowledged) {}

    record UpVotes(int count, boolean mine) {
        static final UpVotes NONE = new UpVotes(0, false);
    }

    /** What was found, by post or comment. */
    record Parts(
            Map<Long, ReactionsView> reactions,
            Map<Long, List<FileView>> files,
            Map<Long, List<LinkPreview>> links,
            Map<Long, List<PostView.TopicName>> topics,
            Map<Long, Closed> closed,
            Map<Long, Poll> polls,
            Map<Long, List<Option>> options,
            Map<Long, Kudos> kudos,
            Map<Long, Announcement> announcements,
            Map<Long, Integer> missing,
            Map<Long, UpVotes> upVotes,
            Set<Long> bookmarked,
            Set<Long> followed,
            Set<Long> muted,
            Set<Long> pinned) {
        static final Parts NONE = new Parts(
                Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(),
                Map.of(), Set.of(), Set.of(), Set.of(), Set.of());

        ReactionsView reactions(long item) {
            return reactions.getOrDefault(item, ReactionsView.NONE);
        }

        List<FileView> files(long item) {
            return files.getOrDefault(item, List.of());
        }

        /** Those of the files that its text can show. */
        Images images(long item) {
            return id -> files(item).stream()
                    .filter(file -> file.id().toString().equals(id) && file.width() != null && file.height() != null)
                    .findFirst()
                    .map(file -> new Images.Size(
                            Objects.requireNonNull(file.width()), Objects.requireNonNull(file.height())))
                    .orElse(null);
        }

        UpVotes upVotes(long comment) {
            return upVotes.getOrDefault(comment, UpVotes.NONE);
        }
    }

    Parts read(MemberId viewer, Wanted wanted) {
        List<Long> items = new ArrayList<>(wanted.posts());
        items.addAll(wanted.comments());
        if (items.isEmpty()) {
            return Parts.NONE;
        }
        List<Row> rows = jdbc.sql(wanted.asking().isEmpty() ? PARTS : PARTS + AND_MISSING)
                .param("viewer", viewer.value())
                .param("items", items.toArray(Long[]::new))
                .param("posts", array(wanted.posts()))
                .param("linking", links.areShown() ? array(wanted.posts()) : new Long[0])
                .param("polls", array(wanted.polls()))
                .param("kudos", array(wanted.kudos()))
                .param("announcements", array(wanted.announcements()))
                .param("asking", array(wanted.asking()))
                .param("answers", array(wanted.answers()))
                .query(Row::read)
                .list();
        return parts(rows);
    }

    private static Long[] array(Collection<Long> ids) {
        return ids.toArray(Long[]::new);
    }

    private Parts parts(List<Row> rows) {
        List<Reactions.Given> given = new ArrayList<>();
        Map<Long, List<Row>> files = new HashMap<>();
        Map<Long, List<Row>> linked = new HashMap<>();
        Map<Long, List<PostView.TopicName>> topics = new HashMap<>();
        Map<Long, Closed> closed = new HashMap<>();
        Map<Long, Poll> polls = new HashMap<>();
        Map<Long, List<Option>> options = new HashMap<>();
        Map<Long, List<Row>> thanked = new HashMap<>();
        Map<Long, Announcement> announcements = new HashMap<>();
        Map<Long, Integer> missing = new HashMap<>();
        Map<Long, UpVotes> upVotes = new HashMap<>();
        Set<Long> bookmarked = new HashSet<>();
        Set<Long> followed = new HashSet<>();
        Set<Long> muted = new HashSet<>();
        Set<Long> pinned = new HashSet<>();
        for (Row row : rows) {
            switch (row.part()) {
                case 1 -> given.add(new Reactions.Given(row.item(), row.text(), (int) row.a(), row.flag()));
                case 2 -> add(files, row.item(), row);
                case 3 -> add(linked, row.item(), row);
                case 4 -> add(topics, row.item(), new PostView.TopicName(new SubjectId(row.a()), row.text()));
                case 5 -> closed.put(row.item(), new Closed(new MemberId(row.a()), row.time(), row.s1()));
                case 6 ->
                    polls.put(
                            row.item(),
                            new Poll(
                                    number(row.b()) == 1,
                                    number(row.c()) == 1,
                                    number(row.d()) == 1,
                                    (int) row.a(),
                                    row.moment()));
                case 7 -> add(options, row.item(), new Option(row.n(), row.text(), (int) row.a(), row.flag()));
                case 8 -> add(thanked, row.item(), row);
                case 9 -> announcements.put(row.item(), new Announcement(row.time(), row.a() == 1, row.flag()));
                case 10 -> missing.put(row.item(), (int) row.a());
                case 11 -> upVotes.put(row.item(), new UpVotes((int) row.a(), row.flag()));
                case 12 -> bookmarked.add(row.item());
                case 13 -> followed.add(row.item());
                case 14 -> muted.add(row.item());
                default -> pinned.add(row.item());
            }
        }
        topics.values().forEach(some -> some.sort(Comparator.comparing(PostView.TopicName::name)));
        options.values().forEach(some -> some.sort(Comparator.comparingInt(Option::id)));
        return new Parts(
                reactions.views(given),
                inOrder(files, Row::file),
                inOrder(linked, row -> new LinkPreview(row.text(), row.s2(), row.s3(), row.s4())),
                topics,
                closed,
                polls,
                options,
                kudos(thanked),
                announcements,
                missing,
                upVotes,
                bookmarked,
                followed,
                muted,
                pinned);
    }

    private static Map<Long, Kudos> kudos(Map<Long, List<Row>> thanked) {
        Map<Long, Kudos> kudos = new HashMap<>();
        inOrder(thanked, row -> row)
                .forEach((post, rows) -> kudos.put(
                        post,
                        new Kudos(
                                rows.get(0).s1(),
                                rows.stream().map(row -> new MemberId(row.a())).toList(),
                                rows.stream().anyMatch(Row::flag))));
        return kudos;
    }

    private static <T> void add(Map<Long, List<T>> map, long item, T value) {
        map.computeIfAbsent(item, i -> new ArrayList<>()).add(value);
    }

    private static <T> Map<Long, List<T>> inOrder(Map<Long, List<Row>> rows, Function<Row, T> shown) {
        Map<Long, List<T>> found = new HashMap<>();
        rows.forEach((item, some) -> found.put(
                item,
                some.stream().sorted(Comparator.comparingInt(Row::n)).map(shown).toList()));
        return found;
    }

    private static long number(@Nullable Long value) {
        return value == null ? 0 : value;
    }

    /** One row of any branch. */
    private record Row(
            int part,
            long item,
            int n,
            long a,
            @Nullable Long b,
            @Nullable Long c,
            @Nullable Long d,
            boolean flag,
            @Nullable Instant moment,
            @Nullable String s1,
            @Nullable String s2,
            @Nullable String s3,
            @Nullable String s4) {

        static Row read(ResultSet row, int number) throws SQLException {
            return new Row(
                    row.getInt("part"),
                    row.getLong("item"),
                    row.getInt("n"),
                    row.getLong("a"),
                    row.getObject("b", Long.class),
                    row.getObject("c", Long.class),
                    row.getObject("d", Long.class),
                    row.getBoolean("flag"),
                    Rows.instantOrNull(row, "moment"),
                    row.getString("s1"),
                    row.getString("s2"),
                    row.getString("s3"),
                    row.getString("s4"));
        }

        /** A first text that the branch always has. */
        String text() {
            return Objects.requireNonNull(s1);
        }

        /** A time that the branch always has. */
        Instant time() {
            return Objects.requireNonNull(moment);
        }

        FileView file() {
            return new FileView(
                    new FileId(a),
                    text(),
                    String.valueOf(s2),
                    number(b),
                    c == null ? null : c.intValue(),
                    d == null ? null : d.intValue(),
                    s3,
                    time());
        }
    }
}
