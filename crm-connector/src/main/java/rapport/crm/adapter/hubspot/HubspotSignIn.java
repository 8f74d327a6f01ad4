package rapport.crm.adapter.hubspot;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rapport.crm.http.CrmAnswer;
import rapport.crm.http.CrmHttp;
import rapport.crm.http.CrmJson;
import rapport.crm.http.SharedToken;
import rapport.crm.http.SharedToken.Token;
import rapport.crm.spi.CrmAccess;
import rapport.crm.spi.CrmFailure;
import rapport.crm.spi.Phrase;
import tools.jackson.databind.JsonNode;

/** The token that every call carries: a lasting one, or those that a refresh token is changed for, half an hour each. */
final class HubspotSignIn {
    private static final String REFRESH_TOKEN = "refresh-token";

    private final String connection;
    private final URI tokenAddress;
    private final CrmHttp http;
    private final Clock clock;
    private final @Nullable String lastingToken;
    private final @Nullable String clientId;
    private final @Nullable String clientSecret;
    private final @Nullable String refreshToken;
    private final SharedToken shared;

    HubspotSignIn(CrmAccess access, URI tokenAddress, CrmHttp http, Clock clock) {
        this.connection = access.connection();
        this.tokenAddress = tokenAddress;
        this.http = http;
        this.clock = clock;
        this.lastingToken = access.credential("access-token");
        this.clientId = access.credential("client-id");
        this.clientSecret = access.credential("client-secret");
        this.refreshToken = access.credential(REFRESH_TOKEN);
        this.shared = new SharedToken(access, clock);
    }

    boolean renews() {
        return lastingToken == null && refreshToken != null && clientId != null && clientSecret != null;
    }

    String token() {
        if (lastingToken != null) {
            return lastingToken;
        }
        if (!renews()) {
            throw CrmFailure.stop(
                    connection + ": no credentials.",
                    "Set access-token, or client-id, client-secret and refresh-token.");
        }
        return shared.get(this::renew).value();
    }

    /** HubSpot refused this token as expired, whatever it said before. */
    void forget(String refused) {
        shared.forget(refused);
    }

    /** A refresh token may be changed for another one with each use, and is good for nothing then. */
    private Token renew(@Nullable Token before) {
        String given = before == null ? null : before.more().get(REFRESH_TOKEN);
        String refresh = given == null ? String.valueOf(refreshToken) : given;
        CrmAnswer answer = http.postForm(
                tokenAddress,
                Map.of(),
                Map.of(
                        "grant_type",
                        "refresh_token",
                        "client_id",
                        String.valueOf(clientId),
                        "client_secret",
                        String.valueOf(clientSecret),
                        "refresh_token",
                        refresh));
        JsonNode body = CrmJson.of(answer).orElse(null);
        if (answer.status() == 400 || answer.status() == 401 || answer.status() == 403) {
            String status = body == null
                    ? ""
                    : body.path("status").asString(body.path("error").asString(""));
            throw CrmFailure.reconnect(
                    connection + ": "
                            + Phrase.of(
                                    "failure.sign-in-refused",
                                    answer.status() + (status.isEmpty() ? "" : " " + CrmAnswer.printable(status))),
                    "The app was uninstalled or its approval withdrawn. Install it again in HubSpot and store the new"
                            + " refresh token.");
        }
        String fresh = body == null ? "" : body.path("access_token").asString("");
        if (answer.status() != 200 || body == null || fresh.isEmpty()) {
            throw CrmFailure.retry(connection + ": the token call answered " + answer.status() + ".", null);
        }
        Duration lifetime = Duration.ofSeconds(body.path("expires_in").asLong(1800));
        String next = body.path("refresh_token").asString("");
        return new Token(
                fresh,
                clock.instant().plus(lifetime).minusSeconds(60),
                Map.of(REFRESH_TOKEN, next.isEmpty() ? refresh : next));
    }

    @Override
    public String toString() {
        return "HubspotSignIn[" + connection + "]";
    }
}
