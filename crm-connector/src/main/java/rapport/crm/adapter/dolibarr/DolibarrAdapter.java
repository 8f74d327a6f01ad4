package rapport.crm.adapter.dolibarr;

import java.time.Duration;
import java.util.List;
import java.util.Map;
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
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Dolibarr; its behaviour is told in the package's description. */
@Component
public final class DolibarrAdapter implements CrmAdapter {
    /** The call comes before the save is committed; a slow page takes some seconds. */
    private static final Duration UNTIL_COMMITTED = Duration.ofSeconds(10);

    private static final CrmDescriptor DESCRIPTOR = new CrmDescriptor(
            "dolibarr",
            "Dolibarr",
            List.of(new Credential("api-key", true, true)),
            List.of(CrmType.ACCOUNT, CrmType.CONTACT, CrmType.OPPORTUNITY),
            Map.of(
                    CrmType.ACCOUNT,
                    List.of(
                            new CrmField("name", Kind.TEXT),
                            new CrmField("owner", Kind.MEMBER),
                            new CrmField("account", Kind.RECORD),
                            new CrmField("type", Kind.TEXT),
                            new CrmField("website", Kind.TEXT),
                            new CrmField("phone", Kind.TEXT),
                            new CrmField("email", Kind.TEXT),
                            new CrmField("city", Kind.TEXT),
                            new CrmField("country", Kind.TEXT)),
                    CrmType.CONTACT,
                    List.of(
                            new CrmField("name", Kind.TEXT),
                            new CrmField("account", Kind.RECORD),
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
                            new CrmField("closed", Kind.BOOLEAN))),
            DolibarrClient.PAGE_SIZE,
            true,
            false,
            true,
            false,
            false,
            false,
            true,
            List.of(
                    new Option("database-time-zone"),
                    new Option("currency"),
                    new Option("stages"),
                    new Option("account-owner", List.of("auto", "representatives", "sub-select", "none")),
                    new Option("opportunity-owner", List.of("author", "none")),
                    new Option("table-prefix"),
                    new Option("entity"),
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
        return new DolibarrLink(access, Mapping.of(DESCRIPTOR, access.options()));
    }

    /**
     * Nothing is signed; the secret in the address is all. An event that concerns nothing of ours is taken without a hint: an
     * error would reach the person who is saving.
     */
    @Override
    public List<CrmHint> receive(WebhookCall call, List<WebhookSubscription> subscriptions) {
        if (subscriptions.stream().noneMatch(known -> known.event().equals(call.event()))) {
            throw new WebhookRefused(
                    WebhookRefused.Reason.NOT_SIGNED, "the address called is none that this connection gave out");
        }
        try {
            JsonNode body = DolibarrClient.JSON.readTree(call.body());
            CrmType type = call.event().equals(DolibarrLink.EVENTS)
                    ? type(body.path("triggercode").asString(""))
                    : new CrmType(call.event()); // of a declared list, by the name of its type
            JsonNode object = body.path("object");
            CrmRef ref = type == null ? null : ref(type, object.path("id"));
            if (type == null || ref == null) {
                return List.of();
            }
            CrmRef loser = ref(type, object.path("context").path("mergefromid"));
            CrmHint look = new CrmHint(ref, null, UNTIL_COMMITTED);
            return loser == null ? List.of(look) : List.of(look, new CrmHint(loser, ref, UNTIL_COMMITTED));
        } catch (JacksonException e) {
            throw new WebhookRefused(WebhookRefused.Reason.NOT_UNDERSTOOD, "the body is not JSON");
        }
    }

    private static @Nullable CrmType type(String code) {
        if (code.startsWith("COMPANY_")) {
            return CrmType.ACCOUNT;
        }
        if (code.startsWith("CONTACT_")) {
            return CrmType.CONTACT;
        }
        return code.startsWith("PROJECT_") ? CrmType.OPPORTUNITY : null;
    }

    private static @Nullable CrmRef ref(CrmType type, JsonNode id) {
        String text = id.asString("");
        return text.matches("[1-9]\\d{0,17}") ? new CrmRef(type, text) : null;
    }
}
