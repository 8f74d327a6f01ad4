package rapport.social.space;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import rapport.social.shared.Problem;

/**
 * Presets from which spaces are made; whoever makes one can change each part.
 *
 * @param templates by key; those that are configured take the place of the three that come with Rapport
 */
@ConfigurationProperties("rapport.spaces")
public record SpaceTemplates(@Nullable Map<String, Template> templates) {
    private static final Map<String, Template> BUILT_IN = Map.of(
            "project", new Template("Project", null, SpaceVisibility.PRIVATE, false, List.of()),
            "practice", new Template("Community of practice", null, SpaceVisibility.PUBLIC, false, List.of()),
            "news", new Template("News", null, SpaceVisibility.PUBLIC, true, List.of()));

    /** Where none is chosen. */
    static final Template NONE = new Template("", null, SpaceVisibility.PUBLIC, false, List.of());

    /**
     * One preset.
     *
     * @param name   what the choice is called
     * @param topics suggested to who writes in the space
     */
    public record Template(
            String name,
            @Nullable String description,
            @DefaultValue("public") SpaceVisibility visibility,
            boolean broadcast,
            @DefaultValue List<String> topics) {}

    Map<String, Template> all() {
        return new TreeMap<>(templates == null || templates.isEmpty() ? BUILT_IN : templates);
    }

    /** @throws Problem if there is none of that key */
    Template get(String key) {
        Template template = all().get(key);
        if (template == null) {
            throw Problem.invalid("template", key, String.join(", ", all().keySet()));
        }
        return template;
    }
}
