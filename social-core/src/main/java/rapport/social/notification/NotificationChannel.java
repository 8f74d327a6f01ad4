package rapport.social.notification;

/** How a member can be told. The ordinal is what the table holds. */
enum NotificationChannel {
    IN_APP;

    /** As JSON names it. */
    @Override
    public String toString() {
        return "inApp";
    }
}
