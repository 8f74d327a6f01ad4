package rapport.social.search;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.social.audience.Audience;
import rapport.social.comment.CommentId;
import rapport.social.file.FileId;
import rapport.social.file.FileView;
import rapport.social.member.MemberId;
import rapport.social.member.MemberSummary;
import rapport.social.post.PostId;
import rapport.social.post.PostKind;
import rapport.social.record.RecordSummary;
import rapport.social.shared.SubjectId;
import rapport.social.shared.SubjectKind;
import rapport.social.shared.Times;
import rapport.social.shared.Words;
import rapport.social.space.SpaceVisibility;

/** Files, records, members, spaces and topics by the words of their names: each word starts one of them. */
@Component
class NameSearch {
    /** Names that are counted and put in order. */
    private static final int CAP = 500;

    /** No member has this id. */
    private static final long NOBODY = -1;

    /** As in the changelog, where PostgreSQL's index is on the same expression. */
    private static final String FOLDED_FILE_NAME =
            "lower(translate(f.name, 'àâäáãçéèêëíìîïñóòôöõúùûüÿÀÂÄÁÃÇÉÈÊËÍÌÎÏÑÓÒÔÖÕÚÙÛÜŸ', "
                    + "'aaaaaceeeeiiiinooooouuuuyaaaaaceeeeiiiinooooouuuuy'))";

    private static final String FILES = """
            select x.*, sj.kind as subject_kind, sj.name as subject_name, r.type as record_type,
                   r.connection as record_connection, r.external_id as record_external_id, r.url as record_url, count(*) over () as total
              from (select f.id, f.name, f.media_type, f.size, f.width, f.height, f.description, f.created_at, f.post_id, f.item_id,
                           p.subject_id
                      from file f join post p on p.id = f.post_id join subject_access s on s.subject_id = p.subject_id
                      left join comment c on c.id = f.item_id
                     where f.id < :before and f.item_id is not null and c.deleted_at is null %s and %s
                     order by f.id desc limit :cap) x
              join subject sj on sj.id = x.subject_id left join crm_record r on r.id = x.subject_id
             order by x.id desc limit :limit
            """;

    private final JdbcClient jdbc;
    private final NearWords nearWords;

    NameSearch(JdbcClient jdbc, NearWords nearWords) {
        this.jdbc = jdbc;
        this.nearWords = nearWords;
    }

    /**
     * @param filter of files: where they stand, who put them there, and when
     * @param after  the id of the last one of the page before; 0 at first
     */
    record Page(SearchType type, SearchWords words, TextQuery.Filter filter, long after, int limit) {}

    /**
     * @param ids   of the hits
     * @param total how many there are from here on, at most {@value #CAP}
     */
    record Found(List<SearchHit> hits, List<Long> ids, int total) {
        static final Found NOTHING = new Found(List.of(), List.of(), 0);

        boolean isCapped() {
            return total >= CAP;
        }
    }

    Found find(MemberId viewer, Page page) {
        return switch (page.type()) {
            case FILES -> files(viewer, page);
            case RECORDS -> records(viewer, page);
            case MEMBERS -> members(viewer, page);
            case SPACES -> spaces(viewer, page);
            case TOPICS -> topics(viewer, page);
            default -> throw new IllegalArgumentException(page.type() + " have no names");
        };
    }

    /**
     * Files by any part of their names, newest first. The accents of the names are taken away letter by letter, so that one
     * expression serves both databases and PostgreSQL's index of it.
     */
    private Found files(MemberId viewer, Page page) {
        if (page.words().distance() > 0) {
            return Found.NOTHING;
        }
        Map<String, Object> parameters = new HashMap<>();
        var words = new StringBuilder();
        for (int i = 0; i < page.words().words().size(); i++) {
            words.append(" and ").append(FOLDED_FILE_NAME).append(" like :word").append(i);
            parameters.put("word" + i, "%" + page.words().words().get(i).plain() + "%");
        }
        narrow(words, parameters, page.filter());
        parameters.put("viewer", viewer.value());
        parameters.put("before", page.after() > 0 ? page.after() : Long.MAX_VALUE);
        parameters.put("cap", CAP);
        parameters.put("limit", page.limit());
        List<SearchHit> hits = new ArrayList<>();
        List<Long> ids = new ArrayList<>();
        int[] total = {0};
        jdbc.sql(FILES.formatted(words, Audience.MAY_SEE)).params(parameters).query(row -> {
            hits.add(file(row, page.words()));
            ids.add(row.getLong("id"));
            total[0] = row.getInt("total");
        });
        return new Found(hits, ids, total[0]);
    }

