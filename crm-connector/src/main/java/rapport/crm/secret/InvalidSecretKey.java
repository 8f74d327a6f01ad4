package rapport.crm.secret;

/** A key that cannot seal anything; the message names the setting or the file. */
public final class InvalidSecretKey extends RuntimeException {
    InvalidSecretKey(String message) {
        super(message);
    }
}
