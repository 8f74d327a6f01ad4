package rapport.crm.secret;

/** A secret that no known key opens: it was sealed with another one, or was changed or moved since. */
public final class SecretUnreadable extends RuntimeException {
    SecretUnreadable(String message) {
        super(message);
    }
}
