package rapport.crm.sync;

/** What an admin lets a connection do. */
public enum Running {
    /** being set up, never started */
    DRAFT,
    RUNNING,
    /** goes on from where it is once it runs again */
    PAUSED,
    /** a first load that was given up; it begins anew when the connection runs again. What was read stays */
    CANCELLED
}
