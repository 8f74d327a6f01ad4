package rapport.samples.crm.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Query strings as PHP reads them: {@code where[0][type]=equals&where[0][value][]=a} becomes maps and lists. */
final class PhpQuery {

    private PhpQuery() {}

    static Map<String, Object> parse(@Nullable String query) {
        Map<String, Object> root = new LinkedHashMap<>();
        if (query == null || query.isEmpty()) {
            return root;
        }
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            put(root, keys(name), equals < 0 ? "" : decode(pair.substring(equals + 1)));
        }
        root.replaceAll((key, value) -> listsInsteadOfNumbers(value));
        return root;
    }

    private static List<String> keys(String name) {
        List<String> keys = new ArrayList<>();
        int open = name.indexOf('[');
        keys.add(open <= 0 ? name : name.substring(0, open));
        while (open > 0) {
            int close = name.indexOf(']', open);
            if (close < 0) {
                break;
            }
            keys.add(name.substring(open + 1, close));
            open = name.indexOf('[', close);
        }
        return keys;
    }

    @SuppressWarnings("unchecked")
    private static void put(Map<String, Object> root, List<String> keys, String value) {
        Map<String, Object> level = root;
        for (int i = 0; i < keys.size() - 1; i++) {
            String key = keyIn(level, keys.get(i));
            Object next = level.get(key);
            if (!(next instanceof Map)) {
                next = new LinkedHashMap<String, Object>();
                level.put(key, next);
            }
            level = (Map<String, Object>) next;
        }
        level.put(keyIn(level, keys.get(keys.size() - 1)), value);
    }

    private static String keyIn(Map<String, Object> level, String key) {
        return key.isEmpty() ? String.valueOf(level.size()) : key;
    }

    private static Object listsInsteadOfNumbers(Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            return value;
        }
        Map<String, Object> converted = new LinkedHashMap<>();
        map.forEach((key, inner) -> converted.put((String) key, listsInsteadOfNumbers(inner)));
        boolean numbered = converted.keySet().stream().allMatch(key -> key.matches("\\d+"));
        return numbered ? new ArrayList<>(converted.values()) : converted;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
