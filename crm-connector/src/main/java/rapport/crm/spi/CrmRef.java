package rapport.crm.spi;

/**
 * A record by the CRM's own id. Ids are text, compared exactly: they are numbers here, hexadecimal there.
 *
 * @param externalId 1 to 100 characters
 */
public record CrmRef(CrmType type, String externalId) {
    public CrmRef {
        if (externalId.isEmpty() || externalId.length() > 100) {
            throw new IllegalArgumentException(
                    "external id of a " + type + ": " + externalId.length() + " characters (expected: 1 to 100)");
        }
    }

    @Override
    public String toString() {
        return type + "/" + externalId;
    }
}
