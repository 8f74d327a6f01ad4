package rapport.crm.inbound;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import rapport.social.shared.Problem;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The rows of one call, as they were sent. */
final class PushedRows {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final TypeReference<Map<String, @Nullable Object>> ROW = new TypeReference<>() {};

    private PushedRows() {}

    /** @param problem why it is no row; null when it is one */
    record Sent(Map<String, @Nullable Object> row, @Nullable String problem) {}

    /**
     * The body of a call. The server itself unpacks what comes packed, unless it was told not to.
     *
     * @param checked sees the body as it was before it was packed
     * @throws Problem 413, when there is more; 415, when it is packed in another way; 400, when it cannot be unpacked
     */
    static byte[] bytes(InputStream body, @Nullable String encoding, UnaryOperator<InputStream> checked, long limit) {
        String packed = encoding == null || encoding.isBlank() ? "identity" : encoding.toLowerCase(Locale.ROOT);
        boolean plain = packed.equals("identity");
        if (!plain && !packed.equals("gzip")) {
            throw new Problem(415, "unsupported-media-type", "Content-Encoding", null, "gzip");
        }
        try {
            InputStream in = checked.apply(plain ? body : new GZIPInputStream(body));
            byte[] bytes = in.readNBytes((int) Math.min(limit + 1, Integer.MAX_VALUE));
            if (bytes.length > limit) {
                throw new Problem(413, "body-too-large", "body", "more than " + limit, limit);
            }
            return bytes;
        } catch (IOException e) {
            throw new Problem(400, "malformed-request", "body", null, null);
        }
    }

    /** {@code {"rows": […]}}. */
    static List<Sent> ofJson(byte[] body) {
        JsonNode root;
        try {
            root = JSON.readTree(body);
        } catch (JacksonException e) {
            throw new Problem(400, "malformed-json");
        }
        for (String member : root == null ? List.<String>of() : root.propertyNames()) {
            if (!member.equals("rows")) {
                throw new Problem(400, "unknown-field", member, member, null);
            }
        }
        if (root == null || !root.path("rows").isArray()) {
            throw Problem.required("rows");
        }
        List<Sent> rows = new ArrayList<>();
        root.path("rows").forEach(row -> rows.add(sent(row)));
        return rows;
    }

    /** One object a line; a line that is none is refused like any other row. */
    static List<Sent> ofLines(byte[] body) {
        List<Sent> rows = new ArrayList<>();
        new String(body, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .forEach(line -> {
                    try {
                        rows.add(sent(JSON.readTree(line)));
                    } catch (JacksonException e) {
                        rows.add(new Sent(Map.of(), "no JSON"));
                    }
                });
        return rows;
    }

    private static Sent sent(@Nullable JsonNode row) {
        return row == null || !row.isObject()
                ? new Sent(Map.of(), "no object")
                : new Sent(JSON.convertValue(row, ROW), null);
    }
}
