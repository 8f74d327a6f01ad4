package rapport.social.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import rapport.social.post.PostKind;

/** What every search index does alike, whatever stands behind it. */
abstract class SearchIndexContract {
    private static final Instant MONDAY = Instant.parse("2026-03-02T09:00:00Z");
    private static final TextQuery.Filter ANYTHING =
            new TextQuery.Filter(TextQuery.Texts.BOTH, null, null, Set.of(), null, null);

    /** Ids that no other test of the same index has. */
    private static final AtomicLong IDS = new AtomicLong(4_000_000_000_000L);

    private final long acme = id();
    private final List<Long> posts = new ArrayList<>();

    abstract SearchIndex index();

    /** Returns when everything that was put or removed so far shows. */
    void settle() {}

    static long id() {
        return IDS.incrementAndGet();
    }

    @AfterEach
    void forget() {
        posts.forEach(post -> index().removeThread(post));
    }

    private IndexedText text(long item, long post, int version, @Nullable String title, String text) {
        posts.add(post);
        return new IndexedText(item, post, acme, null, PostKind.UPDATE, MONDAY, version, title, text);
    }

    private long put(String text) {
        return put(null, text);
    }

    private long put(@Nullable String title, String text) {
        long post = id();
        index().put(List.of(text(post, post, 1, title, text)));
        return post;
    }

    private List<Long> find(SearchWords words, boolean all, TextQuery.Filter filter) {
        settle();
        return index().newest(new TextQuery(words, all, filter), Long.MAX_VALUE, 100).found().stream()
                .map(Candidates.Candidate::item)
                .toList();
    }

    /** Among the texts of this test. */
    private List<Long> find(SearchWords words, boolean all) {
        return find(words, all, here(TextQuery.Texts.BOTH));
    }

    private TextQuery.Filter here(TextQuery.Texts texts) {
        return new TextQuery.Filter(texts, new TextQuery.Place(Set.of(acme), null, null), null, Set.of(), null, null);
    }

    private List<Long> find(String words) {
        return find(SearchWords.typed(words), true);
    }

    @Test
    void findsAWordWhateverItsCaseAccentsAndEndings() {
        long french = put("Les NÉGOCIATIONS reprennent lundi à l’usine.");
        long english = put("The negotiation about the price goes on.");
        assertThat(find("negociations ")).containsExactly(french);
        assertThat(find("Négocié ")).containsExactly(french);
        assertThat(find("reprendre ")).as("another stem").isEmpty();
        assertThat(find("NEGOTIATING ")).containsExactly(english);
        assertThat(find("prices ")).containsExactly(english);
        assertThat(find("lundi usine ")).containsExactly(french);
        assertThat(find("lundi price ")).as("all words").isEmpty();
    }

    @Test
    void findsTheBeginningOfTheLastWordOnly() {
        long post = put("The evaporator fan rattles");
        assertThat(find("fan evapo")).containsExactly(post);
        assertThat(find("evapo fan")).isEmpty();
        assertThat(find("evapo ")).isEmpty();
    }

    @Test
    void forgivesAsManyTypingErrorsAsItIsAllowed() {
        long post = put("The compressor is on order");
        var one = SearchWords.of("compresor");
        assertThat(find(one, true)).isEmpty();
        assertThat(find(one.forgiving(1), true)).containsExactly(post);
        assertThat(find(SearchWords.of("cmopressor").forgiving(1), true))
                .as("two letters exchanged")
                .containsExactly(post);
        var two = SearchWords.of("compresorr");
        assertThat(find(two.forgiving(1), true)).isEmpty();
        assertThat(find(two.forgiving(2), true)).containsExactly(post);
        assertThat(find(SearchWords.of("fin").forgiving(2), true))
                .as("short words forgive nothing")
                .isEmpty();
    }

