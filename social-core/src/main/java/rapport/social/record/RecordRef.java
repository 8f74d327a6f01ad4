package rapport.social.record;

import java.util.regex.Pattern;
import rapport.social.shared.Problem;

/**
 * Names a CRM record from outside.
 *
 * @param connection the key of the configured CRM, such as {@code acme}
 * @param type       account, contact, opportunity, lead, or the connection's own type
 * @param externalId the CRM's id, opaque text
 */
public record RecordRef(String connection, String type, String externalId) {
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,59}");

    /** @throws Problem not found, if any part can't name a record */
    public RecordRef {
        if (!KEY.matcher(connection).matches()
                || !KEY.matcher(type).matches()
                || externalId.isBlank()
                || externalId.length() > 100) {
            throw Problem.notFound();
        }
    }

    @Override
    public String toString() {
        return connection + "/" + type + "/" + externalId;
    }
}
