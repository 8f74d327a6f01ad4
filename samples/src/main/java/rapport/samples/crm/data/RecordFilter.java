package rapport.samples.crm.data;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * EspoCRM's {@code where}: a list of items, all of which must hold, each a type with an attribute and a value; {@code
 * and}, {@code or} and {@code not} hold further items.
 */
public final class RecordFilter {
    private static final int MAX_DEPTH = 10;

    private final CrmData data;
    private final EntityType type;

    private RecordFilter(CrmData data, EntityType type) {
        this.data = data;
        this.type = type;
    }

    /** @throws CrmRefusal 400 for an attribute or a type that does not exist */
    public static Predicate<CrmRecord> of(CrmData data, EntityType type, @Nullable Object where) {
        return where == null ? record -> true : new RecordFilter(data, type).all(where, 0);
    }

    private Predicate<CrmRecord> all(@Nullable Object where, int depth) {
        Predicate<CrmRecord> all = record -> true;
        for (Predicate<CrmRecord> item : items(where, depth)) {
            all = all.and(item);
        }
        return all;
    }

    private List<Predicate<CrmRecord>> items(@Nullable Object where, int depth) {
        if (depth > MAX_DEPTH) {
            throw CrmRefusal.badRequest("Too deep where.");
        }
        if (!(where instanceof Collection<?> list)) {
            throw CrmRefusal.badRequest("Bad where: a list was expected.");
        }
        List<Predicate<CrmRecord>> items = new ArrayList<>();
        for (Object item : list) {
            if (!(item instanceof Map<?, ?> map)) {
                throw CrmRefusal.badRequest("Bad where item.");
            }
            items.add(item(map, depth));
        }
        return items;
    }

    private Predicate<CrmRecord> item(Map<?, ?> item, int depth) {
        String kind = item.get("type") instanceof String text ? text : "";
        if (kind.isEmpty()) {
            throw CrmRefusal.badRequest("No 'type' in where item.");
        }
        Object value = item.get("value");
        switch (kind) {
            case "and":
                return all(value, depth + 1);
            case "not":
                return all(value, depth + 1).negate();
            case "or":
                return items(value, depth + 1).stream().reduce(record -> false, Predicate::or);
            case "textFilter":
                return textFilter(String.valueOf(value));
            default:
        }
        if (item.get("subQuery") != null
                || String.valueOf(item.get("attribute")).contains(":")) {
            throw CrmRefusal.forbidden("Sub-queries and functions are forbidden in where.");
        }
        Object given = item.get("attribute") != null ? item.get("attribute") : item.get("field");
        if (!(given instanceof String name)) {
            throw CrmRefusal.badRequest("No 'attribute' in where item.");
        }
        if (kind.startsWith("linked") || kind.startsWith("notLinked")) {
            return linked(kind, name, value);
        }
        Attribute attribute = type.attribute(name);
        if (attribute == null) {
            throw CrmRefusal.badRequest("Not existing attribute '" + name + "' in where.");
        }
        Object compared = value;
        if (isTrue(item.get("dateTime")) && attribute.kind() == Attribute.Kind.TIME && value instanceof String local) {
            compared = CrmTimes.toUtc(local, zone(item.get("timeZone")));
        }
        return comparison(kind, attribute, compared);
    }

