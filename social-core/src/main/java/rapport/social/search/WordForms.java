package rapport.social.search;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tartarus.snowball.SnowballStemmer;
import org.tartarus.snowball.ext.EnglishStemmer;
import org.tartarus.snowball.ext.FrenchStemmer;
import rapport.social.shared.Words;

/**
 * A word as search compares it: folded, and its stems in both languages. The stemmers are those of PostgreSQL's
 * configurations and get the same input, the word without accents, so that both databases find alike and what one of them
 * found can be marked here.
 */
record WordForms(String plain, String french, String english) {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}\\p{M}]+");
    private static final int MAX_WORD = 100;

    /** A word and where it stands in its text. */
    record Placed(WordForms forms, int from, int to) {}

    static WordForms of(String folded) {
        return of(folded, new FrenchStemmer(), new EnglishStemmer());
    }

    private static WordForms of(String folded, SnowballStemmer french, SnowballStemmer english) {
        return new WordForms(folded, stem(french, folded), stem(english, folded));
    }

    private static String stem(SnowballStemmer stemmer, String word) {
        stemmer.setCurrent(word);
        stemmer.stem();
        return stemmer.getCurrent();
    }

    /** The words of a text, in order. */
    static List<Placed> in(String text) {
        var french = new FrenchStemmer();
        var english = new EnglishStemmer();
        List<Placed> words = new ArrayList<>();
        Matcher word = WORD.matcher(text);
        while (word.find()) {
            for (String folded : Words.of(word.group())) {
                words.add(new Placed(of(folded, french, english), word.start(), word.end()));
            }
        }
        return words;
    }

    /** The text as the index takes it: its words folded, one space between them. */
    static String folded(String text) {
        var line = new StringBuilder();
        Matcher word = WORD.matcher(Words.fold(text));
        while (word.find()) {
            String found = word.group();
            line.append(line.isEmpty() ? "" : " ")
                    .append(found.length() > MAX_WORD ? found.substring(0, MAX_WORD) : found);
        }
        return line.toString();
    }
}
