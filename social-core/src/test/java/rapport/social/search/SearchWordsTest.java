package rapport.social.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SearchWordsTest {

    private static List<String> words(String typed) {
        return SearchWords.typed(typed).words().stream()
                .map(word -> word.plain())
                .toList();
    }

    private static String shown(List<Marked> parts) {
        return parts.stream()
                .map(part -> part.marked() == null ? part.text() : "[" + part.text() + "]")
                .collect(Collectors.joining());
    }

    @Test
    void leavesOutSmallWordsUnlessThereAreNoOthers() {
        assertThat(words("Qui a le contrat de l'été ?")).containsExactly("contrat", "ete");
        assertThat(words("the price of the pumps ")).containsExactly("price", "pumps");
        assertThat(words("to be or not to be ")).containsExactly("to", "be", "or", "not");
        assertThat(words("!?")).isEmpty();
    }

    @Test
    void takesTheLastWordAsUnfinishedUntilASpaceFollows() {
        assertThat(SearchWords.typed("pump nego").words().get(1).prefix()).isTrue();
        assertThat(SearchWords.typed("pump nego").words().get(0).prefix()).isFalse();
        assertThat(SearchWords.typed("pump nego ").words().get(1).prefix()).isFalse();
        assertThat(words("the")).as("may become theory").containsExactly("the");
    }

    @Test
    void marksEachFormOfAWordAndNothingElse() {
        var words = SearchWords.typed("cheval generales ");
        assertThat(shown(Marked.all("Les chevaux et l’Assemblée générale, généralement", words)))
                .startsWith("Les [chevaux] et l’Assemblée [générale], ");
        assertThat(shown(Marked.all("nothing here", words))).isEqualTo("nothing here");
        assertThat(shown(Marked.all("", words))).isEmpty();
    }

    @Test
    void showsThePartOfALongTextWhereTheWordsStand() {
        String text = "price alone. " + "Filler words follow here. ".repeat(20) + "The price of the pump is high. "
                + "And more of it. ".repeat(30);
        String shown = shown(Marked.excerpt(text, SearchWords.typed("pump price ")));
        assertThat(shown).startsWith("… ").contains("[price] of the [pump]").endsWith(" …");
        assertThat(shown.length()).isLessThan(240);
    }

    @Test
    void countsLettersWrongMissingAddedAndExchanged() {
        assertThat(WordDistance.between("negotation", "negotiation")).isEqualTo(1);
        assertThat(WordDistance.between("recieve", "receive")).isEqualTo(1);
        assertThat(WordDistance.between("", "abc")).isEqualTo(3);
        assertThat(WordDistance.within("acme", "acne", 1)).isTrue();
        assertThat(WordDistance.within("acme", "acnes", 1)).isFalse();
    }

    @Test
    void forgivesNothingInShortWords() {
        var word = SearchWords.typed("gas ").words().get(0);
        assertThat(word.forgiven(2)).isZero();
        assertThat(word.matches(WordForms.of("bas"), 2)).isFalse();
    }
}
