package rapport.social.member;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a member may do in Rapport as a whole. The ordinal is what the tables hold. */
public enum MemberRole {
    MEMBER,
    MODERATOR,
    ADMIN;

    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
