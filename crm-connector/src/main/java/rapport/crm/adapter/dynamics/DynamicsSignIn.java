package rapport.crm.adapter.dynamics;

import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
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

/** Tokens of Entra ID for the app itself, an hour each. */
final class DynamicsSignIn {
    /** Before its end, so that no call is under way with a token that ends. */
    private static final Duration EARLY = Duration.ofMinutes(5);

    private static final long ASSERTION_SECONDS = 300;

    private final String connection;
    private final String scope;
    private final URI tokenAddress;
    private final CrmHttp http;
    private final Clock clock;
    private final @Nullable String clientId;
    private final @Nullable String clientSecret;
    private final @Nullable String privateKey;
    private final @Nullable String certificate;
    private final SharedToken shared;

    DynamicsSignIn(CrmAccess access, String base, CrmHttp http, Clock clock) {
        this.connection = access.connection();
        this.scope = base + "/.default";
        this.http = http;
        this.clock = clock;
        this.shared = new SharedToken(access, clock);
        this.clientId = access.credential("client-id");
        this.clientSecret = access.credential("client-secret");
        this.privateKey = access.credential("private-key");
        this.certificate = access.credential("certificate");
        String authority = access.options()
                .getOrDefault("login-address", "https://login.microsoftonline.com")
                .replaceAll("/+$", "");
        String tenant = access.credential("tenant-id");
        this.tokenAddress =
                URI.create(authority + "/" + CrmHttp.encoded(tenant == null ? "" : tenant) + "/oauth2/v2.0/token");
    }

    String token() {
        return shared.get(before -> renew()).value();
    }

    /** The environment refused this token, whatever its end was said to be. */
    void forget(String refused) {
        shared.forget(refused);
    }

    private Token renew() {
        CrmAnswer answer = http.postForm(tokenAddress, Map.of(), form());
        JsonNode body = CrmJson.of(answer).orElse(CrmJson.JSON.createObjectNode());
        if (answer.redirects()) {
            throw CrmFailure.reconnect(
                    connection + ": the sign-in address redirects elsewhere.", "Check login-address and tenant-id.");
        }
        String error = body.path("error").asString("");
        if ((answer.status() == 400 || answer.status() == 401) && !error.isEmpty()) {
            throw refused(error, body.path("error_description").asString(""));
        }
        String fresh = body.path("access_token").asString("");
        if (answer.status() != 200 || fresh.isEmpty()) {
            Duration pause = answer.retryAfter();
            String what = connection + ": the token call answered " + answer.status() + " without a token.";
            throw pause == null ? CrmFailure.retry(what, null) : CrmFailure.wait(what, pause);
        }
        Instant end = clock.instant().plusSeconds(body.path("expires_in").asLong(3_600));
        return new Token(fresh, end.minus(EARLY), Map.of());
    }

    /** All of these are an admin's to mend. Of the description only the code is told: the rest may name people. */
    private CrmFailure refused(String error, String description) {
        var code = java.util.regex.Pattern.compile("AADSTS\\d{4,8}").matcher(description);
        String found = code.find() ? code.group() : "";
        String advice = switch (found) {
            case "AADSTS7000222" -> "The client secret has expired. Make a new one in Entra ID and set client-secret.";
            case "AADSTS7000215" ->
                "Set client-secret to the secret's value, not its id, as Entra ID showed it when it was made.";
            case "AADSTS700016" -> "There is no such app in this tenant. Check client-id and tenant-id in Entra ID.";
            case "AADSTS500011" -> "Check the connection's address: Entra ID knows no environment there.";
            default -> "Check tenant-id, client-id and the secret or certificate of the app in Entra ID.";
        };
        return CrmFailure.reconnect(
                connection + ": "
                        + Phrase.of(
                                "failure.sign-in-refused",
                                CrmAnswer.printable(error) + (found.isEmpty() ? "" : ", " + found)),
                advice);
    }

    private Map<String, String> form() {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "client_credentials");
        form.put("client_id", clientId == null ? "" : clientId);
        form.put("scope", scope);
        if (clientId != null && privateKey != null && certificate != null) {
            form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
            form.put("client_assertion", assertion(clientId, privateKey, certificate));
        } else if (clientId != null && clientSecret != null) {
            form.put("client_secret", clientSecret);
        } else {
            throw CrmFailure.stop(
                    connection + ": no credentials.",
                    "Set tenant-id, client-id, and either client-secret or private-key and certificate.");
        }
        return form;
    }

    private String assertion(String id, String key, String pem) {
        long now = clock.instant().getEpochSecond();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("aud", tokenAddress.toString());
        claims.put("iss", id);
        claims.put("sub", id);
        claims.put("jti", UUID.randomUUID().toString());
        claims.put("nbf", now - 30);
        claims.put("exp", now + ASSERTION_SECONDS);
        return SignedAssertion.of(connection, Map.of("typ", "JWT", "x5t", thumbprint(pem)), claims, key);
    }

    /** By it Entra ID finds the certificate; it is defined as a hash of this kind. */
    private String thumbprint(String pem) {
        try {
            return SignedAssertion.base64(MessageDigest.getInstance("SHA-1").digest(SignedAssertion.der(pem)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw CrmFailure.stop(
                    connection + ": certificate cannot be read.", "Give it as PEM that begins with BEGIN CERTIFICATE.");
        }
    }

    @Override
    public String toString() {
        return "DynamicsSignIn[" + connection + "]";
    }
}
