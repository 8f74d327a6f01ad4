package rapport.samples.crm.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the company starts with: lists of records as flat JSON objects with EspoCRM's attribute names. Days may be given
 * relative to the first start ({@code closeInDays}, {@code createdDaysAgo}, {@code modifiedDaysAgo}), so that the sample
 * never looks old.
 */
public record CompanyData(Map<EntityType, List<Map<String, Object>>> records) {
    private static final Map<EntityType, String> FILES = new EnumMap<>(Map.of(
            EntityType.TEAM, "teams.json",
            EntityType.USER, "people.json",
            EntityType.ACCOUNT, "accounts.json",
            EntityType.CONTACT, "contacts.json",
            EntityType.OPPORTUNITY, "opportunities.json"));
    private static final TypeReference<List<Map<String, Object>>> LIST = new TypeReference<>() {};

    /** Reads the files of a folder on the class path, for example {@code /company}; a file that is not there holds nothing. */
    public static CompanyData fromClassPath(String folder) {
        JsonMapper json = JsonMapper.builder().build();
        Map<EntityType, List<Map<String, Object>>> records = new EnumMap<>(EntityType.class);
        FILES.forEach((type, file) -> {
            try (InputStream in = CompanyData.class.getResourceAsStream(folder + "/" + file)) {
                records.put(type, in == null ? List.of() : json.readValue(in, LIST));
            } catch (IOException e) {
                throw new UncheckedIOException(folder + "/" + file, e);
            }
        });
        return new CompanyData(records);
    }

    public static CompanyData empty() {
        return new CompanyData(Map.of());
    }

    /** The same company with one record more. */
    public CompanyData with(EntityType type, Map<String, Object> record) {
        Map<EntityType, List<Map<String, Object>>> more = new EnumMap<>(EntityType.class);
        more.putAll(records);
        List<Map<String, Object>> list = new ArrayList<>(of(type));
        list.removeIf(known -> Objects.equals(known.get("id"), record.get("id")));
        list.add(record);
        more.put(type, List.copyOf(list));
        return new CompanyData(more);
    }

    public List<Map<String, Object>> of(EntityType type) {
        return records.getOrDefault(type, List.of());
    }

    /** Turns days relative to the first start into the times and days that are stored. */
    static Map<String, Object> resolveDays(Map<String, Object> given, Instant firstStart) {
        Map<String, Object> values = new LinkedHashMap<>(given);
        Object closeIn = values.remove("closeInDays");
        if (closeIn instanceof Number days) {
            values.put("closeDate", day(firstStart).plusDays(days.longValue()).toString());
        }
        String id = String.valueOf(given.get("id"));
        Object created = values.remove("createdDaysAgo");
        Object modified = values.remove("modifiedDaysAgo");
        long createdDays = created instanceof Number days ? days.longValue() : 40 + Math.floorMod(id.hashCode(), 600);
        long modifiedDays = modified instanceof Number days
                ? days.longValue()
                : Math.min(createdDays, 1 + Math.floorMod(id.hashCode() / 7, 60));
        values.computeIfAbsent("createdAt", name -> CrmTimes.format(workingHour(firstStart, createdDays, id + "c")));
        values.computeIfAbsent("modifiedAt", name -> {
            String at = CrmTimes.format(workingHour(firstStart, modifiedDays, id + "m"));
            String createdAt = values.get("createdAt").toString();
            return at.compareTo(createdAt) < 0 ? createdAt : at;
        });
        return values;
    }

    private static Instant workingHour(Instant firstStart, long daysAgo, String seed) {
        Instant at = day(firstStart)
                .minusDays(daysAgo)
                .atTime(8, 0)
                .toInstant(ZoneOffset.UTC)
                .plusSeconds(
                        Math.floorMod(seed.hashCode(), (int) Duration.ofHours(9).toSeconds()));
        Instant latest = firstStart.minusSeconds(600);
        return at.isAfter(latest) ? latest : at;
    }

    private static LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }
}
