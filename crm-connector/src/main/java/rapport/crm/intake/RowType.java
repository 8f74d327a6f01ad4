package rapport.crm.intake;

import static rapport.crm.intake.RowField.id;
import static rapport.crm.intake.RowField.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rapport.crm.intake.RowField.Form;
import rapport.crm.spi.CrmType;

/** What a row can be of, in the order in which a whole set is best handed in. */
public enum RowType {
    TEAM(List.of(text("name", 300))),
    USER(List.of(
            text("name", 300),
            text("firstName", 150),
            text("lastName", 150),
            text("email", 254),
            text("title", 200),
            text("site", 100),
            text("language", 10),
            RowField.of("active", Form.FLAG),
            RowField.of("teamExternalIds", Form.IDS))),
    ACCOUNT(recordFields(List.of(
            text("domain", 1_000),
            text("phone", 100),
            text("email", 254),
            text("industry", 200),
            text("type", 200),
            id("parentExternalId")))),
    CONTACT(recordFields(List.of(
            text("firstName", 150),
            text("lastName", 150),
            text("email", 254),
            text("phone", 100),
            text("title", 200),
            id("accountExternalId")))),
    LEAD(recordFields(List.of(
            text("firstName", 150),
            text("lastName", 150),
            text("company", 300),
            text("email", 254),
            text("phone", 100),
            text("title", 200),
            text("stage", 200),
            id("accountExternalId")))),
    OPPORTUNITY(recordFields(List.of(
            RowField.of("amount", Form.NUMBER),
            RowField.of("currency", Form.CURRENCY),
            text("stage", 200),
            RowField.of("probability", Form.PERCENT),
            RowField.of("closeDate", Form.DAY),
            RowField.of("won", Form.FLAG),
            id("accountExternalId"))));

    /** Of each record, beside what belongs to its type. */
    private static final int MAX_ADDRESS = 300;

    private final Map<String, RowField> fields;

    RowType(List<RowField> own) {
        Map<String, RowField> all = new LinkedHashMap<>();
        List<RowField> common =
                List.of(id("externalId"), RowField.of("updatedAt", Form.INSTANT), RowField.of("deleted", Form.FLAG));
        common.forEach(field -> all.put(field.name(), field));
        own.forEach(field -> all.put(field.name(), field));
        this.fields = all;
    }

    private static List<RowField> recordFields(List<RowField> own) {
        List<RowField> all = new ArrayList<>(List.of(
                text("name", 300),
                id("ownerExternalId"),
                RowField.of("teamExternalIds", Form.IDS),
                RowField.of("url", Form.LINK),
                id("updatedByExternalId"),
                id("mergedInto")));
        all.addAll(own);
        for (String part : List.of("street", "city", "region", "postalCode", "country")) {
            all.add(text("address." + part, MAX_ADDRESS));
        }
        return all;
    }

    /** As it stands in addresses and names of files. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<RowType> of(String word) {
        return Arrays.stream(values()).filter(type -> type.word().equals(word)).findFirst();
    }

    /** As the engine knows it. Of people and teams only refusals are told under such a name. */
    public CrmType crmType() {
        return new CrmType(word());
    }

    public List<String> fieldNames() {
        return List.copyOf(fields.keySet());
    }

    /** Beside its fields a record may have attributes of any name. */
    public boolean takesAttributes() {
        return this != USER && this != TEAM;
    }

    @Nullable
    RowField field(String name) {
        return fields.get(name);
    }
}
