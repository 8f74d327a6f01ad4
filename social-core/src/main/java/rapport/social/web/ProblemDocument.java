package rapport.social.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A refusal as it is sent (RFC 9457).
 *
 * @param field  the JSON member or parameter at fault
 * @param errors each refused field, where there are several
 */
public record ProblemDocument(
        String type,
        String title,
        int status,
        @Nullable String detail,
        @Nullable String instance,
        @Nullable String field,
        @Nullable Object limit,
        @Nullable Object value,
        @Nullable List<FieldError> errors) {

    public static final String MEDIA_TYPE = "application/problem+json";

    public record FieldError(
            String field,
            @Nullable Object limit,
            @Nullable Object value,
            String type,
            @Nullable String detail) {}
}
