package rapport.crm.adapter.dynamics;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
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

/** Microsoft Dynamics 365; its behaviour is told in the package's description. */
@Component
public final class DynamicsAdapter implements CrmAdapter {
    /** That an admin registers with the address, beside the secret in it. */
    static final String SECRET_HEADER = "x-rapport-secret";

    private static final CrmDescriptor DESCRIPTOR = new CrmDescriptor(
            "dynamics",
            "Microsoft Dynamics 365",
            List.of(
                    new Credential("tenant-id", true, false),
                    new Credential("client-id", true, false),
                    new Credential("client-secret", false, true),
                    new Credential("private-key", false, true),
                    new Credential("certificate", false, false),
                    new Credential("webhook-secret", false, true)),
            List.of(CrmType.ACCOUNT, CrmType.CONTACT, CrmType.LEAD, CrmType.OPPORTUNITY),
            Map.of(
                    CrmType.ACCOUNT,
                    List.of(
                            new CrmField("name", Kind.TEXT),
                            new CrmField("owner", Kind.MEMBER),
                            new CrmField("account", Kind.RECORD),
                            new CrmField("territory", Kind.TEXT),
                            new CrmField("industry", Kind.TEXT),
                            new CrmField("type", Kind.TEXT),
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
                    List.of(
                            new CrmField("name", Kind.TEXT),
                            new CrmField("owner", Kind.MEMBER),
                            new CrmField("company", Kind.TEXT),
                            new CrmField("stage", Kind.TEXT),
                            new CrmField("title", Kind.TEXT),
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
            DynamicsClient.PAGE_SIZE,
            true,
            true,
            true,
            true,
            false,
            false,
            true,
            List.of(
                    new Option("stage-column", List.of("stepname", "salesstage")),
                    new Option("time-zone"),
                    new Option("login-address"),
                    new Option("record-url"),
                    Mapping.FIELDS,
                    Mapping.OBJECTS));

    private final Clock clock;

    @Autowired
    public DynamicsAdapter() {
        this(Clock.systemUTC());
    }

    DynamicsAdapter(Clock clock) {
        this.clock = clock;
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
        return new DynamicsLink(access, clock, Mapping.of(DESCRIPTOR, access.options()));
    }

    /** Nothing is signed: there is the secret in the address, and one in a header if it was registered so. */
    @Override
    public List<CrmHint> receive(WebhookCall call, List<WebhookSubscription> subscriptions) {
        String found = call.header(SECRET_HEADER);
        boolean believed = subscriptions.stream()
                .anyMatch(known -> known.event().equals(call.event())
                        && (known.secret().isEmpty()
                                || found != null
                                        && MessageDigest.isEqual(
                                                known.secret().getBytes(StandardCharsets.UTF_8),
                                                found.getBytes(StandardCharsets.UTF_8))));
        if (!believed) {
            throw new WebhookRefused(
                    WebhookRefused.Reason.NOT_SIGNED,
                    "the header " + SECRET_HEADER
                            + " is missing or another, or the address is none that was given out");
        }
        try {
            JsonNode body = CrmJson.JSON.readTree(call.body());
            CrmType type = type(body.path("PrimaryEntityName").asString(""), subscriptions);
            List<CrmHint> hints = new ArrayList<>();
            if (type != null) {
                DynamicsId.of(body.path("PrimaryEntityId").asString(null)).ifPresent(id -> {
                    CrmRef ref = new CrmRef(type, id);
                    hints.add(new CrmHint(ref));
                    loser(body)
                            .filter(loser -> !loser.equals(id))
                            .ifPresent(loser -> hints.add(new CrmHint(new CrmRef(type, loser), ref, Duration.ZERO)));
                });
            }
            return hints;
        } catch (JacksonException e) {
            throw new WebhookRefused(WebhookRefused.Reason.NOT_UNDERSTOOD, "the body is not JSON");
        }
    }

    /** Of a standard table, or one that was declared: the connection keeps its name with its type. */
    private static @Nullable CrmType type(String table, List<WebhookSubscription> subscriptions) {
        for (WebhookSubscription known : subscriptions) {
            if (!known.externalId().isEmpty() && known.externalId().equals(table)) {
                return new CrmType(known.event());
            }
        }
        return DynamicsTable.named(table).map(DynamicsTable::type).orElse(null);
    }

    /** A merge names both; it is missing in calls that were too long. */
    private static java.util.Optional<String> loser(JsonNode body) {
        if (!body.path("MessageName").asString("").equals("Merge")) {
            return java.util.Optional.empty();
        }
        for (JsonNode parameter : body.path("InputParameters")) {
            if (parameter.path("key").asString("").equals("SubordinateId")) {
                return DynamicsId.of(parameter.path("value").asString(null));
            }
        }
        return java.util.Optional.empty();
    }
}