    private Predicate<CrmRecord> comparison(String kind, Attribute attribute, @Nullable Object value) {
        String name = attribute.name();
        return switch (kind) {
            case "equals", "on" ->
                value instanceof Collection<?> several
                        ? record -> isIn(record, attribute, several)
                        : record -> order(record, attribute, scalar(kind, value)) == Order.SAME;
            case "notEquals", "notOn" -> {
                Object other = scalar(kind, value);
                yield record -> order(record, attribute, other) != Order.SAME;
            }
            case "in" -> {
                Collection<?> several = several(kind, value);
                yield record -> isIn(record, attribute, several);
            }
            case "notIn" -> {
                Collection<?> several = several(kind, value);
                yield record -> !isIn(record, attribute, several);
            }
            case "isNull" -> record -> data.value(record, name) == null;
            case "isNotNull" -> record -> data.value(record, name) != null;
            case "isTrue" -> record -> isTrue(data.value(record, name));
            case "isFalse" -> record -> !isTrue(data.value(record, name));
            case "greaterThan", "after" -> {
                Object other = scalar(kind, value);
                yield record -> order(record, attribute, other) == Order.GREATER;
            }
            case "lessThan", "before" -> {
                Object other = scalar(kind, value);
                yield record -> order(record, attribute, other) == Order.LESS;
            }
            case "greaterThanOrEquals" -> {
                Object other = scalar(kind, value);
                yield record -> {
                    Order order = order(record, attribute, other);
                    return order == Order.GREATER || order == Order.SAME;
                };
            }
            case "lessThanOrEquals" -> {
                Object other = scalar(kind, value);
                yield record -> {
                    Order order = order(record, attribute, other);
                    return order == Order.LESS || order == Order.SAME;
                };
            }
            case "between" -> {
                List<?> ends = List.copyOf(several(kind, value));
                if (ends.size() != 2) {
                    throw CrmRefusal.badRequest("Bad value for 'between' in where.");
                }
                yield record -> {
                    Order low = order(record, attribute, ends.get(0));
                    Order high = order(record, attribute, ends.get(1));
                    return (low == Order.GREATER || low == Order.SAME) && (high == Order.LESS || high == Order.SAME);
                };
            }
            case "contains" -> text(name, value, (text, part) -> text.contains(part));
            case "notContains" ->
                text(name, value, (text, part) -> text.contains(part)).negate();
            case "startsWith" -> text(name, value, (text, part) -> text.startsWith(part));
            case "endsWith" -> text(name, value, (text, part) -> text.endsWith(part));
            case "like" -> like(name, String.valueOf(value));
            case "notLike" -> like(name, String.valueOf(value)).negate();
            case "arrayAnyOf", "arrayAllOf", "arrayNoneOf" -> array(kind, name, several(kind, value));
            case "arrayIsEmpty" -> record -> listOf(record, name).isEmpty();
            case "arrayIsNotEmpty" -> record -> !listOf(record, name).isEmpty();
            case "today" -> day(attribute, today(), today());
            case "past" -> beforeDay(attribute, today());
            case "future" ->
                beforeDay(attribute, today().plusDays(1)).negate().and(record -> data.value(record, name) != null);
            case "lastSevenDays" -> day(attribute, today().minusDays(7), today());
            case "lastXDays" -> day(attribute, today().minusDays(days(value)), today());
            case "nextXDays" -> day(attribute, today(), today().plusDays(days(value)));
            case "olderThanXDays" -> beforeDay(attribute, today().minusDays(days(value)));
            default -> throw CrmRefusal.badRequest("Unknown where type '" + kind + "'.");
        };
    }

    private enum Order {
        LESS,
        SAME,
        GREATER,
        UNKNOWN
    }

    /** As in SQL, nothing is neither less nor greater nor the same as anything. */
    private Order order(CrmRecord record, Attribute attribute, @Nullable Object other) {
        Object value = data.value(record, attribute.name());
        if (value == null || other == null) {
            return Order.UNKNOWN;
        }
        int order = CrmData.compare(attribute, value, other);
        return order < 0 ? Order.LESS : order > 0 ? Order.GREATER : Order.SAME;
    }

    private boolean isIn(CrmRecord record, Attribute attribute, Collection<?> several) {
        return several.stream().anyMatch(one -> order(record, attribute, one) == Order.SAME);
    }

    private interface TextTest {
        boolean holds(String text, String part);
    }

    private Predicate<CrmRecord> text(String name, @Nullable Object part, TextTest test) {
        String wanted = String.valueOf(part).toLowerCase(Locale.ROOT);
        return record -> {
            Object value = data.value(record, name);
            return value != null && test.holds(value.toString().toLowerCase(Locale.ROOT), wanted);
        };
    }

    private Predicate<CrmRecord> like(String name, String sqlPattern) {
        StringBuilder regex = new StringBuilder();
        for (char c : sqlPattern.toCharArray()) {
            regex.append(c == '%' ? ".*" : c == '_' ? "." : Pattern.quote(String.valueOf(c)));
        }
        Pattern pattern =
                Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
        return record -> {
            Object value = data.value(record, name);
            return value != null && pattern.matcher(value.toString()).matches();
        };
    }

