package rapport.crm.intake;

/** What became of one row. */
public enum Taken {
    CREATED,
    UPDATED,
    /** equal to what is here */
    UNCHANGED,
    /** older than what is here, and left out */
    STALE,
    DELETED,
    MERGED,
    /** gone, and never seen before */
    UNKNOWN
}
