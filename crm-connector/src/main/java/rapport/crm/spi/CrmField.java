package rapport.crm.spi;

/** A field of a record as Rapport names it, and how its values are told. */
public record CrmField(String name, Kind kind) {
    public enum Kind {
        TEXT,
        MONEY,
        DATE,
        NUMBER,
        BOOLEAN,
        /** the external id of a user */
        MEMBER,
        /** the external id of another record */
        RECORD
    }
}
