package rapport.crm.doctor;

import rapport.crm.spi.Remedy;

/** What helps against a failure, as a next step for an admin. */
final class Remedies {
    private Remedies() {}

    static String of(Remedy remedy) {
        return switch (remedy) {
            case RETRY ->
                "It is tried again by itself. If it lasts, check that the CRM runs and that this server reaches it.";
            case WAIT -> "The CRM asks for patience; it goes on by itself.";
            case RECONNECT -> "Renew the credential or the right in the CRM, enter it here, and test again.";
            case SET_ASIDE -> "Correct the record in the CRM and replay it.";
            case STOP -> "Correct the address or the settings of this connection, and test again.";
        };
    }
}
