package rapport.crm.adapter.salesforce;

import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rapport.crm.http.CrmAnswer;
import rapport.crm.http.CrmHttp;
import rapport.crm.http.CrmJson;
import rapport.crm.http.SharedToken;
import rapport.crm.http.SharedToken.Token;
import rapport.crm.http.SignedAssertion;
import rapport.crm.spi.CrmAccess;
import rapport.crm.spi.CrmFailure;
import rapport.crm.spi.Phrase;
import tools.jackson.databind.JsonNode;

/** Tokens by JWT bearer where there is a private key, by client credentials otherwise. Neither has a refresh token. */
final class SalesforceSignIn {
    /** The most that is taken is three minutes; the CRM's clock may be behind ours. */
    private static final long ASSERTION_SECONDS = 150;

    private static final String INSTANCE = "instance";
    private static final String ORG = "org";
    private static final String USER = "user";

    private final String connection;
    private final String address;
    private final CrmHttp http;
    private final Clock clock;
    private final @Nullable String consumerKey;
    private final @Nullable String consumerSecret;
    private final @Nullable String privateKey;
    private final @Nullable String username;
    private final String audience;
    private final SharedToken shared;

    SalesforceSignIn(CrmAccess access, CrmHttp http, Clock clock) {
        this.connection = access.connection();
        this.address = access.address().toString().replaceAll("/+$", "");
        this.http = http;
        this.clock = clock;
        this.shared = new SharedToken(access, clock);
        this.consumerKey = access.credential("consumer-key");
        this.consumerSecret = access.credential("consumer-secret");
        this.privateKey = access.credential("private-key");
        this.username = access.credential("username");
        String host = access.address().getHost() == null ? "" : access.address().getHost();
        this.audience = access.options()
                .getOrDefault(
                        "audience",
                        host.equals("test.salesforce.com") || host.contains(".sandbox.")
                                ? "https://test.salesforce.com"
                                : "https://login.salesforce.com");
    }

    SalesforceSession session() {
        Token token = shared.get(before -> open());
        Map<String, String> more = token.more();
        return new SalesforceSession(
                token.value(),
                more.getOrDefault(INSTANCE, address),
                more.getOrDefault(ORG, ""),
                more.getOrDefault(USER, ""));
    }

    /** The CRM refused it: tokens carry no end, it comes when the org's settings say so. */
    void forget(SalesforceSession refused) {
        shared.forget(refused.token());
    }

    private Token open() {
        CrmAnswer answer = http.postForm(URI.create(address + "/services/oauth2/token"), Map.of(), form());
        JsonNode body = CrmJson.of(answer).orElse(CrmJson.JSON.createObjectNode());
        if (answer.status() != 200) {
            throw failure(answer, body);
        }
        String token = body.path("access_token").asString("");
        String instance = body.path("instance_url").asString("").replaceAll("/+$", "");
        String[] identity = body.path("id").asString("").split("/");
        if (token.isEmpty() || instance.isEmpty() || identity.length < 2) {
            throw CrmFailure.retry(connection + ": the token call answered without a token", null);
        }
        requireSafe(instance);
        try {
            return new Token(
                    token,
                    null,
                    Map.of(
                            INSTANCE,
                            instance,
                            ORG,
                            SalesforceId.of("org", identity[identity.length - 2]),
                            USER,
                            SalesforceId.of("user", identity[identity.length - 1])));
        } catch (IllegalArgumentException e) {
            throw CrmFailure.retry(connection + ": the token call answered without an org", null);
        }
    }

    /** The token goes there with every call. */
    private void requireSafe(String instance) {
        try {
            URI uri = URI.create(instance);
            if (uri.getHost() != null && (uri.getScheme().equals("https") || address.startsWith("http:"))) {
                return;
            }
        } catch (IllegalArgumentException e) {
            // falls through
        }
        throw CrmFailure.stop(
                connection + ": the token is for an address that is not https.", "Check the connection's address.");
    }

    private Map<String, String> form() {
        if (consumerKey == null) {
            throw noCredentials();
        }
        Map<String, String> form = new LinkedHashMap<>();
        if (privateKey != null && username != null) {
            form.put("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer");
            form.put("assertion", assertion(consumerKey, username, privateKey));
        } else if (consumerSecret != null) {
            form.put("grant_type", "client_credentials");
            form.put("client_id", consumerKey);
            form.put("client_secret", consumerSecret);
        } else {
            throw noCredentials();
        }
        return form;
    }

    private CrmFailure noCredentials() {
        return CrmFailure.stop(
                connection + ": no credentials.",
                "Set consumer-key, and either private-key and username or consumer-secret.");
    }

    private String assertion(String key, String user, String pem) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", key);
        claims.put("sub", user);
        claims.put("aud", audience);
        claims.put("exp", clock.instant().getEpochSecond() + ASSERTION_SECONDS);
        return SignedAssertion.of(connection, Map.of(), claims, pem);
    }

    private CrmFailure failure(CrmAnswer answer, JsonNode body) {
        if (answer.redirects()) {
            return CrmFailure.reconnect(
                    connection + ": the address redirects elsewhere.",
                    "Set the connection's address to the org's My Domain, https://….my.salesforce.com.");
        }
        String error = CrmAnswer.printable(body.path("error").asString(""));
        String description = CrmAnswer.printable(body.path("error_description").asString(""));
        if ((answer.status() == 400 || answer.status() == 401) && !error.isEmpty()) {
            return CrmFailure.reconnect(
                    connection + ": "
                            + Phrase.of(
                                    "failure.sign-in-refused",
                                    error + (description.isEmpty() ? "" : ": " + description)),
                    advice(error, description));
        }
        var pause = answer.retryAfter();
        String what = connection + ": the token call answered " + answer.status() + ".";
        return pause != null ? CrmFailure.wait(what, pause) : CrmFailure.retry(what, null);
    }

    private static String advice(String error, String description) {
        if (description.contains("approved")) {
            return "Pre-authorize the user: in the External Client App's policies, permit admin-approved users and assign"
                    + " their permission set.";
        }
        if (description.contains("client credentials")) {
            return "Choose a run-as user in the External Client App's policies for client credentials.";
        }
        if (description.contains("audience")) {
            return "A sandbox signs in at https://test.salesforce.com: check the address, or the option audience, against"
                    + " where the External Client App is.";
        }
        if (error.startsWith("invalid_client") || error.equals("invalid_app_access")) {
            return "Check consumer-key and consumer-secret, or the certificate, of the External Client App.";
        }
        return "Check the External Client App: its flow, its certificate or secret, and the user's approval.";
    }

    @Override
    public String toString() {
        return "SalesforceSignIn[" + connection + ", " + address + "]";
    }
}