    private Predicate<CrmRecord> array(String kind, String name, Collection<?> several) {
        return record -> {
            List<?> values = listOf(record, name);
            return switch (kind) {
                case "arrayAnyOf" -> several.stream().anyMatch(values::contains);
                case "arrayAllOf" -> values.containsAll(several);
                default -> several.stream().noneMatch(values::contains);
            };
        };
    }

    private List<?> listOf(CrmRecord record, String name) {
        return data.value(record, name) instanceof List<?> list ? list : List.of();
    }

    private Predicate<CrmRecord> linked(String kind, String link, @Nullable Object value) {
        boolean exists = type.attribute(link + "Id") != null || type.attribute(link + "Ids") != null;
        boolean isReverse = type == EntityType.ACCOUNT && (link.equals("contacts") || link.equals("opportunities"))
                || type == EntityType.CONTACT && link.equals("opportunities")
                || type == EntityType.TEAM && link.equals("users");
        if (!exists && !isReverse) {
            throw CrmRefusal.badRequest("Not existing link '" + link + "' in where.");
        }
        Collection<?> ids =
                value instanceof Collection<?> several ? several : value == null ? List.of() : List.of(value);
        return switch (kind) {
            case "linkedWith" -> record -> ids.stream().anyMatch(data.linkedIds(record, link)::contains);
            case "notLinkedWith" -> record -> ids.stream().noneMatch(data.linkedIds(record, link)::contains);
            case "linkedWithAll" -> record -> data.linkedIds(record, link).containsAll(ids);
            case "linkedWithAny" -> record -> !data.linkedIds(record, link).isEmpty();
            case "linkedWithNone" -> record -> data.linkedIds(record, link).isEmpty();
            default -> throw CrmRefusal.badRequest("Unknown where type '" + kind + "'.");
        };
    }

    private Predicate<CrmRecord> textFilter(String words) {
        String wanted = words.replace("*", "").replace("%", "").strip().toLowerCase(Locale.ROOT);
        List<String> searched = List.of("name", "emailAddress", "billingAddressCity", "accountName", "userName");
        return record -> searched.stream()
                .filter(name -> type.attribute(name) != null)
                .map(name -> data.value(record, name))
                .anyMatch(value -> value != null
                        && value.toString().toLowerCase(Locale.ROOT).contains(wanted));
    }

    private LocalDate today() {
        return LocalDate.ofInstant(data.clock().instant(), ZoneOffset.UTC);
    }

    private Predicate<CrmRecord> day(Attribute attribute, LocalDate from, LocalDate to) {
        return record -> {
            LocalDate day = dayOf(record, attribute);
            return day != null && !day.isBefore(from) && !day.isAfter(to);
        };
    }

    private Predicate<CrmRecord> beforeDay(Attribute attribute, LocalDate end) {
        return record -> {
            LocalDate day = dayOf(record, attribute);
            return day != null && day.isBefore(end);
        };
    }

    private @Nullable LocalDate dayOf(CrmRecord record, Attribute attribute) {
        Object value = data.value(record, attribute.name());
        String text = value == null ? "" : value.toString();
        return text.length() < 10 ? null : LocalDate.parse(text.substring(0, 10));
    }

    private static int days(@Nullable Object value) {
        try {
            return Integer.parseInt(String.valueOf(value));
        } catch (NumberFormatException e) {
            throw CrmRefusal.badRequest("Bad number of days in where.");
        }
    }

    private static ZoneId zone(@Nullable Object name) {
        try {
            return name == null ? ZoneOffset.UTC : ZoneId.of(name.toString());
        } catch (DateTimeException e) {
            throw CrmRefusal.badRequest("Bad timeZone '" + name + "' in where.");
        }
    }

    private static boolean isTrue(@Nullable Object value) {
        return value != null && CrmData.isTrue(value);
    }

    private static Object scalar(String kind, @Nullable Object value) {
        if (value == null || value instanceof Collection || value instanceof Map) {
            throw CrmRefusal.badRequest("Bad value for '" + kind + "' in where.");
        }
        return value;
    }

    private static Collection<?> several(String kind, @Nullable Object value) {
        if (value instanceof Collection<?> list) {
            return list;
        }
        throw CrmRefusal.badRequest("Bad value for '" + kind + "' in where: a list was expected.");
    }
}