    @Test
    void findsAnyOfTheWordsWhenThatIsAskedAndRanksMoreOfThemHigher() {
        long both = put("Which refrigerant does the cabinet need?");
        long single = put("The cabinet arrived");
        put("Nothing of that");
        settle();
        var found = index().newest(
                        new TextQuery(SearchWords.of("refrigerant cabinet"), false, here(TextQuery.Texts.BOTH)),
                        Long.MAX_VALUE,
                        100)
                .found();
        assertThat(found.stream().map(Candidates.Candidate::item)).containsExactly(single, both);
        assertThat(found.get(1).score()).isGreaterThan(found.get(0).score());
    }

    @Test
    void countsAWordOfTheTitleMore() {
        long inText = put("Deliveries", "about the valve of the pump in hall four");
        long inTitle = put("Valve", "about the deliveries of the pump in hall four");
        settle();
        var found = index().newest(
                        new TextQuery(SearchWords.of("valve"), true, here(TextQuery.Texts.BOTH)), Long.MAX_VALUE, 100)
                .found();
        assertThat(found.stream().map(Candidates.Candidate::item)).containsExactly(inTitle, inText);
        assertThat(found.get(0).score()).isGreaterThan(found.get(1).score());
    }

    @Test
    void neverPutsAnOlderTextInPlaceOfANewerOne() {
        long post = id();
        index().put(List.of(text(post, post, 3, null, "newest words")));
        index().put(List.of(text(post, post, 2, null, "older words")));
        assertThat(find("older ")).isEmpty();
        assertThat(find("newest ")).containsExactly(post);
        settle();
        assertThat(index().versions(post, post)).isEqualTo(Map.of(post, 3));
        index().put(List.of(text(post, post, 4, null, "still newer")));
        assertThat(find("newest ")).isEmpty();
        assertThat(find("newer ")).containsExactly(post);
    }

    @Test
    void takesTheSameVersionAgainWhenItsPostMoved() {
        long post = put("moved words");
        long elsewhere = id();
        index().put(List.of(
                new IndexedText(post, post, elsewhere, null, PostKind.UPDATE, MONDAY, 1, null, "moved words")));
        assertThat(find("moved ")).isEmpty();
        assertThat(find(
                        SearchWords.of("moved"),
                        true,
                        new TextQuery.Filter(
                                TextQuery.Texts.BOTH,
                                new TextQuery.Place(Set.of(elsewhere), null, null),
                                null,
                                Set.of(),
                                null,
                                null)))
                .containsExactly(post);
    }

    @Test
    void takesATextBackThatWasRemoved() {
        long post = id();
        long comment = id();
        var thread =
                List.of(text(post, post, 2, null, "restored pump"), text(comment, post, 1, null, "restored answer"));
        index().put(thread);
        index().removeThread(post);
        assertThat(find("restored ")).isEmpty();
        index().put(thread);
        assertThat(find("restored ")).containsExactly(comment, post);
        index().remove(List.of(comment, id()));
        assertThat(find("restored ")).containsExactly(post);
        index().put(List.of(thread.get(1)));
        assertThat(find("restored ")).containsExactly(comment, post);
    }

    @Test
    void leavesOtherThreadsAloneWhenOneIsRemoved() {
        long gone = put("shared word");
        long stays = put("shared word");
        index().removeThread(gone);
        assertThat(find("shared ")).containsExactly(stays);
        index().remove(List.of());
        index().put(List.of());
        assertThat(find("shared ")).containsExactly(stays);
    }

