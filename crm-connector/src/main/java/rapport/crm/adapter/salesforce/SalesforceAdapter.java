package rapport.crm.adapter.salesforce;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
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

/** Salesforce; its behaviour is told in the package's description. */
@Component
public final class SalesforceAdapter implements CrmAdapter {
    private static final CrmDescriptor DESCRIPTOR = new CrmDescriptor(
            "salesforce",
            "Salesforce",
            List.of(
                    new Credential("consumer-key", true, false),
                    new Credential("private-key", false, true),
                    new Credential("username", false, false),
                    new Credential("consumer-secret", false, true)),
            List.of(CrmType.ACCOUNT, CrmType.CONTACT, CrmType.LEAD, CrmType.OPPORTUNITY),
            Map.of(
                    CrmType.ACCOUNT,
                    List.of(
                            new CrmField("name", Kind.TEXT),
                            new CrmField("owner", Kind.MEMBER),
                            new CrmField("account", Kind.RECORD),
                            new CrmField("type", Kind.TEXT),
                            new CrmField("industry", Kind.TEXT),
                            new CrmField("website", Kind.TEXT),
                            new CrmField("phone", Kind.TEXT),
                            new CrmField("email", Kind.TEXT),
                            new CrmField("city", Kind.TEXT),
                            new CrmField("country", Kind.TEXT)),
                    CrmType.CONTACT,
                    List.of(
                            new CrmField("name", Kind.TEXT),
                            new CrmField("owner", Kind.MEMBER),
                            new CrmField("account", Kind.RECORD),
                            new CrmField("title", Kind.TEXT),
                            new CrmField("phone", Kind.TEXT),
                            new CrmField("email", Kind.TEXT),
                            new CrmField("city", Kind.TEXT),
                            new CrmField("country", Kind.TEXT)),
                    CrmType.LEAD,
                    List.of(
                            new CrmField("name", Kind.TEXT),
                            new CrmField("owner", Kind.MEMBER),
                            new CrmField("company", Kind.TEXT),
                            new CrmField("stage", Kind.TEXT),
                            new CrmField("title", Kind.TEXT),
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
                            new CrmField("probability", Kind.NUMBER),
                            new CrmField("closeOn", Kind.DATE),
                            new CrmField("territory", Kind.TEXT),
                            new CrmField("closed", Kind.BOOLEAN))),
            SalesforceClient.PAGE_SIZE,
            true,
            true,
            true,
            false,
            true,
            false,
            true,
            List.of(
                    new Option("api-version"),
                    new Option("currency"),
                    new Option("audience"),
                    new Option("use-percent"),
                    new Option("bulk-above"),
                    Mapping.FIELDS,
                    Mapping.OBJECTS));

    private final Clock clock;

    public SalesforceAdapter() {
        this(Clock.systemUTC());
    }

    SalesforceAdapter(Clock clock) {
        this.clock = clock;
    }

    @Override
    public CrmDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public boolean namesWinners() {
        return true;
    }

    @Override
    public CrmDescriptor descriptor(Map<String, String> options) {
        return Mapping.of(DESCRIPTOR, options).descriptor();
    }

    @Override
    public CrmLink open(CrmAccess access) {
        return new SalesforceLink(access, clock, Mapping.of(DESCRIPTOR, access.options()));
    }

    /**
     * The body is the element {@code notifications}, in its envelope or without. Nothing signs it: that it comes from the org
     * is told by the secret in the address, which whoever took the call has checked, and by the org's id.
     */
    @Override
    public List<CrmHint> receive(WebhookCall call, List<WebhookSubscription> subscriptions) {
        OutboundMessage message = OutboundMessage.read(call.body());
        boolean known = subscriptions.stream()
                .filter(subscription -> subscription.event().equals(call.event()))
                .anyMatch(subscription -> SalesforceId.same(subscription.secret(), message.organizationId()));
        if (!known) {
            throw new WebhookRefused(
                    WebhookRefused.Reason.NOT_SIGNED, "an outbound message of an org that is not connected here");
        }
        Set<CrmRef> refs = new LinkedHashSet<>();
        for (OutboundMessage.Notification notification : message.notifications()) {
            String id = notification.recordId();
            if (id != null) { // deleted before it was sent: there is nothing in it
                type(notification.objectName(), id, subscriptions)
                        .ifPresent(type -> refs.add(new CrmRef(type, SalesforceId.of("Id", id))));
            }
        }
        List<CrmHint> hints = new ArrayList<>(refs.size());
        refs.forEach(ref -> hints.add(new CrmHint(ref)));
        return hints;
    }

    /** A standard object, or one that was declared: the connection keeps its name with its type. */
    private static Optional<CrmType> type(
            @Nullable String objectName, String id, List<WebhookSubscription> subscriptions) {
        return subscriptions.stream()
                .filter(known ->
                        !known.externalId().isEmpty() && known.externalId().equals(objectName))
                .map(known -> new CrmType(known.event()))
                .findFirst()
                .or(() -> SalesforceObject.known(objectName, id).map(SalesforceObject::type));
    }
}
