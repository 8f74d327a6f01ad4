package rapport.social.search;

import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.WordlistLoader;
import org.apache.lucene.analysis.snowball.SnowballFilter;
import org.apache.lucene.util.IOUtils;
import rapport.social.shared.Words;

/**
 * What is looked for.
 *
 * @param words    the words that count, folded; those that every text holds (the, le, de) are left out unless there are no others
 * @param distance typing errors forgiven in a word: 0, 1 or 2; short words forgive fewer
 */
record SearchWords(List<Word> words, int distance) {
    /** Question words are not in the lists of the stemmers; they stand in every question. */
    private static final Set<String> QUESTION_WORDS = Set.of(
            "comment",
            "quand",
            "pourquoi",
            "combien",
            "quel",
            "quelle",
            "quels",
            "quelles",
            "quoi",
            "how",
            "what",
            "when",
            "where",
            "who",
            "which",
            "why",
            "anyone",
            "anybody",
            "quelqu",
            "est",
            "ce",
            "can",
            "does",
            "do",
            "y",
            "a");

    private static final Set<String> STOP_WORDS = stopWords();

    /** @param prefix still being typed: longer words count too */
    record Word(WordForms forms, boolean prefix) {
        String plain() {
            return forms.plain();
        }

        /** How many typing errors are forgiven in it when {@code distance} are allowed. */
        int forgiven(int distance) {
            int length = plain().length();
            return length < 4 ? 0 : length < 7 ? Math.min(1, distance) : distance;
        }

        boolean matches(WordForms other, int distance) {
            return plain().equals(other.plain())
                    || (prefix && other.plain().startsWith(plain()))
                    || forms.french().equals(other.french())
                    || forms.english().equals(other.english())
                    || (forgiven(distance) > 0 && WordDistance.within(plain(), other.plain(), forgiven(distance)));
        }
    }

    /** Reads what a reader typed; its last word may be unfinished unless a space follows. */
    static SearchWords typed(String query) {
        boolean finished = query.isEmpty() || Character.isWhitespace(query.charAt(query.length() - 1));
        return of(query, !finished);
    }

    /** Reads a finished text, such as the title of a question. */
    static SearchWords of(String text) {
        return of(text, false);
    }

    private static SearchWords of(String text, boolean unfinished) {
        var all = List.copyOf(Words.of(text));
        Map<String, Word> words = new LinkedHashMap<>();
        for (int i = 0; i < all.size(); i++) {
            boolean prefix = unfinished && i == all.size() - 1 && all.get(i).length() > 1;
            if (prefix || (all.get(i).length() > 1 && !STOP_WORDS.contains(all.get(i)))) {
                words.put(all.get(i), new Word(WordForms.of(all.get(i)), prefix));
            }
        }
        if (words.isEmpty()) {
            all.forEach(word -> words.put(word, new Word(WordForms.of(word), false)));
        }
        return new SearchWords(List.copyOf(words.values()), 0);
    }

    boolean isEmpty() {
        return words.isEmpty();
    }

    SearchWords forgiving(int errors) {
        return new SearchWords(words, errors);
    }

    /** Whether any word is long enough that an error in it could be told from another word. */
    boolean canForgive() {
        return words.stream().anyMatch(word -> word.forgiven(1) > 0);
    }

    /** Which of the words, by number, stand in a text. */
    Set<Integer> foundIn(String text) {
        Set<Integer> found = new HashSet<>();
        for (WordForms.Placed placed : WordForms.in(text)) {
            for (int i = 0; i < words.size(); i++) {
                if (words.get(i).matches(placed.forms(), distance)) {
                    found.add(i);
                }
            }
        }
        return found;
    }

    private static Set<String> stopWords() {
        Set<String> folded = new HashSet<>(QUESTION_WORDS);
        for (String list : List.of("french_stop.txt", "english_stop.txt")) {
            try (var reader = IOUtils.getDecodingReader(
                    SnowballFilter.class.getResourceAsStream(list), java.nio.charset.StandardCharsets.UTF_8)) {
                CharArraySet words = WordlistLoader.getSnowballWordSet(reader);
                for (Object word : words) {
                    folded.addAll(Words.of(new String((char[]) word)));
                }
            } catch (IOException e) {
                throw new IllegalStateException("the list of words " + list + " is missing", e);
            }
        }
        return Set.copyOf(folded);
    }
}
