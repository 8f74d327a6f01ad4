package rapport.samples.crm.data;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes what a client sent for a record: drops what may not be written, refuses what cannot be stored. */
final class RecordInput {
    private static final int MAX_TEXT = 255;
    private static final int MAX_LONG_TEXT = 65_000;

    private RecordInput() {}

    static Map<String, @Nullable Object> clean(EntityType type, Map<String, ? extends @Nullable Object> input) {
        Map<String, @Nullable Object> clean = new LinkedHashMap<>();
        input.forEach((name, value) -> {
            Attribute attribute = type.attribute(name);
            if (attribute != null && attribute.writable()) {
                clean.put(name, value == null ? null : convert(type, attribute, value));
            }
        });
        return clean;
    }

    private static @Nullable Object convert(EntityType type, Attribute attribute, Object value) {
        return switch (attribute.kind()) {
            case ID, TEXT, LONG_TEXT -> text(type, attribute, value);
            case NUMBER -> number(type, attribute, value);
            case WHOLE_NUMBER -> {
                BigDecimal number = number(type, attribute, value);
                try {
                    yield number == null ? null : number.intValueExact();
                } catch (ArithmeticException e) {
                    throw invalid(type, attribute, "valid");
                }
            }
            case BOOLEAN -> {
                if (value instanceof Boolean) {
                    yield value;
                }
                throw invalid(type, attribute, "valid");
            }
            case DAY -> day(type, attribute, value);
            case TIME -> value.toString();
            case IDS -> ids(type, attribute, value);
            case NAMES, JSON -> value;
        };
    }

    private static @Nullable String text(EntityType type, Attribute attribute, Object value) {
        if (value instanceof Map || value instanceof List) {
            throw invalid(type, attribute, "valid");
        }
        String text = value.toString().strip();
        if (text.isEmpty()) {
            return null;
        }
        int limit = attribute.kind() == Attribute.Kind.LONG_TEXT ? MAX_LONG_TEXT : MAX_TEXT;
        if (text.length() > limit) {
            throw invalid(type, attribute, "maxLength");
        }
        List<String> choices = type.choices(attribute.name());
        if (!choices.isEmpty() && !choices.contains(text)) {
            throw invalid(type, attribute, "valid");
        }
        return text;
    }

    private static @Nullable BigDecimal number(EntityType type, Attribute attribute, Object value) {
        try {
            String text = value.toString().strip();
            if (text.isEmpty()) {
                return null;
            }
            BigDecimal number = new BigDecimal(text);
            if (number.precision() - number.scale() > 15 || number.scale() > 8) {
                throw invalid(type, attribute, "valid");
            }
            return plain(number);
        } catch (NumberFormatException e) {
            throw invalid(type, attribute, "valid");
        }
    }

    /** Without superfluous zeros and without an exponent: 1500, not 1500.00 and not 1.5E+3. */
    static BigDecimal plain(BigDecimal number) {
        BigDecimal stripped = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    private static @Nullable String day(EntityType type, Attribute attribute, Object value) {
        String text = value.toString().strip();
        if (text.isEmpty()) {
            return null;
        }
        try {
            return LocalDate.parse(text).toString();
        } catch (DateTimeParseException e) {
            throw invalid(type, attribute, "valid");
        }
    }

    private static List<String> ids(EntityType type, Attribute attribute, Object value) {
        if (!(value instanceof List<?> list)) {
            throw invalid(type, attribute, "valid");
        }
        List<String> ids = new ArrayList<>();
        for (Object id : list) {
            String text = String.valueOf(id);
            if (!ids.contains(text)) {
                ids.add(text);
            }
        }
        return List.copyOf(ids);
    }

    static CrmRefusal invalid(EntityType type, Attribute attribute, String rule) {
        return invalid(type, attribute.name(), rule);
    }

    static CrmRefusal invalid(EntityType type, String field, String rule) {
        return CrmRefusal.badRequest("Field validation failure; entityType: " + type.wireName() + ", field: " + field
                + ", type: " + rule + ".");
    }
}
