package rapport.samples.crm.api;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rapport.samples.crm.data.CrmRefusal;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a list was asked for, from plain parameters or from one JSON in {@code searchParams}.
 *
 * @param select null when everything is wanted
 */
record ListRequest(
        @Nullable List<String> select,
        @Nullable Object where,
        String orderBy,
        boolean descending,
        int offset,
        int maxSize,
        @Nullable String textFilter) {

    /** The limit of EspoCRM's configuration, {@code recordListMaxSizeLimit}, and the size of a page not asked for otherwise. */
    static final int MAX_SIZE = 200;

    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    static ListRequest of(Map<String, Object> query, JsonMapper json, String defaultOrder, boolean defaultDescending) {
        Map<String, Object> given = query;
        boolean strict = false;
        if (query.get("searchParams") instanceof String text) {
            try {
                given = json.readValue(text, OBJECT);
            } catch (JacksonException e) {
                throw CrmRefusal.badRequest("searchParams is not JSON.");
            }
            strict = true;
        }
        int maxSize = number(given, "maxSize", MAX_SIZE, strict);
        int offset = number(given, "offset", 0, strict);
        if (maxSize > MAX_SIZE) {
            throw CrmRefusal.forbidden("Max size should not exceed " + MAX_SIZE + ". Use offset and limit.");
        }
        if (maxSize < 0 || offset < 0) {
            throw CrmRefusal.badRequest("maxSize and offset must not be negative.");
        }
        Object selected = given.get("select") != null ? given.get("select") : given.get("attributeSelect");
        boolean isOrdered = given.get("orderBy") instanceof String order && !order.isEmpty();
        return new ListRequest(
                select(selected),
                given.get("where") != null ? given.get("where") : given.get("whereGroup"),
                isOrdered ? String.valueOf(given.get("orderBy")) : defaultOrder,
                isOrdered || given.get("order") != null ? isDescending(given.get("order")) : defaultDescending,
                offset,
                maxSize,
                given.get("q") instanceof String words ? words : text(given.get("textFilter")));
    }

    private static @Nullable List<String> select(@Nullable Object selected) {
        if (selected instanceof String text) {
            return text.isBlank()
                    ? null
                    : Arrays.stream(text.split(",")).map(String::strip).toList();
        }
        if (selected instanceof Collection<?> several) {
            List<String> names = new ArrayList<>();
            several.forEach(name -> names.add(String.valueOf(name)));
            return names;
        }
        return null;
    }

    private static boolean isDescending(@Nullable Object order) {
        if (order == null) {
            return false;
        }
        String text = order.toString().toLowerCase(java.util.Locale.ROOT);
        if (!text.equals("asc") && !text.equals("desc") && !text.equals("true") && !text.equals("false")) {
            throw CrmRefusal.badRequest("Bad order '" + order + "'.");
        }
        return text.equals("desc") || text.equals("true");
    }

    private static int number(Map<String, Object> given, String name, int otherwise, boolean strict) {
        Object value = given.get(name);
        if (value == null) {
            return otherwise;
        }
        if (strict && !(value instanceof Integer)) {
            throw CrmRefusal.badRequest(name + " must be integer.");
        }
        try {
            return Integer.parseInt(value.toString());
        } catch (NumberFormatException e) {
            throw CrmRefusal.badRequest(name + " must be integer.");
        }
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
