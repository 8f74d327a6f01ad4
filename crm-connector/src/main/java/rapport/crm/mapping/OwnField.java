package rapport.crm.mapping;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import rapport.crm.spi.CrmField;
import rapport.crm.spi.CrmMoney;
import tools.jackson.databind.JsonNode;

/**
 * A field that an admin declared.
 *
 * @param name     as Rapport names it
 * @param crmField as the CRM names it
 */
public record OwnField(String name, String crmField, CrmField.Kind kind) {
    private static final Set<String> YES = Set.of("true", "yes", "1");
    private static final Set<String> NO = Set.of("false", "no", "0");

    CrmField field() {
        return new CrmField(name, kind);
    }

    /**
     * Puts the values of these fields into a record's.
     *
     * @param value    what the CRM sent for a field; missing and null mean nothing
     * @param currency of a field of the kind money; null where the CRM names none, which makes it a number
     * @throws IllegalArgumentException naming the field whose value has an unexpected form, never the value
     */
    public static void put(
            Map<String, Object> values,
            List<OwnField> fields,
            Function<OwnField, JsonNode> value,
            Function<OwnField, @Nullable String> currency) {
        for (OwnField field : fields) {
            Object read = field.read(value.apply(field), currency.apply(field));
            if (read != null) {
                values.put(field.name, read);
            }
        }
    }

    private @Nullable Object read(JsonNode node, @Nullable String currency) {
        String text = text(node);
        if (text == null) {
            return null;
        }
        return switch (kind) {
            case NUMBER -> number(text);
            case MONEY -> currency == null || currency.isBlank() ? number(text) : new CrmMoney(number(text), currency);
            case DATE -> day(text);
            case BOOLEAN -> flag(text);
            default -> text;
        };
    }

    /** Several choices are one text, in their order. */
    private @Nullable String text(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        if (node.isArray()) {
            List<String> parts = new ArrayList<>();
            node.forEach(part -> parts.add(scalar(part)));
            return parts.isEmpty() ? null : String.join(", ", parts);
        }
        String text = scalar(node).strip();
        return text.isEmpty() ? null : text;
    }

    private String scalar(JsonNode node) {
        if (!node.isValueNode()) {
            throw unexpected("a single value");
        }
        return node.asString();
    }

    private BigDecimal number(String text) {
        try {
            BigDecimal stripped = new BigDecimal(text).stripTrailingZeros();
            return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
        } catch (NumberFormatException e) {
            throw unexpected("a number");
        }
    }

    private LocalDate day(String text) {
        try {
            return LocalDate.parse(text.length() > 10 ? text.substring(0, 10) : text);
        } catch (DateTimeException e) {
            throw unexpected("a date, yyyy-MM-dd");
        }
    }

    private Boolean flag(String text) {
        String word = text.toLowerCase(Locale.ROOT);
        if (YES.contains(word)) {
            return true;
        }
        if (NO.contains(word)) {
            return false;
        }
        throw unexpected("true or false");
    }

    private IllegalArgumentException unexpected(String expected) {
        return new IllegalArgumentException(crmField + ": of an unexpected form (expected: " + expected + ")");
    }
}
