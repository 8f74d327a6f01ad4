package rapport.social.post;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.math.BigDecimal;
import java.time.LocalDate;
import rapport.social.member.MemberId;
import rapport.social.record.Money;

/** One side of a change, with its type, so that every reader gets it in the own language and format. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = StoryValue.Text.class, name = "text"),
    @JsonSubTypes.Type(value = StoryValue.Sum.class, name = "money"),
    @JsonSubTypes.Type(value = StoryValue.Day.class, name = "date"),
    @JsonSubTypes.Type(value = StoryValue.Quantity.class, name = "number"),
    @JsonSubTypes.Type(value = StoryValue.Person.class, name = "member"),
    @JsonSubTypes.Type(value = StoryValue.Flag.class, name = "boolean")
})
public sealed interface StoryValue {

    /** Words, such as the name of a stage. */
    record Text(String value) implements StoryValue {}

    /** An amount with its currency. */
    record Sum(Money value) implements StoryValue {}

    /** A day. */
    record Day(LocalDate value) implements StoryValue {}

    /** A plain number; 1.50 and 1.5 are the same. */
    record Quantity(BigDecimal value) implements StoryValue {
        public Quantity {
            value = value.stripTrailingZeros();
            if (value.scale() < 0) {
                value = value.setScale(0);
            }
        }
    }

    /** A member, such as an owner. */
    record Person(MemberId value) implements StoryValue {}

    /** Yes or no. */
    record Flag(boolean value) implements StoryValue {}

    /** The type's name in the API. */
    default String type() {
        if (this instanceof Text) {
            return "text";
        }
        if (this instanceof Sum) {
            return "money";
        }
        if (this instanceof Day) {
            return "date";
        }
        if (this instanceof Quantity) {
            return "number";
        }
        return this instanceof Person ? "member" : "boolean";
    }
}
