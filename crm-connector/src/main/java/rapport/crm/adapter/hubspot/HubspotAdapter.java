package rapport.crm.adapter.hubspot;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import rapport.crm.http.CrmJson;
import rapport.crm.mapping.Mapping;
import rapport.crm.spi.CrmAccess;
import rapport.crm.spi.CrmAdapter;
import rapport.crm.spi.CrmDescriptor;
import rapport.crm.spi.CrmDescriptor.Credential;
import rapport.crm.spi.CrmDescriptor.Option;
import rapport.crm.spi.CrmField;
import rapport.crm.spi.CrmField.Kind;
import rapport.crm.spi.CrmHint;
import rapport.crm.spi.CrmLink;
import rapport.crm.spi.CrmRef;
import rapport.crm.spi.CrmType;
import rapport.crm.spi.WebhookCall;
import rapport.crm.spi.WebhookRefused;
import rapport.crm.spi.WebhookSubscription;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** HubSpot; its behaviour is told in the package's description. */
@Component
public final class HubspotAdapter implements CrmAdapter {
    /** The CRM sends at most 100 events in one call; a few more do no harm, a million would. */
    private static final int MAX_EVENTS = 1_000;

    /** Four of the five searches that the whole account has in a second. */
    private static final Duration BETWEEN_SEARCHES = Duration.ofMillis(250);

    private static final CrmDescriptor DESCRIPTOR = new CrmDescriptor(
            "hubspot",
            "HubSpot",
            List.of(
                    new Credential("access-token", false, true),
                    new Credential("client-secret", false, true),
                    new Credential("client-id", false, false),
                    new Credential("refresh-token", false, true)),
            List.of(CrmType.ACCOUNT, CrmType.CONTACT, CrmType.OPPORTUNITY),
            Map.of(
                    CrmType.ACCOUNT,
                    List.of(
                            new CrmField("name", Kind.TEXT),
                            new CrmField("owner", Kind.MEMBER),
                            new CrmField("account", Kind.RECORD),
                            new CrmField("type", Kind.TEXT),
                            new CrmField("industry", Kind.TEXT),
                            new CrmField("stage", Kind.TEXT),
                            new CrmField("website", Kind.TEXT),
                            new CrmField("phone", Kind.TEXT),
                            new CrmField("city", Kind.TEXT),
                            new CrmField("country", Kind.TEXT)),
                    CrmType.CONTACT,
                    List.of(
                            new CrmField("name", Kind.TEXT),
                            new CrmField("owner", Kind.MEMBER),
                            new CrmField("account", Kind.RECORD),
                            new CrmField("title", Kind.TEXT),
                            new CrmField("stage", Kind.TEXT),
                            new CrmField("phone", Kind.TEXT),
                            new CrmField("email", Kind.TEXT),
                            new CrmField("city", Kind.TEXT),
                            new CrmField("country", Kind.TEXT)),
                    CrmType.OPPORTUNITY,
                    List.of(
                            new CrmField("name", Kind.TEXT),
                            new CrmField("owner", Kind.MEMBER),
                            new CrmField("account", Kind.RECORD),
                            new CrmField("stage", Kind.TEXT),
                            new CrmField("amount", Kind.MONEY),
                            new CrmField("closeOn", Kind.DATE),
                            new CrmField("closed", Kind.BOOLEAN))),
            HubspotClient.PAGE_SIZE,
            true,
            false,
            true,
            false,
            true,
            true,
            true,
            List.of(
                    new Option("api-version"),
                    new Option("reserve-percent"),
                    new Option(HubspotVisits.APP_ID),
                    Mapping.FIELDS,
                    Mapping.OBJECTS));

    private final Clock clock;
    private final Duration betweenSearches;

    public HubspotAdapter() {
        this(Clock.systemUTC(), BETWEEN_SEARCHES);
    }

    HubspotAdapter(Clock clock, Duration betweenSearches) {
        this.clock = clock;
        this.betweenSearches = betweenSearches;
    }

    @Override
    public CrmDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public CrmDescriptor descriptor(Map<String, String> options) {
        return Mapping.of(DESCRIPTOR, options).descriptor();
    }

    @Override
    public boolean namesWinners() {
        return true;
    }

    @Override
    public CrmLink open(CrmAccess access) {
        return new HubspotLink(access, clock, betweenSearches, Mapping.of(DESCRIPTOR, access.options()));
    }

