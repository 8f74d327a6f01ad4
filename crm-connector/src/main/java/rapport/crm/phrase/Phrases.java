package rapport.crm.phrase;

import java.text.MessageFormat;
import java.util.Arrays;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The words of all phrases: {@code phrases.properties} and {@code phrases_fr.properties}. */
public final class Phrases {
    /** The last one may have been cut where it is kept. */
    private static final Pattern PHRASE = Pattern.compile("\\[\\[([a-z][a-z0-9.-]*)((?:\\|[^\\[\\]|]*)*)(?:]]|]?$)");

    private static final ResourceBundle.Control NO_FALLBACK =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private Phrases() {}

    /** A text with all its phrases in words; what is no phrase, or none that is known, stays as it is. */
    public static String tell(String text, Locale language) {
        return PHRASE.matcher(text).replaceAll(phrase -> Matcher.quoteReplacement(words(phrase, language)));
    }

    public static @Nullable String tellOrNull(@Nullable String text, Locale language) {
        return text == null ? null : tell(text, language);
    }

    /** For logs. */
    public static String english(String text) {
        return tell(text, Locale.ENGLISH);
    }

    private static String words(java.util.regex.MatchResult phrase, Locale language) {
        String code = phrase.group(1);
        Object[] values = Arrays.stream(phrase.group(2).split("\\|", -1))
                .skip(1)
                .map(value -> tell(plain(value), language))
                .toArray();
        ResourceBundle words = ResourceBundle.getBundle("rapport/crm/phrase/phrases", language, NO_FALLBACK);
        if (code.equals("type") && values.length == 1) {
            String key = "type." + values[0];
            return words.containsKey(key) ? words.getString(key) : String.valueOf(values[0]);
        }
        return words.containsKey(code)
                ? new MessageFormat(words.getString(code), language).format(values)
                : phrase.group();
    }

    private static String plain(String value) {
        return value.replace("%5D", "]").replace("%5B", "[").replace("%7C", "|").replace("%25", "%");
    }
}
