package rapport.crm.story;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rapport.crm.connection.TrackedField;
import rapport.social.record.FieldChange;
import rapport.social.record.Money;

/** Which changes are told: those of tracked fields that reach their thresholds. */
final class Tracking {
    private final Map<String, TrackedField> byField = new HashMap<>();

    Tracking(Collection<TrackedField> fields) {
        fields.forEach(field -> byField.put(field.type() + "." + field.field(), field));
    }

    List<FieldChange> told(String type, List<FieldChange> changes) {
        return changes.stream().filter(change -> isTold(type, change)).toList();
    }

    private boolean isTold(String type, FieldChange change) {
        TrackedField field = byField.get(type + "." + change.field());
        if (field == null) {
            return false;
        }
        BigDecimal threshold = field.threshold();
        BigDecimal percent = field.thresholdPercent();
        BigDecimal before = number(change.before());
        BigDecimal after = number(change.after());
        // from nothing, to nothing, or in another currency: always news
        if (threshold == null && percent == null
                || before == null
                || after == null
                || !currency(change.before()).equals(currency(change.after()))) {
            return true;
        }
        BigDecimal difference = after.subtract(before).abs();
        if (threshold != null && difference.compareTo(threshold) < 0) {
            return false;
        }
        return percent == null
                || before.signum() == 0
                || difference
                                .multiply(BigDecimal.valueOf(100))
                                .divide(before.abs(), 6, RoundingMode.HALF_UP)
                                .compareTo(percent)
                        >= 0;
    }

    private static @Nullable BigDecimal number(@Nullable Object value) {
        if (value instanceof Money money) {
            return money.amount();
        }
        return value instanceof BigDecimal number ? number : null;
    }

    private static String currency(@Nullable Object value) {
        return value instanceof Money money ? money.currency() : "";
    }
}
