package rapport.social.notification;

import java.util.Locale;

/** How a member can be told. The ordinal is what the table holds. */
enum NotificationChannel {
    IN_APP,
    PUSH,
    EMAIL;

    /** As JSON names it. */
    @Override
    public String toString() {
        return this == IN_APP ? "inApp" : name().toLowerCase(Locale.ROOT);
    }
}
