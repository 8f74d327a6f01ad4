package rapport.crm.intake;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import rapport.crm.mapping.OwnField;
import rapport.crm.spi.CrmChange;
import rapport.crm.spi.CrmMoney;
import rapport.crm.spi.CrmRecord;
import rapport.crm.spi.CrmRef;
import rapport.crm.spi.CrmTeam;
import rapport.crm.spi.CrmType;
import rapport.crm.spi.CrmUser;
import rapport.crm.spi.Tombstone;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A row as it lies in the table, and what it means in the engine's words. */
record StoredRow(
        String externalId,
        long seq,
        @Nullable String content,
        @Nullable String mergedInto,
        Instant changedAt) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Row field to our field, of text. */
    private static final Map<String, String> TEXTS = Map.ofEntries(
            Map.entry("domain", "website"),
            Map.entry("phone", "phone"),
            Map.entry("email", "email"),
            Map.entry("industry", "industry"),
            Map.entry("type", "type"),
            Map.entry("title", "title"),
            Map.entry("company", "company"),
            Map.entry("stage", "stage"),
            Map.entry("parentExternalId", "parent"),
            Map.entry("address.street", "street"),
            Map.entry("address.city", "city"),
            Map.entry("address.region", "region"),
            Map.entry("address.postalCode", "postalCode"),
            Map.entry("address.country", "country"));

    static StoredRow notKept(IntakeRow row) {
        return new StoredRow(row.externalId(), 0, row.content(), row.mergedInto(), Instant.EPOCH);
    }

    private JsonNode json() {
        return JSON.readTree(Objects.requireNonNull(content));
    }

    /** @param own the attributes that were declared as fields */
    CrmChange change(CrmType type, List<OwnField> own) {
        CrmRef ref = new CrmRef(type, externalId);
        if (content == null) {
            return new Tombstone(ref, mergedInto == null ? null : new CrmRef(type, mergedInto), changedAt);
        }
        return record(ref, own);
    }

    private CrmRecord record(CrmRef ref, List<OwnField> own) {
        JsonNode row = json();
        Map<String, Object> fields = new HashMap<>();
        row.path(RowReader.ATTRIBUTES)
                .properties()
                .forEach(attribute ->
                        fields.put(attribute.getKey(), attribute.getValue().asString()));
        OwnField.put(
                fields,
                own,
                field -> row.path(RowReader.ATTRIBUTES).path(field.crmField()),
                field -> text(row, "currency"));
        TEXTS.forEach((name, ours) -> {
            if (row.has(name)) {
                fields.put(ours, row.get(name).asString());
            }
        });
        if (row.has("amount")) {
            fields.put(
                    "amount",
                    new CrmMoney(
                            new BigDecimal(row.get("amount").asString()),
                            row.path("currency").asString()));
        }
        if (row.has("probability")) {
            fields.put("probability", new BigDecimal(row.get("probability").asString()));
        }
        if (row.has("closeDate")) {
            fields.put("closeOn", LocalDate.parse(row.get("closeDate").asString()));
        }
        if (row.has("won")) {
            fields.put("won", row.get("won").asBoolean());
            fields.put("closed", true); // decided either way
        }
        String account = text(row, ref.type().equals(CrmType.ACCOUNT) ? "parentExternalId" : "accountExternalId");
        String updatedAt = text(row, "updatedAt");
        return new CrmRecord(
                ref,
                row.path("name").asString(),
                account == null ? null : new CrmRef(CrmType.ACCOUNT, account),
                text(row, "ownerExternalId"),
                ids(row),
                fields,
                text(row, "url"),
                updatedAt == null ? null : Instant.parse(updatedAt),
                text(row, "updatedByExternalId"));
    }

    /** One who is gone is nobody: leaving the list is what closes a member. */
    CrmUser user() {
        JsonNode row = json();
        return new CrmUser(
                externalId,
                row.path("name").asString(),
                text(row, "email"),
                text(row, "title"),
                text(row, "site"),
                text(row, "language"),
                row.path("active").asBoolean(true),
                ids(row));
    }

    CrmTeam team() {
        return new CrmTeam(externalId, json().path("name").asString());
    }

    private static List<String> ids(JsonNode row) {
        return row.path("teamExternalIds").valueStream().map(JsonNode::asString).toList();
    }

    private static @Nullable String text(JsonNode row, String name) {
        return row.has(name) ? row.get(name).asString() : null;
    }
}
