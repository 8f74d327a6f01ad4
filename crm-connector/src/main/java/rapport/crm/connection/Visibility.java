package rapport.crm.connection;

/** Who may see a connection's records. */
public enum Visibility {
    /** all members */
    EVERYONE,
    /** those of a record's teams and its owner; all members where the record carries no team */
    TEAMS
}
