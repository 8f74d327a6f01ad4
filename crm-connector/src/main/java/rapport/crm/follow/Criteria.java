package rapport.crm.follow;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import rapport.crm.connection.FollowRule.Criterion;
import rapport.social.record.Money;
import rapport.social.record.RecordFacts;

/** Compares what stands in a record's fields with what a rule asks for: amounts as amounts, days as days, words without case. */
final class Criteria {
    private Criteria() {}

    static boolean areMet(List<Criterion> criteria, RecordFacts record) {
        return criteria.stream().allMatch(criterion -> isMet(criterion, value(record, criterion.field())));
    }

    private static @Nullable Object value(RecordFacts record, String field) {
        return switch (field) {
            case "name" -> record.name();
            case "owner" -> record.ownerExternalId();
            case "account" -> record.accountExternalId();
            default -> record.fields().get(field);
        };
    }

    private static boolean isMet(Criterion criterion, @Nullable Object found) {
        Object value = found instanceof Money money ? money.amount() : found;
        boolean empty = value == null || value.toString().isBlank();
        String wanted = criterion.value() == null ? "" : criterion.value().strip();
        return switch (criterion.operator()) {
            case EMPTY -> empty;
            case NOT_EMPTY -> !empty;
            case EQ -> !empty && equal(value, wanted);
            case NE -> empty || !equal(value, wanted);
            case IN ->
                !empty && Arrays.stream(wanted.split(",")).map(String::strip).anyMatch(one -> equal(value, one));
            case CONTAINS -> !empty && fold(String.valueOf(value)).contains(fold(wanted));
            case GT -> !empty && order(value, wanted) > 0 && isOrdered(value, wanted);
            case GE -> !empty && order(value, wanted) >= 0 && isOrdered(value, wanted);
            case LT -> !empty && order(value, wanted) < 0 && isOrdered(value, wanted);
            case LE -> !empty && order(value, wanted) <= 0 && isOrdered(value, wanted);
        };
    }

    private static boolean equal(@Nullable Object value, String wanted) {
        return isOrdered(value, wanted)
                ? order(value, wanted) == 0
                : fold(String.valueOf(value)).equals(fold(wanted));
    }

    /** Whether both are numbers, or both are days. */
    private static boolean isOrdered(@Nullable Object value, String wanted) {
        return number(value) != null && number(wanted) != null || day(value) != null && day(wanted) != null;
    }

    private static int order(@Nullable Object value, String wanted) {
        BigDecimal left = number(value);
        BigDecimal right = number(wanted);
        if (left != null && right != null) {
            return left.compareTo(right);
        }
        LocalDate from = day(value);
        LocalDate to = day(wanted);
        return from == null || to == null ? 0 : from.compareTo(to);
    }

    private static @Nullable BigDecimal number(@Nullable Object value) {
        if (value instanceof BigDecimal number) {
            return number;
        }
        try {
            return value instanceof String text ? new BigDecimal(text.strip()) : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable LocalDate day(@Nullable Object value) {
        try {
            return value instanceof String text ? LocalDate.parse(text.strip()) : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static String fold(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