    private static void narrow(StringBuilder sql, Map<String, Object> parameters, TextQuery.Filter filter) {
        TextQuery.Place place = filter.place();
        if (place != null && place.topic() != null) {
            sql.append(" and exists (select 1 from post_topic pt where pt.post_id = p.id and pt.topic_id = :topic)");
            parameters.put("topic", place.topic());
        } else if (place != null) {
            sql.append(" and (p.subject_id = any(:subjects) or f.owner_id = :placeAuthor)");
            parameters.put("subjects", place.subjects().toArray(Long[]::new));
            parameters.put("placeAuthor", place.author() == null ? NOBODY : place.author());
        }
        if (filter.author() != null) {
            sql.append(" and f.owner_id = :author");
            parameters.put("author", filter.author());
        }
        if (!filter.kinds().isEmpty()) {
            sql.append(" and p.kind in (:kinds)");
            parameters.put("kinds", filter.kinds().stream().map(PostKind::code).toList());
        }
        if (filter.from() != null) {
            sql.append(" and coalesce(c.published_at, p.published_at) >= :from");
            parameters.put("from", Times.utc(filter.from()));
        }
        if (filter.to() != null) {
            sql.append(" and coalesce(c.published_at, p.published_at) < :to");
            parameters.put("to", Times.utc(filter.to()));
        }
    }

    private static SearchHit file(ResultSet row, SearchWords words) throws SQLException {
        long post = row.getLong("post_id");
        long item = row.getLong("item_id");
        return new SearchHit.OfFile(
                new FileView(
                        new FileId(row.getLong("id")),
                        row.getString("name"),
                        row.getString("media_type"),
                        row.getLong("size"),
                        row.getObject("width", Integer.class),
                        row.getObject("height", Integer.class),
                        row.getString("description"),
                        row.getObject("created_at", OffsetDateTime.class).toInstant()),
                new PostId(post),
                item == post ? null : new CommentId(item),
                Places.subject(row),
                Marked.all(row.getString("name"), words));
    }

    private Found records(MemberId viewer, Page page) {
        var word = new WordConditions(
                "subject_word",
                "subject_id",
                page.words(),
                (plain, errors) -> nearWords.ofSubjects(viewer, plain, errors));
        if (word.isHopeless()) {
            return Found.NOTHING;
        }
        // The words carry a copy of the audience, so that those of records out of sight don't use up the cap.
        return found(
                viewer,
                page,
                word,
                """
                select r.id, sj.kind, r.type, r.connection, r.external_id, sj.name, r.url, count(*) over () as total
                  from (select distinct i.subject_id from (select t.subject_id from subject_word t where %s and %s
                         order by t.word, t.subject_id limit :cap) i) x
                  join subject_access s on s.subject_id = x.subject_id
                  join crm_record r on r.id = x.subject_id join subject sj on sj.id = r.id
                 where r.gone_at is null and %s
                """.formatted(
                                Audience.maySee("t.audience_id", ":viewer"),
                                word.driving("t", "t.subject_id"),
                                Audience.MAY_SEE),
                "sj.name",
                "r.id",
                row -> new SearchHit.OfRecord(
                        new RecordSummary(
                                new SubjectId(row.getLong("id")),
                                SubjectKind.of(row.getInt("kind")),
                                row.getString("type"),
                                row.getString("connection"),
                                row.getString("external_id"),
                                row.getString("name"),
                                row.getString("url")),
                        Marked.all(row.getString("name"), page.words())));
    }

