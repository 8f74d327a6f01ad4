package rapport.social.search;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.social.audience.Audience;
import rapport.social.comment.CommentId;
import rapport.social.member.MemberId;
import rapport.social.member.MemberSummary;
import rapport.social.mention.Mentions;
import rapport.social.mention.Names;
import rapport.social.mention.Prose;
import rapport.social.post.PostId;
import rapport.social.post.PostKind;
import rapport.social.shared.Problem;
import rapport.social.shared.SubjectId;
import rapport.social.shared.SubjectKind;
import rapport.social.thread.SubjectView;

/** Posts and comments: what the index proposes, as far as the viewer may see it and it is still written so. */
@Component
class TextSearch {
    /** Batches of candidates that are checked for one page, however many of them the viewer may not see. */
    private static final int MAX_BATCHES = 5;

    private static final int WHOLE = 1_000_000;
    private static final int BEGINNING = 80;

    /** Joined to the ids: with {@code = any} H2 compares each row with each of a thousand ids once more. */
    private static final String VISIBLE = """
            select p.id as item_id, p.id as post_id, p.subject_id, p.author_id, p.kind, p.published_at, p.version,
                   exists (select 1 from file f where f.item_id = p.id) as has_file
              from unnest(cast(:items as bigint array)) i(id)
              join post p on p.id = i.id join subject_access s on s.subject_id = p.subject_id
             where %1$s
            union all
            select c.id, p.id, p.subject_id, c.author_id, p.kind, c.published_at, c.version,
                   exists (select 1 from file f where f.item_id = c.id)
              from unnest(cast(:items as bigint array)) i(id)
              join comment c on c.id = i.id join post p on p.id = c.post_id
              join subject_access s on s.subject_id = p.subject_id
             where c.deleted_at is null and %1$s
            """.formatted(Audience.MAY_SEE);

    private static final String COLUMNS = """
            p.id as post_id, p.kind, p.title, p.body as post_body, a.comment_count,
            exists (select 1 from accepted_answer q join comment qc on qc.id = q.comment_id and qc.deleted_at is null
                     where q.post_id = p.id) as answered,
            sj.id as subject_id, sj.kind as subject_kind, sj.name as subject_name,
            r.type as record_type, r.connection as record_connection, r.external_id as record_external_id, r.url as record_url,
            au.id as author_id, au.name as author_name, au.title as author_title, au.site as author_site, au.active as author_active
            """;
    private static final String PLACE = """
            join post_activity a on a.post_id = p.id
            join subject sj on sj.id = p.subject_id
            join subject_access s on s.subject_id = p.subject_id
            left join crm_record r on r.id = p.subject_id
            """;
    private static final String DETAILS = """
            select p.id as item_id, p.published_at, p.body, %1$s
              from post p %2$s left join member au on au.id = p.author_id
             where p.id = any(:items) and %3$s
            union all
            select c.id as item_id, c.published_at, c.body, %1$s
              from comment c join post p on p.id = c.post_id %2$s left join member au on au.id = c.author_id
             where c.id = any(:items) and c.deleted_at is null and %3$s
            """.formatted(COLUMNS, PLACE, Audience.MAY_SEE);

    private final JdbcClient jdbc;
    private final SearchIndex index;
    private final Mentions mentions;
    private final SearchSettings settings;

    TextSearch(JdbcClient jdbc, SearchIndex index, Mentions mentions, SearchSettings settings) {
        this.jdbc = jdbc;
        this.index = index;
        this.mentions = mentions;
        this.settings = settings;
    }

    /** A post or comment that the viewer may see and that holds the words. */
    record Visible(
            long item,
            long post,
            long subject,
            @Nullable Long author,
            PostKind kind,
            Instant publishedAt,
            boolean hasFile,
            float score) {
        boolean isComment() {
            return item != post;
        }
    }

    /**
     * @param items newest first
     * @param more  there may be older ones
     */
    record Found(List<Visible> items, boolean more) {
        Found {
            items = List.copyOf(items);
        }
    }

    /**
     * Where to look, for somebody who may look there.
     *
     * @throws Problem not found, if there is no such subject or the viewer may not see it
     */
    TextQuery.Place place(MemberId viewer, SubjectId subject) {
        record Row(long id, int kind) {}
        List<Row> rows = jdbc.sql("""
                        select sj.id, sj.kind from subject sj join subject_access s on s.subject_id = sj.id
                         where (sj.id = :subject or sj.root_id = :subject) and %s
                        """.formatted(Audience.MAY_SEE))
                .param("subject", subject.value())
                .param("viewer", viewer.value())
                .query(Row.class)
                .list();
        Row itself = rows.stream()
                .filter(row -> row.id() == subject.value())
                .findFirst()
                .orElseThrow(Problem::notFound);
        Set<Long> subjects = new HashSet<>();
        rows.forEach(row -> subjects.add(row.id()));
        return switch (SubjectKind.of(itself.kind())) {
            case MEMBER -> new TextQuery.Place(subjects, subject.value(), null);
            case TOPIC -> new TextQuery.Place(subjects, null, subject.value());
            default -> new TextQuery.Place(subjects, null, null);
        };
    }