    @Override
    public List<CrmHint> receive(WebhookCall call, List<WebhookSubscription> subscriptions) {
        HubspotSignature signature = new HubspotSignature(
                call.header(HubspotSignature.HEADER), call.header(HubspotSignature.TIMESTAMP_HEADER));
        if (!signature.isFresh(clock.instant())) {
            throw new WebhookRefused(
                    WebhookRefused.Reason.NOT_SIGNED, "no signature of version 3 from the last five minutes");
        }
        boolean signed = subscriptions.stream()
                .filter(known -> known.event().equals(call.event()))
                .anyMatch(known -> signature.fits(known.secret(), "POST", known.address(), call.body()));
        if (!signed) {
            throw new WebhookRefused(
                    WebhookRefused.Reason.NOT_SIGNED,
                    "the signature does not fit; it covers the address, which must be entered in the app exactly as"
                            + " Rapport shows it");
        }
        return hints(call.body(), subscriptions);
    }

    /**
     * An app that is installed in several accounts has one address for them all. Ids of the others do no harm: looking at them
     * finds nothing.
     */
    private static List<CrmHint> hints(byte[] body, List<WebhookSubscription> subscriptions) {
        Set<String> apps = subscriptions.stream()
                .map(WebhookSubscription::externalId)
                .filter(app -> !app.isEmpty())
                .collect(Collectors.toSet());
        try {
            JsonNode events = CrmJson.JSON.readTree(body);
            if (events == null || !events.isArray() || events.size() > MAX_EVENTS) {
                throw new WebhookRefused(
                        WebhookRefused.Reason.NOT_UNDERSTOOD,
                        "the body is not an array of at most " + MAX_EVENTS + " events");
            }
            Map<CrmRef, CrmHint> hints = new LinkedHashMap<>();
            for (JsonNode row : events) {
                try {
                    HubspotEvent event = CrmJson.read(row, HubspotEvent.class);
                    if (!apps.isEmpty() && !apps.contains(row.path("appId").asString(""))) {
                        continue; // of another app that signs with the same secret
                    }
                    hints(event)
                            .forEach(hint -> hints.merge(
                                    hint.ref(), hint, (one, other) -> one.mergedInto() != null ? one : other));
                } catch (IllegalArgumentException e) {
                    // one event of an unknown form; the next poll sees what it was about
                }
            }
            return List.copyOf(hints.values());
        } catch (JacksonException e) {
            throw new WebhookRefused(WebhookRefused.Reason.NOT_UNDERSTOOD, "the body is not JSON");
        }
    }

    private static List<CrmHint> hints(HubspotEvent event) {
        List<CrmHint> hints = new ArrayList<>();
        if (event.fromObjectId() != null && event.associationType() != null) {
            // CONTACT_TO_COMPANY: what stands under what has changed, on both sides.
            String[] ends = event.associationType().split("_TO_", 2);
            hint(HubspotObjectType.named(ends[0]), event.fromObjectId()).ifPresent(hints::add);
            if (ends.length == 2) {
                hint(HubspotObjectType.named(ends[1]), event.toObjectId()).ifPresent(hints::add);
            }
            return hints;
        }
        String kind = event.subscriptionType() == null ? "" : event.subscriptionType();
        String name = kind.contains(".") ? kind.substring(0, kind.indexOf('.')) : kind;
        Optional<HubspotObjectType> type =
                HubspotObjectType.named(name).or(() -> HubspotObjectType.named(event.objectTypeId()));
        Optional<CrmHint> winner = hint(type, event.newObjectId()).or(() -> hint(type, event.primaryObjectId()));
        winner.ifPresent(hints::add);
        List<String> losers = new ArrayList<>();
        if (event.mergedObjectIds() != null) {
            losers.addAll(event.mergedObjectIds());
        }
        if (winner.isPresent() && event.primaryObjectId() != null) {
            losers.add(event.primaryObjectId()); // where a third, new record took over
        }
        for (String loser : losers) {
            hint(type, loser)
                    .filter(hint -> winner.isPresent() && !hint.equals(winner.get()))
                    .map(hint ->
                            new CrmHint(hint.ref(), winner.map(CrmHint::ref).orElse(null), Duration.ZERO))
                    .ifPresent(hints::add);
        }
        hint(type, event.objectId()).ifPresent(hints::add);
        return hints;
    }

    private static Optional<CrmHint> hint(Optional<HubspotObjectType> type, @Nullable String id) {
        return id == null || !id.matches("\\d{1,20}")
                ? Optional.empty()
                : type.map(known -> new CrmHint(new CrmRef(known.type(), id)));
    }
}
