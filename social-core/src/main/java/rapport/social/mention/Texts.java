package rapport.social.mention;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import rapport.social.shared.Problem;

/** What members write, made fit to be kept: the one place where texts are measured and refused. */
@Component
@EnableConfigurationProperties(TextLimits.class)
public class Texts {
    private final TextLimits limits;

    Texts(TextLimits limits) {
        this.limits = limits;
    }

    /** @throws Problem if there is none, or it is too long, or it names too many */
    public Prose body(String field, @Nullable String typed) {
        String text = clean(field, typed);
        if (text.isEmpty()) {
            throw Problem.required(field);
        }
        return measured(field, text);
    }

    /** As {@link #body}, where a text may also be missing. */
    public Prose bodyOrNone(String field, @Nullable String typed) {
        return measured(field, clean(field, typed));
    }

    private Prose measured(String field, String text) {
        if (text.length() > limits.body()) {
            throw Problem.tooLong(field, text.length(), limits.body());
        }
        Prose prose = Prose.of(text);
        if (prose.mentions() > limits.mentions()) {
            throw new Problem(400, "too-many-mentions", field, prose.mentions(), limits.mentions());
        }
        return prose;
    }

    /** @throws Problem if there is none, or it is shorter than {@code min} or longer than a title may be */
    public String title(String field, @Nullable String typed, int min) {
        String title = clean(field, typed).replaceAll("\\s+", " ");
        if (title.isEmpty()) {
            throw Problem.required(field);
        }
        if (title.length() < min) {
            throw Problem.tooShort(field, title.length(), min);
        }
        if (title.length() > limits.titleMax()) {
            throw Problem.tooLong(field, title.length(), limits.titleMax());
        }
        return title;
    }

    /** The title of a question: long enough to be found again. */
    public String questionTitle(String field, @Nullable String typed) {
        return title(field, typed, limits.titleMin());
    }

    /** A short text on one line, which may be missing. @throws Problem if it is longer than {@code max} */
    public String line(String field, @Nullable String typed, int max) {
        String line = clean(field, typed).replaceAll("\\s+", " ");
        if (line.length() > max) {
            throw Problem.tooLong(field, line.length(), max);
        }
        return line;
    }

    /** One kind of line end, nothing around it, and no character that a database can't hold. */
    private static String clean(String field, @Nullable String typed) {
        if (typed == null) {
            return "";
        }
        requireCharacters(field, typed);
        return typed.replace("\r\n", "\n").replace('\r', '\n').strip();
    }

    /** @throws Problem if a database can't hold it: PostgreSQL refuses U+0000, half of a surrogate pair is none in UTF-8 */
    public static void requireCharacters(String field, String typed) {
        for (int i = 0; i < typed.length(); i++) {
            char c = typed.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < typed.length()
                    && Character.isLowSurrogate(typed.charAt(i + 1));
            if (pair) {
                i++;
            } else if (Character.isSurrogate(c) || c == 0) {
                throw new Problem(400, "not-a-character", field, "U+%04X".formatted((int) c), null);
            }
        }
    }
}
