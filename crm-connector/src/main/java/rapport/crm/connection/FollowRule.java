package rapport.crm.connection;

import jakarta.validation.constraints.NotNull;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who follows which records by themselves.
 *
 * @param id                the rule's own, unique in its connection; follows remember by which rule they came
 * @param type              the records' type, such as {@code opportunity}
 * @param criteria          all of them must hold; empty: every record of the type
 * @param endDaysAfterClose the follow ends so many days after the record was closed, or gone from the CRM; null: never for that reason
 * @param endDaysOfSilence  the follow ends when nothing was said or changed for so many days; null: never for that reason
 */
public record FollowRule(
        String id,
        String type,
        Reason reason,
        List<@NotNull Criterion> criteria,
        @Nullable Integer endDaysAfterClose,
        @Nullable Integer endDaysOfSilence) {

    public FollowRule {
        // What is missing in a request is refused where all else is, by its place; List.copyOf would break off here.
        criteria = criteria == null ? List.of() : Collections.unmodifiableList(new ArrayList<>(criteria));
    }

    /** What ties a member to a record. */
    public enum Reason {
        OWNER,
        /** owner of the account that the record stands under */
        ACCOUNT_OWNER,
        TEAM,
        /** all whom the record concerns, where the criteria hold: its owner, its account's owner, its team */
        CRITERIA
    }

    public enum Operator {
        EQ,
        NE,
        GT,
        GE,
        LT,
        LE,
        CONTAINS,
        /** the value lists several, separated by commas */
        IN,
        EMPTY,
        NOT_EMPTY
    }

    /** @param value null for {@link Operator#EMPTY} and {@link Operator#NOT_EMPTY} */
    public record Criterion(
            String field, Operator operator, @Nullable String value) {
        /** The value as an amount, where it is one. */
        public @Nullable BigDecimal number() {
            try {
                return value == null ? null : new BigDecimal(value.strip());
            } catch (NumberFormatException e) {
                return null;
            }
        }
    }
}
