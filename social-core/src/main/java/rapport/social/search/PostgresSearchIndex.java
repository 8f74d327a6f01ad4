package rapport.social.search;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import rapport.social.shared.Times;
import rapport.social.shared.Words;

/**
 * PostgreSQL's own full text search, in a table beside the posts and comments. The newest texts are looked through first, and most
 * searches end there; the index of words is asked only for rare ones, because it gives all matches before the first.
 */
final class PostgresSearchIndex implements SearchIndex {
    private static final int MIN_WORD_TO_CORRECT = 4;

    /** Texts that have nearly every common word: what stands in one of them need not be looked up in the index of words. */
    private static final int COMMON = 1_000;

    private final JdbcClient jdbc;
    private final NamedParameterJdbcTemplate batch;
    private final TransactionTemplate transaction;
    private final NearWords nearWords;
    private final SearchSettings settings;

    PostgresSearchIndex(
            JdbcClient jdbc,
            NamedParameterJdbcTemplate batch,
            TransactionTemplate transaction,
            NearWords nearWords,
            SearchSettings settings) {
        this.jdbc = jdbc;
        this.batch = batch;
        this.transaction = transaction;
        this.nearWords = nearWords;
        this.settings = settings;
    }

    @Override
    public String name() {
        return "postgresql";
    }

    @Override
    public void put(List<IndexedText> texts) {
        if (texts.isEmpty()) {
            return;
        }
        var words =
                new TreeSet<String>(); // in one order for all writers, so that they never wait for each other in a ring
        var rows = new ArrayList<MapSqlParameterSource>();
        Long[] items = texts.stream().map(IndexedText::item).toArray(Long[]::new);
        for (IndexedText text : texts) {
            String title = text.title() == null ? "" : WordForms.folded(text.title());
            String body = WordForms.folded(text.text());
            for (String word : Words.of(title + " " + body)) {
                if (word.length() >= MIN_WORD_TO_CORRECT && word.chars().anyMatch(Character::isLetter)) {
                    words.add(word);
                }
            }
            rows.add(new MapSqlParameterSource()
                    .addValue("item", text.item())
                    .addValue("post", text.post())
                    .addValue("subject", text.subject())
                    .addValue("author", text.author(), java.sql.Types.BIGINT)
                    .addValue("kind", text.kind().code())
                    .addValue("published", Times.utc(text.publishedAt()))
                    .addValue("version", text.version())
                    .addValue("title", title)
                    .addValue("body", body));
        }
        transaction.executeWithoutResult(status -> {
            Set<String> before = lexemes("item_id", items);
            batch.batchUpdate("""
                    insert into search_text (item_id, post_id, subject_id, author_id, kind, published_at, version, tsv)
                    values (:item, :post, :subject, :author, :kind, :published, :version,
                            setweight(to_tsvector('rapport_french', :title), 'A') || setweight(to_tsvector('rapport_english', :title), 'A')
                            || setweight(to_tsvector('rapport_plain', :title), 'A')
                            || to_tsvector('rapport_french', :body) || to_tsvector('rapport_english', :body)
                            || to_tsvector('rapport_plain', :body))
                    on conflict (item_id) do update
                       set subject_id = excluded.subject_id, version = excluded.version, tsv = excluded.tsv
                     where search_text.version <= excluded.version
                    """, rows.toArray(MapSqlParameterSource[]::new));
            // Only what a search could find, and what is found again when its last text goes: not a part of an address.
            jdbc.sql("""
                            insert into search_word (word)
                            select w.word from unnest(cast(:words as varchar[])) as w(word)
                             where w.word in (select l.lexeme from search_text t cross join lateral unnest(t.tsv) as l
                                               where t.item_id = any(:items))
                               and not exists (select 1 from search_word k where k.word = w.word)
                             order by w.word
                            on conflict do nothing
                            """)
                    .param("words", words.toArray(String[]::new))
                    .param("items", items)
                    .update();
            if (!before.isEmpty()) {
                before.removeAll(lexemes("item_id", items));
                forget(before);
            }
        });
    }