    private Found members(MemberId viewer, Page page) {
        var word = new WordConditions("member_word", "member_id", page.words(), nearWords::ofMembers);
        if (word.isHopeless()) {
            return Found.NOTHING;
        }
        return found(
                viewer,
                page,
                word,
                """
                select sj.id, sj.name, sj.title, sj.site, sj.active, count(*) over () as total
                  from (select distinct i.member_id from (select t.member_id from member_word t where %s
                         order by t.word, t.member_id limit :cap) i) x
                  join member sj on sj.id = x.member_id
                 where sj.active
                """.formatted(word.driving("t", "t.member_id")),
                "sj.name",
                "sj.id",
                row -> new SearchHit.OfMember(
                        new MemberSummary(
                                new MemberId(row.getLong("id")),
                                row.getString("name"),
                                row.getString("title"),
                                row.getString("site"),
                                row.getBoolean("active")),
                        Marked.all(row.getString("name"), page.words())));
    }

    /** A private space is known by its name to whoever may ask to join; an unlisted one to its members and those invited. */
    private Found spaces(MemberId viewer, Page page) {
        var word = new WordConditions(
                "subject_word",
                "subject_id",
                page.words(),
                (plain, errors) -> nearWords.ofSubjects(viewer, plain, errors));
        if (word.isHopeless()) {
            return Found.NOTHING;
        }
        return found(
                viewer,
                page,
                word,
                """
                select sp.id, sj.name, sp.description, sp.visibility, count(*) over () as total
                  from space sp join subject sj on sj.id = sp.id
                  left join membership ms on ms.space_id = sp.id and ms.member_id = :viewer
                 where (sp.visibility < 2 or ms.role is not null) and %s
                """.formatted(word.each("sp.id")),
                "sj.name",
                "sp.id",
                row -> new SearchHit.OfSpace(
                        new SearchHit.SpaceSummary(
                                new SubjectId(row.getLong("id")),
                                row.getString("name"),
                                row.getString("description"),
                                SpaceVisibility.values()[row.getInt("visibility")]
                                        .name()
                                        .toLowerCase(Locale.ROOT)),
                        Marked.all(row.getString("name"), page.words())));
    }

    /** A topic is one word, so every word of the query may be its beginning. Known only by a post that the viewer may see. */
    private Found topics(MemberId viewer, Page page) {
        Map<String, Object> parameters = new HashMap<>();
        List<String> any = new ArrayList<>();
        for (int i = 0; i < page.words().words().size(); i++) {
            var word = page.words().words().get(i);
            int errors = word.forgiven(page.words().distance());
            if (errors > 0) {
                List<String> near = nearWords.ofTopics(word.plain(), errors);
                if (!near.isEmpty()) {
                    any.add("t.topic_key in (:near" + i + ")");
                    parameters.put("near" + i, near);
                }
            } else {
                any.add("(t.topic_key >= :from%1$d and t.topic_key < :to%1$d)".formatted(i));
                parameters.put("from" + i, word.plain());
                parameters.put("to" + i, Words.after(word.plain()));
            }
        }
        if (any.isEmpty()) {
            return Found.NOTHING;
        }
        return found(
                viewer,
                page,
                new WordConditions(parameters),
                """
                select t.id, sj.name, t.description, count(*) over () as total
                  from topic t join subject sj on sj.id = t.id
                 where t.merged_into is null and (%s)
                   and exists (select 1 from post_topic pt join post p on p.id = pt.post_id
                                 join subject_access s on s.subject_id = p.subject_id where pt.topic_id = t.id and %s)
                """.formatted(String.join(" or ", any), Audience.MAY_SEE),
                "sj.name",
                "t.id",
                row -> new SearchHit.OfTopic(
                        new SearchHit.TopicSummary(
                                new SubjectId(row.getLong("id")), row.getString("name"), row.getString("description")),
                        Marked.all(row.getString("name"), page.words())));
    }

    private interface Row {
        SearchHit hit(ResultSet row) throws SQLException;
    }

