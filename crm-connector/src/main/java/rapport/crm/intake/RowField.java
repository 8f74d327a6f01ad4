package rapport.crm.intake;

/**
 * One field of a row.
 *
 * @param name as callers and files name it
 * @param max  the longest that its text may be
 */
record RowField(String name, Form form, int max) {
    enum Form {
        TEXT,
        ID,
        IDS,
        INSTANT,
        DAY,
        NUMBER,
        PERCENT,
        FLAG,
        LINK,
        CURRENCY
    }

    static RowField text(String name, int max) {
        return new RowField(name, Form.TEXT, max);
    }

    static RowField id(String name) {
        return new RowField(name, Form.ID, 100);
    }

    static RowField of(String name, Form form) {
        return new RowField(name, form, form == Form.LINK ? 1_000 : form == Form.IDS ? 10_000 : 60);
    }
}
