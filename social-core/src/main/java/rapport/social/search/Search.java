package rapport.social.search;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import rapport.social.member.MemberId;
import rapport.social.shared.PageToken;
import rapport.social.shared.Problem;

/** One search over everything: exact words and their stems first, and words that are written nearly so only when there is nothing else. */
@Component
class Search {
    private static final int MAX_ERRORS = 2;
    private static final int TOKEN_PARTS = 6;

    private final TextSearch texts;
    private final NameSearch names;
    private final SearchFacets facets;
    private final IndexCatchUp catchUp;
    private final Clock clock;

    Search(TextSearch texts, NameSearch names, SearchFacets facets, IndexCatchUp catchUp, Clock clock) {
        this.texts = texts;
        this.names = names;
        this.facets = facets;
        this.catchUp = catchUp;
        this.clock = clock;
    }

    /**
     * Where a page of posts or comments starts.
     *
     * @param asOf   when the first page was read: ages count from then, so that the order stays
     * @param before ids of candidates are below
     * @param score  in the best order: that of the last hit before
     */
    private record Cursor(boolean best, int errors, Instant asOf, long before, double score, long item) {

        static Cursor first(boolean best, Instant now) {
            return new Cursor(best, 0, now, Long.MAX_VALUE, Double.MAX_VALUE, Long.MAX_VALUE);
        }

        static Cursor read(String token, boolean best) {
            List<String> parts = PageToken.decode("pageToken", token, TOKEN_PARTS);
            long errors = PageToken.number("pageToken", token, parts.get(1));
            if (!parts.get(0).equals(best ? "b" : "d") || errors < 0 || errors > MAX_ERRORS) {
                throw PageToken.refusal("pageToken", token);
            }
            long asOf = PageToken.number("pageToken", token, parts.get(2));
            if (Math.abs(asOf) > Duration.ofDays(366_000).toMillis()) {
                throw PageToken.refusal("pageToken", token);
            }
            return new Cursor(
                    best,
                    (int) errors,
                    Instant.ofEpochMilli(asOf),
                    PageToken.number("pageToken", token, parts.get(3)),
                    Double.longBitsToDouble(PageToken.number("pageToken", token, parts.get(4))),
                    PageToken.number("pageToken", token, parts.get(5)));
        }

        String token() {
            return PageToken.encode(
                    best ? "b" : "d", errors, asOf.toEpochMilli(), before, Double.doubleToLongBits(score), item);
        }
    }

    /** @throws Problem not found, if the viewer may not see the subject to look in */
    SearchAnswer find(MemberId viewer, SearchRequest request) {
        TextQuery.Place place = request.subject() == null ? null : texts.place(viewer, request.subject());
        if (request.words().isEmpty()) {
            return answer(List.of(), null, false);
        }
        if (request.pageToken() != null) {
            return nextPage(viewer, request, place, request.pageToken());
        }
        SearchAnswer exact = firstPage(viewer, request, place, 0);
        for (int errors = 1; errors <= MAX_ERRORS; errors++) {
            if (!exact.groups().isEmpty() || !request.words().canForgive()) {
                return exact;
            }
            SearchAnswer similar = firstPage(viewer, request, place, errors);
            if (!similar.groups().isEmpty()) {
                return similar;
            }
        }
        return exact;
    }

    private SearchAnswer firstPage(
            MemberId viewer, SearchRequest request, TextQuery.@Nullable Place place, int errors) {
        SearchWords words = request.words().forgiving(errors);
        List<SearchAnswer.Group> groups = new ArrayList<>();
        SearchAnswer.Facets counted = null;
        if (request.wantsTexts()) {
            Cursor start = Cursor.first(request.best(), clock.instant());
            Cursor cursor = new Cursor(start.best(), errors, start.asOf(), start.before(), start.score(), start.item());
            TextSearch.Found found =
                    texts.find(viewer, query(request, words, place), request.hasFile(), cursor.before());
            counted = facets.of(viewer, found);
            for (SearchType type : List.of(SearchType.POSTS, SearchType.COMMENTS)) {
                if (request.wants(type)) {
                    addIfAny(groups, textGroup(viewer, request, words, only(type, found), type, cursor, true));
                }
            }
        }
        for (SearchType type : SearchType.values()) {
            if (!type.isText() && request.wants(type)) {
                addIfAny(groups, nameGroup(viewer, named(request, type, words, place, 0), true));
            }
        }
        return answer(groups, counted, errors > 0 && !groups.isEmpty());
    }

    private static void addIfAny(List<SearchAnswer.Group> groups, SearchAnswer.Group group) {
        if (!group.items().isEmpty()) {
            groups.add(group);
        }
    }

