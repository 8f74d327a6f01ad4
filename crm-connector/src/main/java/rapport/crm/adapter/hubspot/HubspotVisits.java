package rapport.crm.adapter.hubspot;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import rapport.crm.spi.CrmAccess;
import rapport.crm.spi.CrmRef;
import rapport.crm.spi.PageCall;
import rapport.crm.spi.PageVisit;
import rapport.crm.spi.WebhookRefused;
import tools.jackson.databind.JsonNode;

/**
 * Who looks at a card, by the call that HubSpot makes and signs for it. {@code userId} and {@code portalId} in the address are HubSpot's word,
 * {@code objectId} is the card's. Has a client of its own, since cards call while a sync run is under way.
 */
final class HubspotVisits {
    /** Somebody who is not known may have been added just now; but not with every call. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);

    /** The option that names the one app whose calls are ours. */
    static final String APP_ID = "app-id";

    private final String appId;
    private final @Nullable String clientSecret;
    private final HubspotClient client;
    private final Clock clock;
    private Map<String, String> ownersByUser = Map.of();
    private Instant looked = Instant.EPOCH;
    private @Nullable String portal;

    HubspotVisits(CrmAccess access, Clock clock, Duration betweenSearches) {
        this.clientSecret = access.credential("client-secret");
        this.client = new HubspotClient(access, clock, betweenSearches);
        this.clock = clock;
        this.appId = access.options().getOrDefault(APP_ID, "").strip();
    }

    PageVisit visit(PageCall call) {
        var signature = new HubspotSignature(
                call.header(HubspotSignature.HEADER), call.header(HubspotSignature.TIMESTAMP_HEADER));
        if (clientSecret == null
                || !signature.isFresh(clock.instant())
                || !signature.fits(clientSecret, call.method(), call.address(), new byte[0])) {
            throw new WebhookRefused(
                    WebhookRefused.Reason.NOT_SIGNED, "the card's call is not signed with the app's client secret");
        }
        if (!appId.isEmpty() && !appId.equals(call.parameter("appId"))) {
            throw new WebhookRefused(WebhookRefused.Reason.NOT_SIGNED, "the card's call is of another app");
        }
        String user = call.parameter("userId");
        if (user == null || !user.matches("\\d{1,20}") || !isOurPortal(call.parameter("portalId"))) {
            throw new WebhookRefused(WebhookRefused.Reason.NOT_SIGNED, "the card's call is for another account");
        }
        String owner = ownerOf(user);
        if (owner == null) {
            throw new WebhookRefused(WebhookRefused.Reason.NOT_UNDERSTOOD, "the user is no owner that HubSpot lists");
        }
        CrmRef record = HubspotObjectType.named(call.parameter("objectTypeId"))
                .filter(type -> String.valueOf(call.parameter("objectId")).matches("\\d{1,20}"))
                .map(type -> new CrmRef(type.type(), Objects.requireNonNull(call.parameter("objectId"))))
                .orElse(null);
        return new PageVisit(owner, record, null); // HubSpot repeats its calls by itself
    }

    private synchronized boolean isOurPortal(@Nullable String found) {
        if (portal == null) {
            portal = client.account()
                    .map(row -> row.path("portalId").asString(""))
                    .orElse("");
        }
        // An account that does not tell its id: the signature with the app's own secret is all there is.
        return found != null && (portal.isEmpty() || portal.equals(found));
    }

    private synchronized @Nullable String ownerOf(String user) {
        if (!ownersByUser.containsKey(user) && !clock.instant().isBefore(looked.plus(BETWEEN_LOOKS))) {
            Map<String, String> owners = new HashMap<>();
            String after = null;
            do {
                HubspotClient.HubspotPage page = client.owners(false, after);
                for (JsonNode row : page.rows()) {
                    owners.put(row.path("userId").asString(""), row.path("id").asString(""));
                }
                after = page.after();
            } while (after != null);
            owners.values().removeIf(String::isEmpty);
            ownersByUser = owners;
            looked = clock.instant();
        }
        return ownersByUser.get(user);
    }
}
