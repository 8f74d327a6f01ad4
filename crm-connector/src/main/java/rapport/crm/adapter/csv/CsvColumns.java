package rapport.crm.adapter.csv;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rapport.crm.intake.RowType;

/**
 * Which column holds which field.
 *
 * @param fields  by column, from 0; null for one that is not taken
 * @param ignored names of the columns that are not taken
 */
record CsvColumns(List<@Nullable String> fields, List<String> ignored) {
    static final int MAX = 300;

    /** Other words for fields, as programs write them; all in lower case, letters and digits alone. */
    private static final Map<String, String> ALIASES = Map.ofEntries(
            Map.entry("id", "externalId"),
            Map.entry("owner", "ownerExternalId"),
            Map.entry("ownerid", "ownerExternalId"),
            Map.entry("account", "accountExternalId"),
            Map.entry("accountid", "accountExternalId"),
            Map.entry("teams", "teamExternalIds"),
            Map.entry("website", "domain"),
            Map.entry("closeon", "closeDate"),
            Map.entry("modifiedat", "updatedAt"),
            Map.entry("street", "address.street"),
            Map.entry("city", "address.city"),
            Map.entry("region", "address.region"),
            Map.entry("postalcode", "address.postalCode"),
            Map.entry("country", "address.country"));

    /**
     * @param mapping {@code field=column, field=column}; columns are found by their own names when null
     * @throws CsvRefused if a column that is named is not there, or none holds the id
     */
    static CsvColumns of(RowType type, List<String> header, @Nullable String mapping) {
        if (header.size() > MAX) {
            throw new CsvRefused(header.size() + " columns (expected: at most " + MAX + ").");
        }
        Map<String, String> byColumn = mapping == null ? byName(type, header) : mapped(mapping, header);
        List<@Nullable String> fields = new ArrayList<>();
        List<String> ignored = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (String column : header) {
            String field = byColumn.get(column.strip());
            if (field != null && !taken.add(field)) {
                throw new CsvRefused("Two columns hold " + field + ".");
            }
            fields.add(field);
            if (field == null && !column.isBlank()) {
                ignored.add(column.strip());
            }
        }
        if (!taken.contains("externalId")) {
            throw new CsvRefused("No column holds externalId. Name the column that holds the id: columns." + type.word()
                    + ": externalId=<column>, …");
        }
        return new CsvColumns(fields, ignored);
    }

    private static Map<String, String> byName(RowType type, List<String> header) {
        Map<String, String> known = new HashMap<>(ALIASES);
        known.values().removeIf(field -> !type.fieldNames().contains(field));
        type.fieldNames().forEach(field -> known.put(plain(field), field));
        Map<String, String> byColumn = new HashMap<>();
        for (String column : header) {
            String name = column.strip();
            String field = known.get(plain(name));
            if (field != null) {
                byColumn.put(name, field);
            } else if (name.startsWith("attributes.") && type.takesAttributes()) {
                byColumn.put(name, name);
            }
        }
        return byColumn;
    }

    private static Map<String, String> mapped(String mapping, List<String> header) {
        Map<String, String> byColumn = new LinkedHashMap<>();
        Set<String> present = new HashSet<>();
        header.forEach(column -> present.add(column.strip()));
        for (String pair : mapping.split(",")) {
            String[] parts = pair.split("=", 2);
            if (parts.length != 2 || parts[0].isBlank() || parts[1].isBlank()) {
                throw new CsvRefused(
                        "The setting of the columns is not understood (expected: field=column, field=column).");
            }
            String column = parts[1].strip();
            if (!present.contains(column)) {
                throw new CsvRefused("The header has no column \"" + column + "\", which the settings name.");
            }
            byColumn.put(column, parts[0].strip());
        }
        return byColumn;
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    Map<String, String> row(Iterable<String> cells) {
        Map<String, String> row = new LinkedHashMap<>();
        int column = 0;
        for (String cell : cells) {
            String field = column < fields.size() ? fields.get(column) : null;
            column++;
            if (field != null) {
                row.put(field, cell);
            }
        }
        return row;
    }
}