    private SearchAnswer nextPage(
            MemberId viewer, SearchRequest request, TextQuery.@Nullable Place place, String token) {
        SearchType type = request.type();
        if (type == null) {
            throw Problem.required("type");
        }
        if (type.isText()) {
            Cursor cursor = Cursor.read(token, request.best());
            SearchWords words = request.words().forgiving(cursor.errors());
            TextSearch.Found found =
                    texts.find(viewer, query(request, words, place), request.hasFile(), cursor.before());
            return answer(
                    List.of(textGroup(viewer, request, words, found, type, cursor, false)), null, cursor.errors() > 0);
        }
        List<String> parts = PageToken.decode("pageToken", token, 3);
        long errors = PageToken.number("pageToken", token, parts.get(1));
        long after = PageToken.number("pageToken", token, parts.get(2));
        if (!parts.get(0).equals("n") || errors < 0 || errors > MAX_ERRORS || after < 1) {
            throw PageToken.refusal("pageToken", token);
        }
        SearchWords words = request.words().forgiving((int) errors);
        return answer(List.of(nameGroup(viewer, named(request, type, words, place, after), false)), null, errors > 0);
    }

    private SearchAnswer answer(
            List<SearchAnswer.Group> groups, SearchAnswer.@Nullable Facets facets, boolean similar) {
        return new SearchAnswer(groups, facets, similar, catchUp.isRunning() ? true : null);
    }

    private static NameSearch.Page named(
            SearchRequest request, SearchType type, SearchWords words, TextQuery.@Nullable Place place, long after) {
        return new NameSearch.Page(type, words, query(request, words, place).filter(), after, request.limit());
    }

    private static TextQuery query(SearchRequest request, SearchWords words, TextQuery.@Nullable Place place) {
        TextQuery.Texts which = request.type() == null
                ? TextQuery.Texts.BOTH
                : request.type() == SearchType.POSTS ? TextQuery.Texts.POSTS : TextQuery.Texts.COMMENTS;
        return new TextQuery(
                words,
                true,
                new TextQuery.Filter(
                        which,
                        place,
                        request.author() == null ? null : request.author().value(),
                        request.kinds(),
                        request.from(),
                        request.to()));
    }

    private static TextSearch.Found only(SearchType type, TextSearch.Found found) {
        return new TextSearch.Found(
                found.items().stream()
                        .filter(item -> item.isComment() == (type == SearchType.COMMENTS))
                        .toList(),
                found.more());
    }

    private record Ranked(TextSearch.Visible item, double score) {}

    private SearchAnswer.Group textGroup(
            MemberId viewer,
            SearchRequest request,
            SearchWords words,
            TextSearch.Found found,
            SearchType type,
            Cursor cursor,
            boolean counted) {
        Stream<Ranked> ranked = found.items().stream().map(item -> new Ranked(item, score(item, cursor)));
        if (cursor.best()) {
            ranked = ranked.filter(hit -> hit.score() < cursor.score()
                            || (hit.score() == cursor.score() && hit.item().item() < cursor.item()))
                    .sorted(Comparator.comparingDouble(Ranked::score)
                            .thenComparing(hit -> hit.item().item())
                            .reversed());
        }
        List<Ranked> page = ranked.limit(request.limit() + 1L).toList();
        // In the best order the pages end with what was ranked; newest goes on as far as there is something.
        boolean more = page.size() > request.limit() || (!cursor.best() && found.more() && !page.isEmpty());
        List<Ranked> shown = page.subList(0, Math.min(request.limit(), page.size()));
        String next = null;
        if (more) {
            Ranked last = shown.get(shown.size() - 1);
            long newest = found.items().get(0).item();
            next = cursor.best()
                    ? new Cursor(
                                    true,
                                    cursor.errors(),
                                    cursor.asOf(),
                                    Math.min(cursor.before(), newest + 1),
                                    last.score(),
                                    last.item().item())
                            .token()
                    : new Cursor(
                                    false,
                                    cursor.errors(),
                                    cursor.asOf(),
                                    last.item().item(),
                                    0,
                                    0)
                            .token();
        }
        return new SearchAnswer.Group(
                type,
                texts.hits(viewer, shown.stream().map(Ranked::item).toList(), words),
                counted ? found.items().size() : null,
                counted ? found.more() : null,
                next);
    }

    /** What the index thinks of the words, up to twice as much for what is of today. */
    private static double score(TextSearch.Visible item, Cursor cursor) {
        double days =
                Math.max(0, Duration.between(item.publishedAt(), cursor.asOf()).toHours() / 24.0);
        return item.score() * (1 + 1 / (1 + days / 30));
    }

    private SearchAnswer.Group nameGroup(MemberId viewer, NameSearch.Page page, boolean counted) {
        NameSearch.Found found = names.find(viewer, page);
        return new SearchAnswer.Group(
                page.type(),
                found.hits(),
                counted ? found.total() : null,
                counted ? found.isCapped() : null,
                NameSearch.nextPageToken(page, found));
    }
}
