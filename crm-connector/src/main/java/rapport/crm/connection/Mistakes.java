package rapport.crm.connection;

import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import rapport.social.shared.Problem;

/** Makes a problem of what {@link SettingsCheck} found: {@code setting: found (expected: …)}. */
final class Mistakes {
    private static final Pattern MISTAKE = Pattern.compile("([^:]+): (.*) \\(expected: (.*)\\)", Pattern.DOTALL);
    private static final Pattern AFTER_HYPHEN = Pattern.compile("-([a-z])");

    private Mistakes() {}

    /**
     * @param field the member of the request that a setting came from
     * @throws Problem that names every setting at fault by its place in the request
     */
    static void refuse(List<String> mistakes, UnaryOperator<String> field) {
        List<Problem> problems =
                mistakes.stream().map(mistake -> problem(mistake, field)).toList();
        if (!problems.isEmpty()) {
            throw problems.size() == 1 ? problems.get(0) : new Problem.Several(problems);
        }
    }

    private static Problem problem(String mistake, UnaryOperator<String> field) {
        Matcher parts = MISTAKE.matcher(mistake);
        if (!parts.matches()) {
            return Problem.invalid("connection", null, mistake);
        }
        return Problem.invalid(
                field.apply(parts.group(1)), parts.group(2).replaceAll("^\"(.*)\"$", "$1"), parts.group(3));
    }

    static String camel(String kebab) {
        return AFTER_HYPHEN.matcher(kebab).replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
    }
}
