package rapport.crm.adapter.dynamics;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import rapport.crm.http.CrmJson;
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
            List.of(CrmType.ACCOUNT, CrmType.CONTACT, CrmType.OPPORTUNITY),
            Map.of(
                    CrmType.ACCOUNT,
                    List.of(
                            new CrmField("name", Kind.TEXT),
                            new CrmField("owner", Kind.MEMBER),
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
                    CrmType.OPPORTUNITY,
                    List.of(
                            new CrmField("name", Kind.TEXT),
                            new CrmField("owner", Kind.MEMBER),
                            new CrmField("account", Kind.RECORD),
                            new CrmField("stage", Kind.TEXT),
                            new CrmField("amount", Kind.MONEY),
                            new CrmField("probability", Kind.NUMBER),
                            new CrmField("closeOn", Kind.DATE))),
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
                    new Option("record-url")));

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
    public boolean namesWinners() {
        return true;
    }

    @Override
    public CrmLink open(CrmAccess access) {
        return new DynamicsLink(access, clock);
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
            DynamicsTable table = DynamicsTable.named(
                            body.path("PrimaryEntityName").asString(null))
                    .orElse(null);
            List<CrmHint> hints = new ArrayList<>();
            if (table != null) {
                DynamicsId.of(body.path("PrimaryEntityId").asString(null)).ifPresent(id -> {
                    CrmRef ref = new CrmRef(table.type, id);
                    hints.add(new CrmHint(ref));
                    loser(body)
                            .filter(loser -> !loser.equals(id))
                            .ifPresent(
                                    loser -> hints.add(new CrmHint(new CrmRef(table.type, loser), ref, Duration.ZERO)));
                });
            }
            return hints;
        } catch (JacksonException e) {
            throw new WebhookRefused(WebhookRefused.Reason.NOT_UNDERSTOOD, "the body is not JSON");
        }
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
