package rapport.crm.spi;

/** What helps against a failure. Each is another word to the admin and another thing for the engine to do. */
public enum Remedy {
    /** It passes by itself: try again, with growing pauses. */
    RETRY,
    /** The CRM asks for patience: not before the time it named. */
    WAIT,
    /** A person has to renew a credential or a right in the CRM; until then only a rare try, since many lock us out. */
    RECONNECT,
    /** This one record cannot be read; the others go on. */
    SET_ASIDE,
    /** The configuration is wrong, or this is not the CRM that it names; nothing until somebody changes it. */
    STOP
}
