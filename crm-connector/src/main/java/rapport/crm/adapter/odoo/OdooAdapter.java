package rapport.crm.adapter.odoo;

import java.time.Clock;
import java.util.List;
import java.util.Map;
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
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Odoo; its behaviour is told in the package's description. */
@Component
public final class OdooAdapter implements CrmAdapter {
    private static final List<CrmField> LEAD = List.of(
            new CrmField("name", Kind.TEXT),
            new CrmField("owner", Kind.MEMBER),
            new CrmField("account", Kind.RECORD),
            new CrmField("stage", Kind.TEXT),
            new CrmField("amount", Kind.MONEY),
            new CrmField("probability", Kind.NUMBER),
            new CrmField("closeOn", Kind.DATE),
            new CrmField("email", Kind.TEXT),
            new CrmField("phone", Kind.TEXT),
            new CrmField("team", Kind.TEXT),
            new CrmField("closed", Kind.BOOLEAN),
            new CrmField("archived", Kind.BOOLEAN));

    private static final CrmDescriptor DESCRIPTOR = new CrmDescriptor(
            "odoo",
            "Odoo",
            List.of(
                    new Credential("api-key", true, true),
                    new Credential("database", false, false),
                    new Credential("login", false, false)),
            List.of(CrmType.ACCOUNT, CrmType.CONTACT, CrmType.LEAD, CrmType.OPPORTUNITY),
            Map.of(
                    CrmType.ACCOUNT,
                    List.of(
                            new CrmField("name", Kind.TEXT),
                            new CrmField("owner", Kind.MEMBER),
                            new CrmField("account", Kind.RECORD),
                            new CrmField("industry", Kind.TEXT),
                            new CrmField("website", Kind.TEXT),
                            new CrmField("phone", Kind.TEXT),
                            new CrmField("email", Kind.TEXT),
                            new CrmField("city", Kind.TEXT),
                            new CrmField("country", Kind.TEXT),
                            new CrmField("archived", Kind.BOOLEAN)),
                    CrmType.CONTACT,
                    List.of(
                            new CrmField("name", Kind.TEXT),
                            new CrmField("owner", Kind.MEMBER),
                            new CrmField("account", Kind.RECORD),
                            new CrmField("title", Kind.TEXT),
                            new CrmField("phone", Kind.TEXT),
                            new CrmField("email", Kind.TEXT),
                            new CrmField("city", Kind.TEXT),
                            new CrmField("country", Kind.TEXT),
                            new CrmField("archived", Kind.BOOLEAN)),
                    CrmType.LEAD,
                    LEAD,
                    CrmType.OPPORTUNITY,
                    LEAD),
            OdooClient.PAGE_SIZE,
            true,
            false,
            true,
            false,
            false,
            false,
            true,
            List.of(
                    new Option("protocol", List.of("auto", "json-2", "json-rpc")),
                    new Option("api-key-expires"),
                    new Option("companies"),
                    new Option("language"),
                    new Option("portal-contacts", List.of("yes", "no")),
                    new Option("currency"),
                    new Option("record-url"),
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
        return new OdooLink(access, Mapping.of(DESCRIPTOR, access.options()), Clock.systemUTC());
    }

    /** Nothing is signed; the secret in the address is all. Only the model and the id are taken. */
    @Override
    public List<CrmHint> receive(WebhookCall call, List<WebhookSubscription> subscriptions) {
        if (subscriptions.stream().noneMatch(known -> known.event().equals(call.event()))) {
            throw new WebhookRefused(
                    WebhookRefused.Reason.NOT_SIGNED, "the address called is none that this connection gave out");
        }
        try {
            JsonNode body = OdooClient.JSON.readTree(call.body());
            String id = body.path("_id").asString("");
            if (!id.matches("[1-9]\\d{0,17}")) {
                return List.of();
            }
            if (!call.event().equals(OdooLink.EVENTS)) { // of a declared model, by the name of its type
                return List.of(new CrmHint(new CrmRef(new CrmType(call.event()), id)));
            }
            OdooModel model = OdooModel.of(body.path("_model").asString(""));
            if (model == null) {
                return List.of();
            }
            // It may just have changed its type, so both are looked at.
            return model.types().stream()
                    .map(type -> new CrmHint(new CrmRef(type, id)))
                    .toList();
        } catch (JacksonException e) {
            throw new WebhookRefused(WebhookRefused.Reason.NOT_UNDERSTOOD, "the body is not JSON");
        }
    }
}
