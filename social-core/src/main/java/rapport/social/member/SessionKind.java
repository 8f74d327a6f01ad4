package rapport.social.member;

/** From where a session was opened. The ordinal is what the table holds. */
public enum SessionKind {
    APP,
    EMBED,
    API
}