    private Found found(
            MemberId viewer, Page page, WordConditions words, String select, String name, String id, Row reader) {
        String sql = select;
        Map<String, Object> parameters = new HashMap<>(words.parameters());
        if (page.after() > 0) {
            // the token is not signed: a name that the viewer may not see must not even order the answer
            String last = page.type() == SearchType.MEMBERS
                    ? "select z.name from member z where z.id = :after"
                    : """
                    select z.name from subject z where z.id = :after and z.kind <> 7 and (
                      exists (select 1 from subject_access s where s.subject_id = z.id and %s)
                      or exists (select 1 from space zs left join membership zm on zm.space_id = zs.id and zm.member_id = :viewer
                                  where zs.id = z.id and (zs.visibility < 2 or zm.role is not null)))
                    or z.id = :after and z.kind = 7 and exists (
                      select 1 from post_topic zt join post zp on zp.id = zt.post_id
                        join subject_access s on s.subject_id = zp.subject_id where zt.topic_id = z.id and %s)
                    """.formatted(Audience.MAY_SEE, Audience.MAY_SEE);
            sql += " and (%s, %s) > ((%s), cast(:after as bigint))".formatted(name, id, last);
            parameters.put("after", page.after());
        }
        parameters.put("viewer", viewer.value());
        parameters.put("cap", CAP);
        parameters.put("limit", page.limit());
        List<SearchHit> hits = new ArrayList<>();
        List<Long> ids = new ArrayList<>();
        int[] total = {0};
        jdbc.sql(sql + " order by %s, %s limit :limit".formatted(name, id))
                .params(parameters)
                .query(row -> {
                    hits.add(reader.hit(row));
                    ids.add(row.getLong("id"));
                    total[0] = row.getInt("total");
                });
        return new Found(hits, ids, Math.min(CAP, total[0]));
    }

    /** The words of a query as conditions on a table of words. */
    private static final class WordConditions {
        private final String table;
        private final String id;
        private final List<String> conditions = new ArrayList<>();
        private final Map<String, Object> parameters;
        private boolean hopeless;

        WordConditions(Map<String, Object> parameters) {
            this.table = "";
            this.id = "";
            this.parameters = parameters;
        }

        WordConditions(
                String table, String id, SearchWords words, BiFunction<String, Integer, List<String>> nearWords) {
            this.table = table;
            this.id = id;
            this.parameters = new HashMap<>();
            for (int i = 0; i < words.words().size(); i++) {
                var word = words.words().get(i);
                int errors = word.forgiven(words.distance());
                if (errors > 0) {
                    List<String> near = nearWords.apply(word.plain(), errors);
                    hopeless |= near.isEmpty();
                    conditions.add("%1$s.word in (:near" + i + ")");
                    parameters.put("near" + i, near);
                } else {
                    conditions.add("%1$s.word >= :from" + i + " and %1$s.word < :to" + i);
                    parameters.put("from" + i, word.plain());
                    parameters.put("to" + i, Words.after(word.plain()));
                }
            }
        }

        /** Whether some word is not even nearly written anywhere. */
        boolean isHopeless() {
            return hopeless;
        }

        Map<String, Object> parameters() {
            return parameters;
        }

        /** The last word on the row itself, each other one on another row of the same thing. */
        String driving(String alias, String of) {
            int last = conditions.size() - 1;
            List<String> all = new ArrayList<>(others(of, last));
            all.add(conditions.get(last).formatted(alias));
            return String.join(" and ", all);
        }

        String each(String of) {
            return String.join(" and ", others(of, conditions.size()));
        }

        /** Asked row by row: as "exists" PostgreSQL would hash every row of a common word first. */
        private List<String> others(String of, int count) {
            List<String> others = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                others.add("(select min(1) from %s o where o.%s = %s and %s) = 1"
                        .formatted(table, id, of, conditions.get(i).formatted("o")));
            }
            return others;
        }
    }

    /** The token of the page after one that was full. */
    static @Nullable String nextPageToken(Page page, Found found) {
        return found.hits().size() < page.limit() || found.total() <= page.limit()
                ? null
                : rapport.social.shared.PageToken.encode(
                        "n",
                        page.words().distance(),
                        found.ids().get(found.ids().size() - 1));
    }
}