    /**
     * The newest texts that the viewer may see, of those with an id below {@code before}: enough for some pages.
     *
     * @param hasFile only with a file on them
     */
    Found find(MemberId viewer, TextQuery query, boolean hasFile, long before) {
        List<Visible> visible = new ArrayList<>();
        long below = before;
        for (int batch = 0; batch < MAX_BATCHES; batch++) {
            Candidates candidates = index.newest(query, below, settings.candidates());
            visible.addAll(visible(viewer, query, hasFile, candidates.found()));
            if (!candidates.more() || candidates.found().isEmpty()) {
                return new Found(visible, false);
            }
            if (visible.size() >= settings.enough()) {
                break;
            }
            below = candidates.found().get(candidates.found().size() - 1).item();
        }
        return new Found(visible, true);
    }

    private List<Visible> visible(
            MemberId viewer, TextQuery query, boolean hasFile, List<Candidates.Candidate> candidates) {
        if (candidates.isEmpty()) {
            return List.of();
        }
        Map<Long, Candidates.Candidate> byItem = new HashMap<>();
        candidates.forEach(candidate -> byItem.put(candidate.item(), candidate));
        Long topic =
                query.filter().place() == null ? null : query.filter().place().topic();
        String sql = topic == null
                ? VISIBLE
                : "select v.* from (" + VISIBLE
                        + ") v join post_topic pt on pt.post_id = v.post_id and pt.topic_id = :topic";
        var statement = jdbc.sql(sql)
                .param("items", byItem.keySet().toArray(Long[]::new))
                .param("viewer", viewer.value());
        if (topic != null) {
            statement = statement.param("topic", topic);
        }
        Map<Long, Visible> rows = new HashMap<>();
        statement.query(row -> {
            var candidate = byItem.get(row.getLong("item_id"));
            if (candidate != null && candidate.version() == row.getInt("version")) { // else its words are of yesterday
                rows.put(candidate.item(), visible(row, candidate));
            }
        });
        return candidates.stream()
                .map(candidate -> rows.get(candidate.item()))
                .filter(Objects::nonNull)
                .filter(item -> !hasFile || item.hasFile())
                .toList();
    }

    private static Visible visible(ResultSet row, Candidates.Candidate candidate) throws SQLException {
        long author = row.getLong("author_id");
        boolean known = !row.wasNull();
        return new Visible(
                candidate.item(),
                row.getLong("post_id"),
                row.getLong("subject_id"),
                known ? author : null,
                PostKind.of(row.getInt("kind")),
                row.getObject("published_at", OffsetDateTime.class).toInstant(),
                row.getBoolean("has_file"),
                candidate.score());
    }

    /** A hit before its words are marked. */
    record Text(
            long item,
            PostId post,
            PostKind kind,
            SubjectView subject,
            @Nullable MemberSummary author,
            Instant publishedAt,
            int commentCount,
            boolean answered,
            @Nullable String title,
            Prose prose,
            Prose postProse) {
        boolean isComment() {
            return item != post.value();
        }
    }

    /** The hits in the order of the items, in two statements. */
    List<SearchHit> hits(MemberId viewer, List<Visible> items, SearchWords words) {
        if (items.isEmpty()) {
            return List.of();
        }
        Map<Long, Text> texts = texts(viewer, items);
        List<Prose> proses = new ArrayList<>();
        texts.values().forEach(text -> {
            proses.add(text.prose());
            proses.add(text.postProse());
        });
        Names names = mentions.names(viewer, proses);
        List<SearchHit> hits = new ArrayList<>();
        for (Visible item : items) {
            Text text = texts.get(item.item());
            if (text != null) {
                hits.add(hit(text, names, words));
            }
        }
        return hits;
    }

    Map<Long, Text> texts(MemberId viewer, List<Visible> items) {
        Map<Long, Text> texts = new HashMap<>();
        jdbc.sql(DETAILS)
                .param("items", items.stream().map(Visible::item).toArray(Long[]::new))
                .param("viewer", viewer.value())
                .query(row -> {
                    Text text = text(row);
                    texts.put(text.item(), text);
                });
        return texts;
    }

    private static Text text(ResultSet row) throws SQLException {
        long item = row.getLong("item_id");
        long post = row.getLong("post_id");
        long author = row.getLong("author_id");
        boolean known = !row.wasNull();
        Prose prose = Prose.of(row.getString("body"));
        return new Text(
                item,
                new PostId(post),
                PostKind.of(row.getInt("kind")),
                Places.subject(row),
                known
                        ? new MemberSummary(
                                new MemberId(author),
                                row.getString("author_name"),
                                row.getString("author_title"),
                                row.getString("author_site"),
                                row.getBoolean("author_active"))
                        : null,
                row.getObject("published_at", OffsetDateTime.class).toInstant(),
                row.getInt("comment_count"),
                row.getBoolean("answered"),
                row.getString("title"),
                prose,
                item == post ? prose : Prose.of(row.getString("post_body")));
    }

    private static SearchHit hit(Text text, Names names, SearchWords words) {
        List<Marked> excerpt = Marked.excerpt(text.prose().excerpt(names, WHOLE), words);
        if (text.isComment()) {
            return new SearchHit.OfComment(
                    new CommentId(text.item()),
                    text.post(),
                    text.kind(),
                    text.subject(),
                    text.author(),
                    text.publishedAt(),
                    text.title() == null ? text.postProse().excerpt(names, BEGINNING) : text.title(),
                    excerpt);
        }
        return new SearchHit.OfPost(
                text.post(),
                text.kind(),
                text.subject(),
                text.author(),
                text.publishedAt(),
                text.commentCount(),
                text.kind() != PostKind.QUESTION ? null : text.answered() ? "answered" : "open",
                text.title() == null ? null : Marked.all(text.title(), words),
                excerpt);
    }
}
