package rapport.social.space;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import rapport.social.shared.Problem;

/** What somebody is in a space. The ordinal is what the table holds; from {@link #MEMBER} on one is in it. */
public enum SpaceRole {
    REQUESTED,
    INVITED,
    MEMBER,
    MANAGER,
    OWNER;

    public boolean isIn() {
        return compareTo(MEMBER) >= 0;
    }

    boolean manages() {
        return compareTo(MANAGER) >= 0;
    }

    @JsonCreator
    static SpaceRole fromString(String text) {
        for (SpaceRole role : values()) {
            if (role.toString().equals(text)) {
                return role;
            }
        }
        throw Problem.invalid("role", text, "member, manager, owner");
    }

    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
