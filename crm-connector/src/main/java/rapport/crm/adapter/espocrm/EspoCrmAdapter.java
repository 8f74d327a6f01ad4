package rapport.crm.adapter.espocrm;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

/** EspoCRM; its behaviour is told in the package's description. */
@Component
public final class EspoCrmAdapter implements CrmAdapter {
    /** The CRM sends at most 50 events in one call; a few more do no harm, a million would. */
    private static final int MAX_EVENTS = 1_000;

    private static final CrmDescriptor DESCRIPTOR = new CrmDescriptor(
            "espocrm",
            "EspoCRM",
            List.of(new Credential("api-key", true, true), new Credential("secret-key", false, true)),
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
                            new CrmField("amount", Kind.MONEY),
                            new CrmField("title", Kind.TEXT),
                            new CrmField("industry", Kind.TEXT),
                            new CrmField("phone", Kind.TEXT),
                            new CrmField("email", Kind.TEXT),
                            new CrmField("city", Kind.TEXT),
                            new CrmField("country", Kind.TEXT),
                            new CrmField("closed", Kind.BOOLEAN)),
                    CrmType.OPPORTUNITY,
                    List.of(
                            new CrmField("name", Kind.TEXT),
                            new CrmField("owner", Kind.MEMBER),
                            new CrmField("account", Kind.RECORD),
                            new CrmField("stage", Kind.TEXT),
                            new CrmField("amount", Kind.MONEY),
                            new CrmField("probability", Kind.NUMBER),
                            new CrmField("closeOn", Kind.DATE),
                            new CrmField("closed", Kind.BOOLEAN))),
            EspoCrmClient.MAX_PAGE_SIZE,
            true,
            false,
            true,
            false,
            true,
            true,
            true,
            List.of(
                    new Option("record-url"),
                    new Option("user-site-field"),
                    new Option("user-language-field"),
                    new Option("parent-account-field"),
                    Mapping.FIELDS,
                    Mapping.OBJECTS));

    @Override
    public CrmDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public CrmDescriptor descriptor(Map<String, String> options) {
        return Mapping.of(DESCRIPTOR, options).descriptor();
    }

    @Override
    public CrmLink open(CrmAccess access) {
        return new EspoCrmLink(access, Mapping.of(DESCRIPTOR, access.options()));
    }

    /** Events are named {@code Account.update}; the body of any of them is an array of records, of which only ids are taken. */
    @Override
    public List<CrmHint> receive(WebhookCall call, List<WebhookSubscription> subscriptions) {
        EspoCrmSignature signature = EspoCrmSignature.of(call)
                .orElseThrow(() -> new WebhookRefused(
                        WebhookRefused.Reason.NOT_SIGNED, "no Signature or X-Signature header that can be read"));
        boolean signed = subscriptions.stream()
                .filter(known ->
                        known.event().equals(call.event()) && known.externalId().equals(signature.webhookId()))
                .anyMatch(known -> signature.fits(known.secret(), call.body()));
        if (!signed) {
            throw new WebhookRefused(
                    WebhookRefused.Reason.NOT_SIGNED, "the signature does not fit any webhook for " + call.event());
        }
        return hints(type(call.event()), call.body());
    }

    /** As {@link EspoEntity#events()} names them. */
    static CrmType type(String event) {
        String[] parts = event.split("\\.");
        if (parts.length == 3) {
            return new CrmType(parts[0]);
        }
        return EspoEntity.STANDARD.stream()
                .filter(known -> known.entityName().equalsIgnoreCase(parts[0]))
                .map(EspoEntity::type)
                .findFirst()
                .orElseThrow(() -> new WebhookRefused(
                        WebhookRefused.Reason.NOT_UNDERSTOOD, "an event of an entity that is not mirrored"));
    }

    private static List<CrmHint> hints(CrmType type, byte[] body) {
        try {
            JsonNode events = CrmJson.JSON.readTree(body);
            if (!events.isArray() || events.size() > MAX_EVENTS) {
                throw new WebhookRefused(
                        WebhookRefused.Reason.NOT_UNDERSTOOD,
                        "the body is not an array of at most " + MAX_EVENTS + " records");
            }
            Set<CrmRef> refs = new LinkedHashSet<>();
            events.forEach(event -> {
                String id = event.path("id").asString("");
                if (!id.isEmpty() && id.length() <= 100) {
                    refs.add(new CrmRef(type, id));
                }
            });
            List<CrmHint> hints = new ArrayList<>(refs.size());
            refs.forEach(ref -> hints.add(new CrmHint(ref)));
            return hints;
        } catch (JacksonException e) {
            throw new WebhookRefused(WebhookRefused.Reason.NOT_UNDERSTOOD, "the body is not JSON");
        }
    }
}
