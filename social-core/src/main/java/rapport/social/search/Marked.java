package rapport.social.search;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A part of a text, as a segment of type text; marked where it is what was looked for. Text and never markup.
 *
 * @param marked absent where it is not
 */
@Schema(name = "MarkedText", example = "{\"type\":\"text\",\"text\":\"négociations\",\"marked\":true}")
record Marked(String text, @Nullable Boolean marked) {
    private static final int EXCERPT = 220;
    private static final int LEAD = 50;

    @JsonProperty
    @Schema(allowableValues = "text")
    String type() {
        return "text";
    }

    /** The whole text. */
    static List<Marked> all(String text, SearchWords words) {
        return cut(text, hits(text, words), 0, text.length());
    }

    /** The part of the text that holds the most of the words, or its beginning when it holds none. */
    static List<Marked> excerpt(String text, SearchWords words) {
        List<Hit> hits = hits(text, words);
        if (text.length() <= EXCERPT) {
            return cut(text, hits, 0, text.length());
        }
        int from = 0;
        int most = 0;
        for (Hit first : hits) {
            Set<Integer> within = new HashSet<>();
            for (Hit hit : hits) {
                if (hit.from() >= first.from() && hit.to() <= first.from() + EXCERPT - LEAD) {
                    within.add(hit.word());
                }
            }
            if (within.size() > most) {
                most = within.size();
                from = first.from() <= LEAD ? 0 : wordStart(text, first.from() - LEAD, first.from());
            }
        }
        return cut(text, hits, from, wordEnd(text, from, from + EXCERPT));
    }

    private record Hit(int from, int to, int word) {}

    private static List<Hit> hits(String text, SearchWords words) {
        List<Hit> hits = new ArrayList<>();
        for (WordForms.Placed placed : WordForms.in(text)) {
            for (int i = 0; i < words.words().size(); i++) {
                if (words.words().get(i).matches(placed.forms(), words.distance())) {
                    hits.add(new Hit(placed.from(), placed.to(), i));
                    break;
                }
            }
        }
        return hits;
    }

    private static int wordStart(String text, int at, int latest) {
        int space = text.indexOf(' ', at);
        return space < 0 || space >= latest ? latest : space + 1;
    }

    private static int wordEnd(String text, int from, int at) {
        if (at >= text.length()) {
            return text.length();
        }
        int space = text.lastIndexOf(' ', at);
        int end = space > from + EXCERPT / 2 ? space : at;
        return Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
    }

    private static List<Marked> cut(String text, List<Hit> hits, int from, int to) {
        List<Marked> parts = new ArrayList<>();
        int done = from;
        String lead = from > 0 ? "… " : "";
        for (Hit hit : hits) {
            if (hit.from() < done || hit.to() > to) {
                continue;
            }
            add(parts, lead + text.substring(done, hit.from()), null);
            lead = "";
            add(parts, text.substring(hit.from(), hit.to()), true);
            done = hit.to();
        }
        add(parts, lead + text.substring(done, to) + (to < text.length() ? " …" : ""), null);
        return parts;
    }

    private static void add(List<Marked> parts, String text, @Nullable Boolean marked) {
        if (!text.isEmpty()) {
            parts.add(new Marked(text, marked));
        }
    }
}
