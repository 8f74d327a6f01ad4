package rapport.samples.crm.data;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One record as it is stored; a change makes another one. Values are those of JSON; an absent value is not in the map. */
public record CrmRecord(EntityType type, String id, Map<String, Object> values) {

    public CrmRecord {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    public @Nullable Object get(String attribute) {
        return attribute.equals("id") ? id : values.get(attribute);
    }

    public @Nullable String text(String attribute) {
        Object value = get(attribute);
        return value == null ? null : value.toString();
    }

    public String textOr(String attribute, String otherwise) {
        String value = text(attribute);
        return value == null ? otherwise : value;
    }

    @SuppressWarnings("unchecked")
    public List<String> ids(String attribute) {
        return values.get(attribute) instanceof List<?> list ? (List<String>) list : List.of();
    }

    public boolean isDeleted() {
        return Boolean.TRUE.equals(values.get("deleted"));
    }

    CrmRecord with(Map<String, ? extends @Nullable Object> changes) {
        Map<String, Object> changed = new LinkedHashMap<>(values);
        changes.forEach((name, value) -> {
            if (value == null) {
                changed.remove(name);
            } else {
                changed.put(name, value);
            }
        });
        return new CrmRecord(type, id, changed);
    }
}
