package rapport.social.shared;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A refusal that the caller can understand and act on. Becomes a problem document (RFC 9457) in one place, the REST
 * server's mapper, in the caller's language: the texts stand under {@code <type>.title} and {@code <type>.detail} in the
 * bundles {@code problems/*.properties}, with {0} field, {1} value, {2} limit.
 *
 * <p>Capabilities extend it with the refusal's own name ({@code PostClosed}) or use the factories.
 */
public class Problem extends RuntimeException {
    /** So much of a text that was refused is repeated. */
    private static final int SHOWN = 40;

    private final int status;
    private final String type;
    private final @Nullable String field;
    private final @Nullable Object value;
    private final @Nullable Object limit;
    private final @Nullable Integer retryAfterSeconds;

    public Problem(int status, String type) {
        this(status, type, null, null, null);
    }

    /**
     * @param type  a slug in kebab case, such as {@code too-long}
     * @param field the JSON member or parameter at fault, as the caller wrote it
     * @param value what was found: a length, a count or a short text; never a secret
     * @param limit what was expected, such as {@code 10000} or {@code 1..100}
     */
    public Problem(int status, String type, @Nullable String field, @Nullable Object value, @Nullable Object limit) {
        this(status, type, field, value, limit, null);
    }

    public Problem(
            int status,
            String type,
            @Nullable String field,
            @Nullable Object value,
            @Nullable Object limit,
            @Nullable Integer retryAfterSeconds) {
        super(type
                + (field == null
                        ? ""
                        : ": " + field + ": " + value + (limit == null ? "" : " (expected: " + limit + ")")));
        this.status = status;
        this.type = type;
        this.field = field;
        this.value = value;
        this.limit = limit;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /** The same answer for what does not exist and for what the viewer may not see. */
    public static Problem notFound() {
        return new Problem(404, "not-found");
    }

    public static Problem forbidden() {
        return new Problem(403, "forbidden");
    }

    public static Problem unauthenticated() {
        return new Problem(401, "unauthenticated");
    }

    /**
     * Input that cannot be understood or is not allowed, whichever layer finds out.
     *
     * @param value what came; of a long text the beginning is repeated
     */
    public static Problem invalid(String field, @Nullable Object value, @Nullable Object limit) {
        return new Problem(400, "invalid-value", field, value instanceof String text ? shortened(text) : value, limit);
    }

    private static String shortened(String text) {
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    }

    public static Problem required(String field) {
        return new Problem(400, "required", field, null, null);
    }

    /** @param length the length found, in UTF-16 units once stripped */
    public static Problem tooLong(String field, int length, int limit) {
        return new Problem(400, "too-long", field, length, limit);
    }

    public static Problem tooShort(String field, int length, int limit) {
        return new Problem(400, "too-short", field, length, limit);
    }

    public static Problem tooMany(String field, int count, int limit) {
        return new Problem(400, "too-many", field, count, limit);
    }

    public static Problem versionMismatch(Object expected, Object found) {
        return new Problem(412, "version-mismatch", "If-Match", expected, found);
    }

    public static Problem tooManyRequests(int retryAfterSeconds) {
        return new Problem(429, "too-many-requests", null, null, null, retryAfterSeconds);
    }

    public int status() {
        return status;
    }

    public String type() {
        return type;
    }

    public @Nullable String field() {
        return field;
    }

    public @Nullable Object value() {
        return value;
    }

    public @Nullable Object limit() {
        return limit;
    }

    public @Nullable Integer retryAfterSeconds() {
        return retryAfterSeconds;
    }

    /** The arguments of the messages: {0} field, {1} value, {2} limit. */
    public Object[] arguments() {
        return new Object[] {field == null ? "" : field, value == null ? "" : value, limit == null ? "" : limit};
    }

    /** More than one refused field at once. */
    public static class Several extends Problem {
        private final List<Problem> problems;

        public Several(List<Problem> problems) {
            super(
                    problems.get(0).status(),
                    problems.get(0).type(),
                    problems.get(0).field(),
                    problems.get(0).value(),
                    problems.get(0).limit());
            this.problems = List.copyOf(problems);
        }

        public List<Problem> problems() {
            return problems;
        }
    }
}
