package rapport.social.web;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.support.ReloadableResourceBundleMessageSource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;
import rapport.social.shared.Problem;

/**
 * Puts refusals into words, in French or English. Texts stand in {@code problems/<capability>.properties} and
 * {@code problems/<capability>_fr.properties} of any module, as {@code <type>.title} and {@code <type>.detail}.
 */
@Component
public class Problems {
    private static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.FRENCH);

    private final MessageSource messages;

    Problems() throws IOException {
        var basenames = new ArrayList<String>();
        for (var resource :
                new PathMatchingResourcePatternResolver().getResources("classpath*:problems/*_fr.properties")) {
            String name = String.valueOf(resource.getFilename());
            basenames.add("classpath:problems/" + name.substring(0, name.length() - "_fr.properties".length()));
        }
        var source = new ReloadableResourceBundleMessageSource();
        source.setBasenames(basenames.toArray(String[]::new));
        source.setDefaultEncoding("UTF-8");
        source.setFallbackToSystemLocale(false);
        source.setAlwaysUseMessageFormat(true);
        this.messages = source;
    }

    /** @param acceptLanguage the header as it was sent; anything but French gives English */
    public static Locale language(@Nullable String acceptLanguage) {
        if (acceptLanguage == null || acceptLanguage.isBlank()) {
            return Locale.ENGLISH;
        }
        try {
            var best = Locale.lookup(Locale.LanguageRange.parse(acceptLanguage), LANGUAGES);
            return best == null ? Locale.ENGLISH : best;
        } catch (IllegalArgumentException malformed) {
            return Locale.ENGLISH;
        }
    }

    public ProblemDocument document(Problem problem, Locale language, @Nullable String instance) {
        List<ProblemDocument.FieldError> errors = null;
        if (problem instanceof Problem.Several several && several.problems().size() > 1) {
            errors = several.problems().stream()
                    .map(p -> new ProblemDocument.FieldError(
                            p.field() == null ? "" : p.field(), p.limit(), p.value(), p.type(), detail(p, language)))
                    .toList();
        }
        return new ProblemDocument(
                "/problems/" + problem.type(),
                text(problem, "title", language),
                problem.status(),
                detail(problem, language),
                instance,
                problem.field(),
                problem.limit(),
                problem.value(),
                errors);
    }

    private @Nullable String detail(Problem problem, Locale language) {
        return messages.getMessage(problem.type() + ".detail", strings(problem), null, language);
    }

    private String text(Problem problem, String part, Locale language) {
        String found = messages.getMessage(problem.type() + "." + part, strings(problem), problem.type(), language);
        return found == null ? problem.type() : found;
    }

    /** Numbers as they are, without the separators that MessageFormat would put in. */
    private static Object[] strings(Problem problem) {
        Object[] arguments = problem.arguments();
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = String.valueOf(arguments[i]);
        }
        return arguments;
    }
}
