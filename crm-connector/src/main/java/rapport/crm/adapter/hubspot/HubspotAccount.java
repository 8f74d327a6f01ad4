package rapport.crm.adapter.hubspot;

import org.jspecify.annotations.Nullable;

/** The HubSpot account itself, which the user interface calls a portal. */
record HubspotAccount(
        @Nullable String portalId,
        @Nullable String timeZone,
        @Nullable String companyCurrency,
        @Nullable String uiDomain) {
    /** For an account that does not tell. */
    static final HubspotAccount UNKNOWN = new HubspotAccount(null, null, null, null);
}
