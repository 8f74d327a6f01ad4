package rapport.social.mention;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Who is meant by what they are for a record. The code stands in the tables in place of a space's id. */
public enum MentionedRole {
    /** The member in charge of the record. */
    OWNER(-1),
    /** The owners of the record and of its account, and the teams that the CRM put on either. */
    ACCOUNT_TEAM(-2);

    private final int code;

    MentionedRole(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /** @param typed in any case, without the {@code @} */
    static MentionedRole named(String typed) {
        return typed.equalsIgnoreCase("owner") ? OWNER : ACCOUNT_TEAM;
    }

    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
