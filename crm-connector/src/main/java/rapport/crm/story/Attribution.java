package rapport.crm.story;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import rapport.crm.spi.CrmEdit;
import rapport.crm.spi.CrmEdit.FieldEdit;
import rapport.crm.spi.CrmMoney;
import rapport.social.record.FieldChange;
import rapport.social.record.Money;

/**
 * Finds out who made a difference. We see two states of a record; between them several people may have saved. Where the
 * CRM's history tells a chain of saves from the one to the other, each becomes a story of its own; where it knows only
 * the last step, that person gets the whole difference; where it knows nothing, the record's last writer does.
 */
final class Attribution {
    private Attribution() {}

    /** What one person did at one time. */
    record Save(@Nullable String actor, Instant at, List<FieldChange> changes) {}

    private record Moment(@Nullable String actor, Instant at) {}

    /** @param edits oldest first; empty where the CRM keeps no history */
    static List<Save> of(Noticed noticed, List<CrmEdit> edits) {
        Map<Moment, List<FieldChange>> saves = new LinkedHashMap<>();
        for (FieldChange change : noticed.changes()) {
            List<Step> steps = steps(change, edits);
            if (steps.isEmpty()) {
                saves.computeIfAbsent(
                                new Moment(noticed.lastWriter(), noticed.changedAt()), moment -> new ArrayList<>())
                        .add(change);
            }
            for (Step step : steps) {
                saves.computeIfAbsent(
                                new Moment(
                                        step.edit().actorExternalId(),
                                        step.edit().at()),
                                moment -> new ArrayList<>())
                        .add(new FieldChange(change.field(), step.before(), step.after()));
            }
        }
        // One save writes several notes in the same second; their author is the same, so they are one moment already.
        return saves.entrySet().stream()
                .map(entry -> new Save(entry.getKey().actor(), entry.getKey().at(), entry.getValue()))
                .sorted(Comparator.comparing(Save::at))
                .toList();
    }

    private record Step(
            CrmEdit edit, @Nullable Object before, @Nullable Object after) {}

    private static List<Step> steps(FieldChange change, List<CrmEdit> edits) {
        List<CrmEdit> touching = edits.stream()
                .filter(edit -> edit.fields().containsKey(change.field()))
                .toList();
        int last = touching.size() - 1;
        while (last >= 0 && !Objects.equals(after(touching.get(last), change.field()), plain(change.after()))) {
            last--;
        }
        if (last < 0) {
            return List.of();
        }
        List<Step> chain = new ArrayList<>();
        for (int i = last; i >= 0; i--) {
            CrmEdit edit = touching.get(i);
            FieldEdit field = Objects.requireNonNull(edit.fields().get(change.field()));
            Object before = field.beforeKnown()
                    ? plain(field.before())
                    : i > 0 ? after(touching.get(i - 1), change.field()) : plain(change.before());
            chain.add(0, new Step(edit, before, plain(field.after())));
            if (Objects.equals(before, plain(change.before()))) {
                return chain;
            }
        }
        // The chain does not reach back to what we knew: the history is incomplete, only its last step is sure.
        return List.of(new Step(touching.get(last), change.before(), change.after()));
    }

    private static @Nullable Object after(CrmEdit edit, String field) {
        return plain(Objects.requireNonNull(edit.fields().get(field)).after());
    }

    /** As the directory of records writes values, so that both compare. */
    private static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof CrmMoney money) {
            return new Money(money.amount(), money.currency());
        }
        if (value instanceof LocalDate day) {
            return day.toString();
        }
        if (value instanceof BigDecimal number) {
            return number.stripTrailingZeros();
        }
        return value;
    }
}
