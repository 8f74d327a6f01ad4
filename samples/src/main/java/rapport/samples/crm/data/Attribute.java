package rapport.samples.crm.data;

/**
 * One attribute of an entity type, as it goes over the wire.
 *
 * @param writable    a client may set it; what is not writable is ignored in input, as EspoCRM does
 * @param derived     worked out from other records when read, never stored
 * @param onlyWhenRead left out of lists that do not select it: reading it costs the CRM a query a row
 */
public record Attribute(String name, Kind kind, boolean writable, boolean derived, boolean onlyWhenRead) {

    /** How values of an attribute are written and compared. */
    public enum Kind {
        ID,
        TEXT,
        LONG_TEXT,
        WHOLE_NUMBER,
        NUMBER,
        BOOLEAN,
        DAY,
        TIME,
        IDS,
        NAMES,
        JSON
    }
}
