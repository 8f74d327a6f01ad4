package rapport.social.shared;

import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** Words as typeahead compares them: lower case, accents removed, ligatures opened, letters and digits only. */
public final class Words {
    private static final int MAX_WORD = 100;

    private Words() {}

    public static String fold(String text) {
        String open = text.toLowerCase(Locale.ROOT)
                .replace("œ", "oe")
                .replace("æ", "ae")
                .replace("ß", "ss")
                .replace("ø", "o")
                .replace("ł", "l")
                .replace("đ", "d");
        return Normalizer.normalize(open, Normalizer.Form.NFD).replaceAll("\\p{M}+", "");
    }

    /** The distinct words of a name, in order. */
    public static Set<String> of(String text) {
        var words = new LinkedHashSet<String>();
        for (String word : fold(text).split("[^\\p{L}\\p{N}]+")) {
            if (!word.isEmpty()) {
                words.add(word.length() > MAX_WORD ? word.substring(0, MAX_WORD) : word);
            }
        }
        return words;
    }

    /** The first text that no longer starts with the prefix: the end of a range over an index in binary order. */
    public static String after(String prefix) {
        return prefix + '\uffff';
    }
}
