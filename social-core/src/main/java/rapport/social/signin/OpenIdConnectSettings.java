package rapport.social.signin;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which are right is checked in one place, {@link OpenIdProviders}, so that all mistakes are told at once.
 *
 * @param localAccounts whether a name and a password of Rapport's own open a session too
 * @param openidConnect the providers, by the name that stands in their addresses
 */
@ConfigurationProperties("rapport.sign-in")
record OpenIdConnectSettings(
        @DefaultValue("true") boolean localAccounts,
        @DefaultValue Map<String, Provider> openidConnect) {

    /** By what a person of the provider is matched with a member. */
    enum Match {
        /** by the member's e-mail */
        EMAIL,
        /** by the user's id in a connected CRM */
        CRM_USER,
        /** by what a connected CRM keeps as the user's name for the company's sign-in */
        CRM_SIGN_IN_ID
    }

    /**
     * @param issuer         as the provider itself writes it
     * @param displayName    what people read on the button; the provider's name unless set
     * @param claim          which says who it is; {@code email} when matched by it
     * @param connection     whose users are meant, when matched by a CRM's user
     * @param trustAddresses whether the addresses that this issuer names are its people's own, even unmarked
     * @param tenant         the only one (claim {@code tid}) whose people are let in
     * @param hostedDomain   the only one (claim {@code hd}) whose people are let in
     * @param timeout        for each call to the provider
     */
    record Provider(
            @Nullable URI issuer,
            @Nullable String clientId,
            @Nullable String clientSecret,
            @Nullable String displayName,
            @DefaultValue({"openid", "profile", "email"}) Set<String> scopes,
            @DefaultValue("email") Match match,
            @Nullable String claim,
            @Nullable String connection,
            @DefaultValue("false") boolean trustAddresses,
            @Nullable String tenant,
            @Nullable String hostedDomain,
            @DefaultValue("5s") Duration timeout) {

        /** Without the secret. */
        @Override
        public String toString() {
            return "Provider[" + issuer + "]";
        }
    }
}
