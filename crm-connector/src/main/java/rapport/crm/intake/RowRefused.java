package rapport.crm.intake;

/** A row that is not taken. The others of its batch or file are. */
public final class RowRefused extends RuntimeException {
    private final String field;
    private final String reason;

    /** @param reason what was expected; never what stood there, which may be a customer's data */
    RowRefused(String field, String reason) {
        super(field + ": " + reason, null, false, false);
        this.field = field;
        this.reason = reason;
    }

    public String field() {
        return field;
    }

    public String reason() {
        return reason;
    }
}
