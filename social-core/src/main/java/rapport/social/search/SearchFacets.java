package rapport.social.search;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.social.audience.Audience;
import rapport.social.member.MemberId;
import rapport.social.member.MemberSummary;
import rapport.social.post.PostKind;
import rapport.social.thread.SubjectView;

/** Counts what was found by place, author, kind and date, and what has a file: the hits that the viewer may see and no others. One statement for the names. */
@Component
class SearchFacets {
    private static final Map<String, Duration> PERIODS = periods();

    private final JdbcClient jdbc;
    private final SearchSettings settings;
    private final Clock clock;

    SearchFacets(JdbcClient jdbc, SearchSettings settings, Clock clock) {
        this.jdbc = jdbc;
        this.settings = settings;
        this.clock = clock;
    }

    private static Map<String, Duration> periods() {
        Map<String, Duration> periods = new LinkedHashMap<>();
        periods.put("day", Duration.ofDays(1));
        periods.put("week", Duration.ofDays(7));
        periods.put("month", Duration.ofDays(30));
        periods.put("year", Duration.ofDays(365));
        return periods;
    }

    SearchAnswer.@Nullable Facets of(MemberId viewer, TextSearch.Found found) {
        if (found.items().isEmpty()) {
            return null;
        }
        Map<Long, Integer> places = top(found, TextSearch.Visible::subject);
        Map<Long, Integer> authors = top(found, TextSearch.Visible::author);
        Map<PostKind, Integer> kinds = top(found, TextSearch.Visible::kind);
        Map<Long, SubjectView> placeNames = new HashMap<>();
        Map<Long, MemberSummary> authorNames = new HashMap<>();
        jdbc.sql("""
                        select 1 as what, sj.id as subject_id, sj.kind as subject_kind, sj.name as subject_name, r.type as record_type,
                               r.connection as record_connection, r.external_id as record_external_id, r.url as record_url,
                               null as title, null as site, true as active
                          from subject sj join subject_access s on s.subject_id = sj.id left join crm_record r on r.id = sj.id
                         where sj.id = any(:places) and %s
                        union all
                        select 2, m.id, cast(1 as smallint), m.name, null, null, null, null, m.title, m.site, m.active from member m where m.id = any(:authors)
                        """.formatted(Audience.MAY_SEE))
                .param("viewer", viewer.value())
                .param("places", places.keySet().toArray(Long[]::new))
                .param("authors", authors.keySet().toArray(Long[]::new))
                .query(row -> {
                    long id = row.getLong("subject_id");
                    if (row.getInt("what") == 1) {
                        placeNames.put(id, Places.subject(row));
                    } else {
                        authorNames.put(
                                id,
                                new MemberSummary(
                                        new MemberId(id),
                                        row.getString("subject_name"),
                                        row.getString("title"),
                                        row.getString("site"),
                                        row.getBoolean("active")));
                    }
                });
        return new SearchAnswer.Facets(
                counted(places, placeNames, SearchAnswer.PlaceCount::new),
                counted(authors, authorNames, SearchAnswer.AuthorCount::new),
                kinds.entrySet().stream()
                        .map(kind -> new SearchAnswer.KindCount(kind.getKey(), kind.getValue()))
                        .toList(),
                dates(found),
                (int) found.items().stream().filter(TextSearch.Visible::hasFile).count(),
                found.more());
    }

    private <K> Map<K, Integer> top(TextSearch.Found found, Function<TextSearch.Visible, @Nullable K> value) {
        Map<K, Integer> counts = new HashMap<>();
        for (TextSearch.Visible item : found.items()) {
            K key = value.apply(item);
            if (key != null) {
                counts.merge(key, 1, Integer::sum);
            }
        }
        return counts.entrySet().stream()
                .sorted(Map.Entry.<K, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(entry -> String.valueOf(entry.getKey())))
                .limit(settings.facetValues())
                .collect(Collectors.toMap(
                        Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, LinkedHashMap::new));
    }

    private interface Counted<V, C> {
        C of(V value, int count);
    }

    private static <V, C> List<C> counted(Map<Long, Integer> counts, Map<Long, V> names, Counted<V, C> row) {
        return counts.entrySet().stream()
                .flatMap(entry -> {
                    V name = names.get(entry.getKey());
                    return name == null ? Stream.<C>empty() : Stream.of(row.of(name, entry.getValue()));
                })
                .filter(Objects::nonNull)
                .toList();
    }

    private List<SearchAnswer.DateCount> dates(TextSearch.Found found) {
        Instant now = clock.instant();
        return PERIODS.entrySet().stream()
                .map(period -> {
                    Instant from = now.minus(period.getValue());
                    int count = (int) found.items().stream()
                            .filter(item -> !item.publishedAt().isBefore(from))
                            .count();
                    return new SearchAnswer.DateCount(period.getKey(), from, count);
                })
                .filter(date -> date.count() > 0)
                .toList();
    }
}
