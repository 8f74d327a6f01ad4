package rapport.social.search;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rapport.social.member.MemberSummary;
import rapport.social.post.PostKind;
import rapport.social.thread.SubjectView;

/**
 * What was found. Every count is of what the viewer may see, and of nothing else.
 *
 * @param groups     those in which something was found
 * @param facets     of the posts and comments found; on a first page only, and absent when none were
 * @param similar    nothing is written exactly so: what was found is written nearly so
 * @param incomplete the index is still being made: older texts may be missing
 */
@Schema(name = "SearchAnswer")
record SearchAnswer(
        List<Group> groups,
        @Nullable Facets facets,
        boolean similar,
        @Nullable Boolean incomplete) {

    /**
     * @param count       how many there are; absent on the pages after the first
     * @param countCapped there are more than {@code count}
     */
    @Schema(name = "SearchGroup")
    record Group(
            SearchType type,
            List<SearchHit> items,
            @Nullable Integer count,
            @Nullable Boolean countCapped,
            @Nullable String nextPageToken) {}

    /**
     * @param hasFile how many of them have a file
     * @param capped  there are older matches that are not counted
     */
    @Schema(name = "SearchFacets")
    record Facets(
            List<PlaceCount> places,
            List<AuthorCount> authors,
            List<KindCount> kinds,
            List<DateCount> dates,
            int hasFile,
            boolean capped) {}

    @Schema(name = "SearchPlaceCount")
    record PlaceCount(SubjectView subject, int count) {}

    @Schema(name = "SearchAuthorCount")
    record AuthorCount(MemberSummary member, int count) {}

    @Schema(name = "SearchKindCount")
    record KindCount(PostKind kind, int count) {}

    /**
     * @param key  day, week, month or year: how far back, each with those before it
     * @param from what to send as {@code from} for these
     */
    @Schema(name = "SearchDateCount")
    record DateCount(String key, Instant from, int count) {}
}
