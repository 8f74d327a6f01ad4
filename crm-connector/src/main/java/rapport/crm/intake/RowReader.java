package rapport.crm.intake;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Says what a row of one type may hold, and brings it into one form. */
public final class RowReader {
    static final int MAX_ATTRIBUTES = 200;
    static final String ATTRIBUTES = "attributes";
    private static final int MAX_ATTRIBUTE = 2_000;
    private static final int MAX_DIGITS = 30;
    private static final int MAX_IDS = 100;
    private static final Pattern ATTRIBUTE = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,59}");
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,24}(\\.\\d{1,12})?");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final RowType type;
    private final RowFormat format;

    public RowReader(RowType type, RowFormat format) {
        this.type = type;
        this.format = format;
    }

    /**
     * @param row values are text, numbers, truth values, or, of the fields that have several, lists; an address or attributes
     *            may stand as a map or as {@code address.city}
     * @throws RowRefused at the first field that is not as expected
     */
    public IntakeRow read(Map<String, ? extends @Nullable Object> row) {
        Map<String, Object> fields = new TreeMap<>();
        Map<String, String> attributes = new TreeMap<>();
        row.forEach((name, value) -> {
            if (value instanceof Map<?, ?> parts && (name.equals("address") || name.equals(ATTRIBUTES))) {
                parts.forEach((part, inner) -> put(name + "." + part, inner, fields, attributes));
            } else {
                put(name, value, fields, attributes);
            }
        });
        if (!(fields.remove("externalId") instanceof String id)) {
            throw new RowRefused("externalId", "missing (expected: 1 to 100 characters)");
        }
        Instant updatedAt = fields.get("updatedAt") instanceof String text ? Instant.parse(text) : null;
        String winner = fields.remove("mergedInto") instanceof String text ? text : null;
        if (id.equals(winner)) {
            throw new RowRefused("mergedInto", "the row itself (expected: the id of another)");
        }
        boolean deleted = Boolean.TRUE.equals(fields.remove("deleted"));
        if (deleted || winner != null) {
            return new IntakeRow(id, updatedAt, null, winner);
        }
        nameFromParts(fields);
        money(fields);
        if (!attributes.isEmpty()) {
            fields.put(ATTRIBUTES, attributes);
        }
        return new IntakeRow(id, updatedAt, JSON.writeValueAsString(fields), null);
    }

    private void put(String name, @Nullable Object value, Map<String, Object> fields, Map<String, String> attributes) {
        if (value == null || value instanceof String text && text.isBlank()) {
            return;
        }
        if (name.startsWith(ATTRIBUTES + ".") && type.takesAttributes()) {
            String attribute = name.substring(ATTRIBUTES.length() + 1);
            if (!ATTRIBUTE.matcher(attribute).matches()) {
                throw new RowRefused(
                        ATTRIBUTES, "a name that is none (expected: a letter, then letters, digits, _ . -)");
            }
            attributes.put(attribute, text(name, value, MAX_ATTRIBUTE));
            if (attributes.size() > MAX_ATTRIBUTES) {
                throw new RowRefused(ATTRIBUTES, "more than " + MAX_ATTRIBUTES);
            }
            return;
        }
        RowField field = type.field(name);
        if (field == null) {
            throw new RowRefused(
                    shown(name),
                    "no field of a row of type " + type.word() + " (expected: of "
                            + String.join(", ", type.fieldNames())
                            + (type.takesAttributes() ? ", or attributes.<name>)" : ")"));
        }
        fields.put(name, value(field, value));
    }

    private Object value(RowField field, Object value) {
        String name = field.name();
        return switch (field.form()) {
            case TEXT, ID -> text(name, value, field.max());
            case IDS -> ids(name, value);
            case INSTANT -> instant(name, text(name, value, field.max()));
            case DAY -> day(name, text(name, value, field.max()));
            case NUMBER -> number(name, text(name, value, field.max())).toPlainString();
            case PERCENT -> percent(name, text(name, value, field.max()));
            case FLAG -> flag(name, text(name, value, field.max()));
            case LINK -> link(name, text(name, value, field.max()));
            case CURRENCY -> currency(name, text(name, value, field.max()));
        };
    }

    private static String text(String name, Object value, int max) {
        if (value instanceof Map || value instanceof Collection) {
            throw new RowRefused(name, "not a single value");
        }
        if (value instanceof BigDecimal number
                && (number.scale() > max || (long) number.precision() - number.scale() > max)) {
            // written out, thirty bytes such as 1e999999999 would fill the memory
            throw new RowRefused(name, "too many digits (expected: at most " + max + " characters)");
        }
        String text = (value instanceof BigDecimal number ? number.toPlainString() : value.toString()).strip();
        if (text.length() > max) {
            throw new RowRefused(name, text.length() + " characters (expected: at most " + max + ")");
        }
        if (text.indexOf('\0') >= 0) {
            throw new RowRefused(name, "holds the character U+0000");
        }
        return text;
    }

    private static List<String> ids(String name, Object value) {
        Collection<?> all = value instanceof Collection<?> several
                ? several
                : Arrays.asList(text(name, value, 10_000).split("[;|,]"));
        TreeSet<String> ids = new TreeSet<>();
        for (Object one : all) {
            if (one != null) {
                String id = text(name, one, 100);
                if (!id.isEmpty()) {
                    ids.add(id);
                }
            }
        }
        if (ids.size() > MAX_IDS) {
            throw new RowRefused(name, ids.size() + " ids (expected: at most " + MAX_IDS + ")");
        }
        return List.copyOf(ids);
    }

    private String instant(String name, String text) {
        String iso = text.replaceFirst(" ", "T").replaceFirst("([+-]\\d\\d)(\\d\\d)$", "$1:$2");
        try {
            return inCalendar(name, OffsetDateTime.parse(iso).toInstant());
        } catch (DateTimeException noOffset) {
            ZoneId zone = format.zone();
            if (zone == null) {
                throw new RowRefused(name, "no time with an offset (expected: such as 2026-11-22T10:04:31Z)");
            }
            try {
                return inCalendar(name, LocalDateTime.parse(iso).atZone(zone).toInstant());
            } catch (DateTimeException e) {
                throw new RowRefused(name, "no time (expected: such as 2026-11-22T10:04:31)");
            }
        }
    }

    private static String inCalendar(String name, Instant time) {
        inCalendar(name, time.atOffset(ZoneOffset.UTC).toLocalDate());
        return time.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    /** Beyond, databases and other programs do not follow. */
    private static String inCalendar(String name, LocalDate day) {
        if (day.getYear() < 1 || day.getYear() > 9999) {
            throw new RowRefused(name, "out of range (expected: of the years 1 to 9999)");
        }
        return day.toString();
    }

    private String day(String name, String text) {
        DateTimeFormatter own = format.dayFormat();
        try {
            return inCalendar(name, LocalDate.parse(text));
        } catch (DateTimeException e) {
            if (own != null) {
                try {
                    return inCalendar(name, LocalDate.parse(text, own));
                } catch (DateTimeException neither) {
                    throw new RowRefused(name, "no day (expected: as the date-format of this connection)");
                }
            }
            throw new RowRefused(name, "no day (expected: such as 2026-12-31)");
        }
    }

    private BigDecimal number(String name, String text) {
        String plain = text.replaceAll("[\\s\\u00a0\\u202f']", "");
        plain = format.decimalComma() ? plain.replace(".", "").replace(',', '.') : plain;
        if (!NUMBER.matcher(plain).matches()) {
            throw new RowRefused(
                    name,
                    "no number (expected: digits, with a " + (format.decimalComma() ? "comma" : "dot")
                            + " before at most 12 decimals)");
        }
        BigDecimal number = new BigDecimal(plain).stripTrailingZeros();
        if (number.precision() > MAX_DIGITS) {
            throw new RowRefused(name, "more than " + MAX_DIGITS + " digits");
        }
        return number.scale() < 0 ? number.setScale(0, RoundingMode.UNNECESSARY) : number;
    }

    private String percent(String name, String text) {
        BigDecimal number = number(name, text);
        if (number.signum() < 0 || number.compareTo(BigDecimal.valueOf(100)) > 0) {
            throw new RowRefused(name, "out of range (expected: 0 to 100)");
        }
        return number.toPlainString();
    }

    private static Boolean flag(String name, String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "1" -> true;
            case "false", "no", "0" -> false;
            default -> throw new RowRefused(name, "neither true nor false");
        };
    }

    private static String link(String name, String text) {
        try {
            URI uri = new URI(text);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return text;
            }
        } catch (URISyntaxException e) {
            // refused below
        }
        throw new RowRefused(name, "no address (expected: http or https)");
    }

    private static String currency(String name, String text) {
        try {
            return Currency.getInstance(text.toUpperCase(Locale.ROOT)).getCurrencyCode();
        } catch (IllegalArgumentException e) {
            throw new RowRefused(name, "no currency (expected: three letters of ISO 4217, such as EUR)");
        }
    }

    private void money(Map<String, Object> fields) {
        if (!fields.containsKey("amount")) {
            fields.remove("currency"); // of nothing
        } else if (!fields.containsKey("currency")) {
            if (format.currency() == null) {
                throw new RowRefused("currency", "missing (expected: with an amount, such as EUR)");
            }
            fields.put("currency", format.currency());
        }
    }

    private static void nameFromParts(Map<String, Object> fields) {
        String first = fields.remove("firstName") instanceof String text ? text : "";
        String last = fields.remove("lastName") instanceof String text ? text : "";
        if (!fields.containsKey("name")) {
            String name = (first + " " + last).strip();
            if (name.isEmpty() && fields.get("company") instanceof String company) {
                name = company;
            }
            if (name.isEmpty()) {
                throw new RowRefused("name", "missing (expected: 1 to 300 characters)");
            }
            fields.put("name", name);
        }
    }

    private static String shown(String name) {
        String clean = name.replaceAll("\\p{Cntrl}", " ");
        return clean.length() > 60 ? clean.substring(0, 60) + "…" : clean;
    }
}
