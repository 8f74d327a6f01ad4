package rapport.crm.spi;

/**
 * Where reading stopped. Only the adapter that wrote it can read it.
 *
 * @param value at most 4,000 characters, without secrets
 */
public record Checkpoint(String value) {
    public Checkpoint {
        if (value.length() > 4_000) {
            throw new IllegalArgumentException(
                    "checkpoint: " + value.length() + " characters (expected: at most 4000)");
        }
    }
}