    @Test
    void looksOnlyWhereItIsTold() {
        long ann = id();
        long ben = id();
        long other = id();
        long post = id();
        long comment = id();
        long question = id();
        posts.addAll(List.of(post, question));
        index().put(List.of(
                new IndexedText(post, post, acme, ann, PostKind.UPDATE, MONDAY, 1, null, "cold room"),
                new IndexedText(
                        comment, post, acme, ben, PostKind.UPDATE, MONDAY.plusSeconds(60), 1, null, "cold indeed"),
                new IndexedText(
                        question,
                        question,
                        other,
                        ann,
                        PostKind.QUESTION,
                        MONDAY.plusSeconds(120),
                        1,
                        "How cold?",
                        "")));
        var both = new TextQuery.Place(Set.of(acme, other), null, null);
        assertThat(cold(TextQuery.Texts.POSTS, both, null, Set.of(), null, null))
                .containsExactly(question, post);
        assertThat(cold(TextQuery.Texts.COMMENTS, both, null, Set.of(), null, null))
                .containsExactly(comment);
        assertThat(cold(TextQuery.Texts.BOTH, both, ben, Set.of(), null, null)).containsExactly(comment);
        assertThat(cold(TextQuery.Texts.BOTH, both, null, EnumSet.of(PostKind.QUESTION), null, null))
                .containsExactly(question);
        assertThat(cold(TextQuery.Texts.BOTH, both, null, Set.of(), MONDAY.plusSeconds(60), null))
                .containsExactly(question, comment);
        assertThat(cold(TextQuery.Texts.BOTH, both, null, Set.of(), null, MONDAY.plusSeconds(60)))
                .containsExactly(post);
        assertThat(cold(
                        TextQuery.Texts.BOTH,
                        new TextQuery.Place(Set.of(acme), null, null),
                        null,
                        Set.of(),
                        null,
                        null))
                .containsExactly(comment, post);
        assertThat(cold(TextQuery.Texts.BOTH, new TextQuery.Place(Set.of(id()), ann, null), null, Set.of(), null, null))
                .as("of the author, wherever it stands")
                .containsExactly(question, post);
    }

    private List<Long> cold(
            TextQuery.Texts texts,
            TextQuery.Place place,
            @Nullable Long author,
            Set<PostKind> kinds,
            @Nullable Instant from,
            @Nullable Instant to) {
        return find(SearchWords.of("cold"), true, new TextQuery.Filter(texts, place, author, kinds, from, to));
    }

    @Test
    void givesTheNewestFirstPageByPageAndSaysWhetherThereAreMore() {
        List<Long> ids =
                IntStream.range(0, 7).mapToObj(i -> put("paged word " + i)).toList();
        settle();
        var query = new TextQuery(SearchWords.of("paged"), true, here(TextQuery.Texts.BOTH));
        var first = index().newest(query, Long.MAX_VALUE, 4);
        assertThat(first.found().stream().map(Candidates.Candidate::item))
                .containsExactly(ids.get(6), ids.get(5), ids.get(4), ids.get(3));
        assertThat(first.more()).isTrue();
        assertThat(first.found()).allMatch(hit -> hit.version() == 1 && hit.score() > 0);
        var rest = index().newest(query, ids.get(3), 4);
        assertThat(rest.found().stream().map(Candidates.Candidate::item))
                .containsExactly(ids.get(2), ids.get(1), ids.get(0));
        assertThat(rest.more()).isFalse();
        assertThat(index().newest(query, Long.MAX_VALUE, 7).more()).isFalse();
    }

    @Test
    void tellsTheVersionsThatItHolds() {
        long first = id();
        long second = id();
        index().put(List.of(text(first, first, 5, null, "one"), text(second, second, 1, null, "two")));
        settle();
        assertThat(index().versions(first, second)).isEqualTo(Map.of(first, 5, second, 1));
        assertThat(index().versions(second, second)).isEqualTo(Map.of(second, 1));
        assertThat(index().versions(second + 1, second + 1)).isEmpty();
    }

    @Test
    void takesAnythingThatCanBeWritten() {
        String longest = "mot " + "x".repeat(5_000) + " été 🎉 \\ \" {\"}\n\t " + "longueur ".repeat(10_000);
        long post = put("\u2028 {\"a\": \"b\"}", longest);
        assertThat(find("ete mot longueurs ")).containsExactly(post);
        for (String query : List.of("'; drop table post; --", "a & b | c:*", "\\ x", "œ", "1e5 -3.2", "{\"a\":1}")) {
            find(SearchWords.typed(query), true, ANYTHING);
            find(SearchWords.typed(query).forgiving(2), false, ANYTHING);
        }
    }
}
