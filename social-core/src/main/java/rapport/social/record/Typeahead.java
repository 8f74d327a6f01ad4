package rapport.social.record;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.social.audience.Audience;
import rapport.social.member.MemberId;
import rapport.social.shared.Words;

/** Finds records while their names are typed. */
@Component
class Typeahead {
    /** Rows of a word that typeahead reads and asks, row by row, whether the other words fit. */
    private static final int WALK = 5_000;

    /** The same where every word is common: then of each word some. */
    private static final int GLANCE = 2_000;

    private static final int CANDIDATES = 200;

    private final JdbcClient jdbc;

    Typeahead(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Records that have, for each word of the query, a word which starts with it. Among more than {@value
     * #CANDIDATES} those whose words come first in the alphabet are looked at; the answer stands by name.
     *
     * @param type null for every type
     */
    List<RecordSummary> find(MemberId viewer, String query, @Nullable String type, int limit) {
        var words = List.copyOf(Words.of(query));
        if (words.isEmpty()) {
            return List.of();
        }
        // The walk goes over the rows of the rarest word. Where even that is common, a part of each word's rows nearly
        // always
        // gives enough; words that hardly ever stand together are held against each other as sets.
        var rarestFirst = byFrequency(words);
        var texts = new ArrayList<>(rarestFirst.stream().map(Start::word).toList());
        if (rarestFirst.get(0).rows() <= WALK) {
            return walk(viewer, texts, WALK, type, limit);
        }
        for (int i = 0; i < texts.size(); i++) {
            var found = walk(viewer, texts, GLANCE, type, limit);
            if (found.size() == limit) {
                return found;
            }
            Collections.rotate(texts, 1);
        }
        return intersect(viewer, texts, type, limit);
    }

    /** @param rows of words that start so, counted up to one more than the walk reads */
    private record Start(String word, int rows) {}

    private List<Start> byFrequency(List<String> words) {
        var counts = new ArrayList<String>();
        Map<String, Object> parameters = new HashMap<>();
        for (int i = 0; i < words.size(); i++) {
            counts.add("(select count(*) from (select 1 from subject_word w where %s limit %d) c) as w%d"
                    .formatted(starting("w", i, words, parameters), WALK + 1, i));
        }
        return jdbc.sql("select " + String.join(", ", counts))
                .params(parameters)
                .query((row, number) -> {
                    var starts = new ArrayList<Start>();
                    for (int i = 0; i < words.size(); i++) {
                        starts.add(new Start(words.get(i), row.getInt(i + 1)));
                    }
                    starts.sort(Comparator.comparingInt(Start::rows));
                    return starts;
                })
                .single();
    }

    private List<RecordSummary> walk(MemberId viewer, List<String> words, int walk, @Nullable String type, int limit) {
        Map<String, Object> parameters = new HashMap<>();
        // asked row by row: as "exists" PostgreSQL would hash every row of a common word first
        var others = new StringBuilder();
        for (int i = 1; i < words.size(); i++) {
            others.append(" and (select min(1) from subject_word o where o.subject_id = w.subject_id and ")
                    .append(starting("o", i, words, parameters))
                    .append(") = 1");
        }
        parameters.put("walk", walk);
        return found(
                viewer,
                """
                select w.subject_id
                  from (select t.word, t.subject_id from subject_word t where %s and %s
                         order by t.word, t.subject_id limit :walk) w
                  join crm_record r on r.id = w.subject_id
                 where r.gone_at is null %s%s
                 order by w.word, w.subject_id limit :candidates
                """.formatted(
                                starting("t", 0, words, parameters),
                                Audience.maySee("t.audience_id", ":viewer"),
                                others,
                                ofType(type, parameters)),
                parameters,
                limit);
    }

    /** Reads every row of every word, once: asking each row of a common word for the others would take several times as long. */
    private List<RecordSummary> intersect(MemberId viewer, List<String> words, @Nullable String type, int limit) {
        Map<String, Object> parameters = new HashMap<>();
        var sets = new ArrayList<String>();
        for (int i = 0; i < words.size(); i++) {
            sets.add("select t.subject_id from subject_word t where " + starting("t", i, words, parameters));
        }
        return found(
                viewer,
                """
                select i.subject_id
                  from (%s) i join crm_record r on r.id = i.subject_id join subject_access s on s.subject_id = i.subject_id
                 where r.gone_at is null and %s%s
                 limit :candidates
                """.formatted(String.join(" intersect ", sets), Audience.MAY_SEE, ofType(type, parameters)),
                parameters,
                limit);
    }

    private static String ofType(@Nullable String type, Map<String, Object> parameters) {
        if (type == null) {
            return "";
        }
        parameters.put("type", type);
        return " and r.type = :type";
    }

    private List<RecordSummary> found(MemberId viewer, String candidates, Map<String, Object> parameters, int limit) {
        parameters.put("viewer", viewer.value());
        parameters.put("candidates", CANDIDATES);
        parameters.put("limit", limit);
        return jdbc.sql("""
                        select r.id, sj.kind, r.type, r.connection, r.external_id, sj.name, r.url
                          from (select distinct c.subject_id from (%s) c) x
                          join subject_access s on s.subject_id = x.subject_id
                          join crm_record r on r.id = x.subject_id join subject sj on sj.id = r.id
                         where %s
                         order by sj.name, r.id limit :limit
                        """.formatted(candidates, Audience.MAY_SEE))
                .params(parameters)
                .query((row, number) -> RecordViews.summary(row))
                .list();
    }

    private static String starting(String alias, int word, List<String> words, Map<String, Object> parameters) {
        parameters.put("from" + word, words.get(word));
        parameters.put("to" + word, Words.after(words.get(word)));
        return "%1$s.word >= :from%2$d and %1$s.word < :to%2$d".formatted(alias, word);
    }
}
