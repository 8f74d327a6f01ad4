package rapport.crm.http;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON as CRMs send it: more fields than asked for, null for numbers, amounts to the last digit. */
public final class CrmJson {
    public static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private CrmJson() {}

    /** Empty where the body is none: cut, empty, or the error page of a proxy. */
    public static Optional<JsonNode> of(CrmAnswer answer) {
        try {
            JsonNode node = JSON.readTree(answer.body());
            return node == null || node.isMissingNode() ? Optional.empty() : Optional.of(node);
        } catch (JacksonException e) {
            return Optional.empty(); // its message would quote the body
        }
    }

    /**
     * One row as a wire record.
     *
     * @throws IllegalArgumentException naming the attribute that has an unexpected form, never what stands in it
     */
    public static <T> T read(JsonNode row, Class<T> wire) {
        return read(JSON, row, wire, wire.getSimpleName());
    }

    /**
     * The same where a CRM needs a mapper of its own.
     *
     * @param expected what the attributes look like, for people
     */
    public static <T> T read(JsonMapper json, JsonNode row, Class<T> wire, String expected) {
        try {
            T value = json.treeToValue(row, wire);
            if (value == null) {
                throw new IllegalArgumentException("row: missing (expected: an object)");
            }
            return value;
        } catch (JacksonException e) {
            String field = e.getPath().isEmpty()
                    ? "row"
                    : String.valueOf(e.getPath().get(e.getPath().size() - 1).getPropertyName());
            throw new IllegalArgumentException(field + ": of an unexpected form (expected: " + expected + ")");
        }
    }
}