    @Override
    public void remove(Collection<Long> items) {
        delete("item_id", items.toArray(Long[]::new));
    }

    @Override
    public void removeThread(long post) {
        delete("post_id", new Long[] {post});
    }

    private void delete(String column, Long[] ids) {
        transaction.executeWithoutResult(status -> {
            Set<String> before = lexemes(column, ids);
            jdbc.sql("delete from search_text where " + column + " = any(:ids)")
                    .param("ids", ids)
                    .update();
            forget(before);
        });
    }

    /** The words of texts, with their stems. */
    private Set<String> lexemes(String column, Long[] ids) {
        return new HashSet<>(jdbc.sql("""
                        select distinct l.lexeme from search_text t cross join lateral unnest(t.tsv) as l where t.%s = any(:ids)
                        """.formatted(column))
                .param("ids", ids)
                .query(String.class)
                .list());
    }

    /**
     * Forgets the words that no text has any more: a word taken out of the only text that had it must not stay behind by itself. One
     * that somebody else writes at this very moment can be lost, and with it the forgiveness of errors in it, until it is written again.
     */
    private void forget(Set<String> gone) {
        if (gone.isEmpty()) {
            return;
        }
        List<String> rare = jdbc.sql("""
                        select k.word from search_word k where k.word = any(:gone)
                        except
                        select l.lexeme from (select t.tsv from search_text t order by t.item_id desc limit :common) n
                         cross join lateral unnest(n.tsv) as l
                        order by 1
                        """)
                .param("gone", gone.toArray(String[]::new))
                .param("common", COMMON)
                .query(String.class)
                .list();
        // counted, because the planner would walk the whole table in the hope of an early end
        batch.batchUpdate(
                """
                delete from search_word where word = :word
                   and (select count(*) from search_text t where t.tsv @@ to_tsquery('rapport_plain', cast(:word as text))) = 0
                """,
                rare.stream()
                        .map(word -> new MapSqlParameterSource("word", word))
                        .toArray(MapSqlParameterSource[]::new));
    }

    private record Row(
            long itemId, int version, float score, @Nullable Long beyond) {}

