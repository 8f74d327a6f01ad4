package rapport.samples.crm.page;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An element of a page. Text is escaped where it is put in, so no page can forget it. */
final class Html {
    private static final Set<String> WITHOUT_END = Set.of("input", "link", "meta", "br", "hr", "img");

    private final String tag;
    private final Map<String, String> attributes = new LinkedHashMap<>();
    private final List<Object> children = new ArrayList<>();

    private Html(String tag) {
        this.tag = tag;
    }

    /**
     * @param name     the tag, with classes after dots: {@code a.button.quiet}
     * @param children text, elements, or collections of them; null is nothing
     */
    static Html el(String name, @Nullable Object... children) {
        String[] parts = name.split("\\.");
        Html element = new Html(parts[0]);
        if (parts.length > 1) {
            element.attr("class", String.join(" ", List.of(parts).subList(1, parts.length)));
        }
        return element.add(children);
    }

    Html attr(String name, @Nullable Object value) {
        if (value != null) {
            attributes.put(name, value.toString());
        }
        return this;
    }

    /** An attribute without a value, when {@code holds}. */
    Html flag(String name, boolean holds) {
        return holds ? attr(name, "") : this;
    }

    Html add(@Nullable Object... more) {
        for (Object child : more) {
            if (child instanceof Collection<?> several) {
                children.addAll(several);
            } else if (child != null) {
                children.add(child);
            }
        }
        return this;
    }

    String render() {
        StringBuilder out = new StringBuilder();
        renderTo(out);
        return out.toString();
    }

    private void renderTo(StringBuilder out) {
        out.append('<').append(tag);
        attributes.forEach((name, value) -> {
            out.append(' ').append(name);
            if (!value.isEmpty() || name.equals("value") || name.equals("alt")) {
                out.append("=\"").append(escape(value)).append('"');
            }
        });
        out.append('>');
        if (WITHOUT_END.contains(tag)) {
            return;
        }
        for (Object child : children) {
            if (child instanceof Html element) {
                element.renderTo(out);
            } else {
                out.append(escape(child.toString()));
            }
        }
        out.append("</").append(tag).append('>');
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
