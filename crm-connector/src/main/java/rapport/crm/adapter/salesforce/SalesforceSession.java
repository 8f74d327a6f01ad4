package rapport.crm.adapter.salesforce;

/**
 * What a sign-in gave.
 *
 * @param instance where this org's data is, without a slash at the end
 * @param org      id of the org, 18 characters
 * @param user     id of the user that we act as
 */
record SalesforceSession(String token, String instance, String org, String user) {
    @Override
    public String toString() {
        return "SalesforceSession[" + instance + ", " + org + "]";
    }
}
