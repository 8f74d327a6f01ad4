package rapport.crm.adapter.csv;

/** A file that cannot be read, or not any further. */
final class CsvRefused extends RuntimeException {
    CsvRefused(String message) {
        super(message, null, false, false);
    }
}