    @Override
    public Candidates newest(TextQuery query, long before, int limit) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("before", before);
        parameters.put("limit", limit + 1);
        String words = expression(query, parameters);
        String filter = filter(query.filter(), parameters);
        boolean narrow = query.filter().place() != null || query.filter().author() != null;
        if (!narrow) {
            Map<String, Object> walk = new HashMap<>(parameters);
            walk.put("walk", settings.walk());
            var rows = rows("""
                    select w.item_id, w.version, ts_rank(w.tsv, q.query) as score, q.beyond
                      from (select %1$s as query,
                                   (select e.item_id from search_text e where e.item_id < :before
                                     order by e.item_id desc offset :walk limit 1) as beyond) q
                     cross join (select * from search_text t where t.item_id < :before
                                  order by t.item_id desc limit :walk) w
                     where w.tsv @@ q.query %2$s
                     order by w.item_id desc limit :limit
                    """.formatted(words, filter), walk);
            boolean all = !rows.isEmpty() && rows.get(0).beyond() == null;
            if (all || rows.size() > limit || rows.size() >= settings.enough()) {
                return candidates(rows, limit, !all);
            }
        }
        // "offset 0" keeps the order out of the inner query: it would tempt the planner to walk the whole table
        // backwards
        return candidates(rows("""
                select w.item_id, w.version, ts_rank(w.tsv, w.query) as score, cast(null as bigint) as beyond
                  from (select t.item_id, t.version, t.tsv, q.query
                          from (select %1$s as query) q join search_text t on t.tsv @@ q.query
                         where t.item_id < :before %2$s offset 0) w
                 order by w.item_id desc limit :limit
                """.formatted(words, filter.replace("w.", "t.")), parameters), limit, false);
    }

    private List<Row> rows(String sql, Map<String, Object> parameters) {
        return jdbc.sql(sql).params(parameters).query(Row.class).list();
    }

    private static Candidates candidates(List<Row> rows, int limit, boolean more) {
        return new Candidates(
                rows.stream()
                        .limit(limit)
                        .map(row -> new Candidates.Candidate(row.itemId(), row.version(), row.score()))
                        .toList(),
                more || rows.size() > limit);
    }

    /** The query as SQL that makes it; what was typed are parameters of it. */
    private String expression(TextQuery query, Map<String, Object> parameters) {
        List<String> words = new ArrayList<>();
        int number = 0;
        for (SearchWords.Word word : query.words().words()) {
            List<String> forms = new ArrayList<>();
            Map<String, Boolean> variants = new LinkedHashMap<>();
            variants.put(word.plain(), word.prefix());
            int errors = word.forgiven(query.words().distance());
            if (errors > 0) {
                nearWords.ofTexts(word.plain(), errors).forEach(near -> variants.putIfAbsent(near, false));
            }
            for (var variant : variants.entrySet()) {
                String name = "word" + number++;
                parameters.put(name, variant.getKey());
                forms.add(
                        "to_tsquery('rapport_french', :%1$s) || to_tsquery('rapport_english', :%1$s)".formatted(name));
                forms.add("to_tsquery('rapport_plain', :%s)".formatted(name));
                if (variant.getValue()) {
                    parameters.put(name + "p", variant.getKey() + ":*");
                    forms.add("to_tsquery('rapport_plain', :%sp)".formatted(name));
                }
            }
            words.add("(" + String.join(" || ", forms) + ")");
        }
        return "(" + String.join(query.all() ? " && " : " || ", words) + ")";
    }

    private static String filter(TextQuery.Filter filter, Map<String, Object> parameters) {
        var sql = new StringBuilder();
        if (filter.texts() == TextQuery.Texts.POSTS) {
            sql.append(" and w.item_id = w.post_id");
        } else if (filter.texts() == TextQuery.Texts.COMMENTS) {
            sql.append(" and w.item_id <> w.post_id");
        }
        if (filter.author() != null) {
            sql.append(" and w.author_id = :author");
            parameters.put("author", filter.author());
        }
        if (!filter.kinds().isEmpty()) {
            sql.append(" and w.kind in (:kinds)");
            parameters.put(
                    "kinds", filter.kinds().stream().map(kind -> kind.code()).toList());
        }
        if (filter.from() != null) {
            sql.append(" and w.published_at >= :from");
            parameters.put("from", Times.utc(filter.from()));
        }
        if (filter.to() != null) {
            sql.append(" and w.published_at < :to");
            parameters.put("to", Times.utc(filter.to()));
        }
        var place = filter.place();
        if (place != null && place.topic() != null) {
            sql.append(" and w.post_id in (select pt.post_id from post_topic pt where pt.topic_id = :topic)");
            parameters.put("topic", place.topic());
        } else if (place != null) {
            sql.append(" and (w.subject_id = any(:subjects)");
            parameters.put("subjects", place.subjects().toArray(Long[]::new));
            if (place.author() != null) {
                sql.append(" or w.author_id = :placeAuthor");
                parameters.put("placeAuthor", place.author());
            }
            sql.append(")");
        }
        return sql.toString();
    }

    @Override
    public Map<Long, Integer> versions(long from, long to) {
        Map<Long, Integer> versions = new HashMap<>();
        jdbc.sql("select item_id, version from search_text where item_id between :from and :to")
                .param("from", from)
                .param("to", to)
                .query(row -> {
                    versions.put(row.getLong("item_id"), row.getInt("version"));
                });
        return versions;
    }

    @Override
    public boolean isComplete() {
        return jdbc.sql("select count(*) from search_state where complete")
                        .query(Integer.class)
                        .single()
                > 0;
    }

    @Override
    public void complete() {
        jdbc.sql(
                        "insert into search_state (id, complete) values (1, true) on conflict (id) do update set complete = true")
                .update();
    }
}
