package rapport.samples.crm.data;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rapport.samples.crm.data.Attribute.Kind;

/** The kinds of records that the sample CRM keeps, with EspoCRM's names for them and for their attributes. */
public enum EntityType {
    ACCOUNT("Account", Set.of("name"), Set.of("type", "industry", "website")) {
        @Override
        void describe(Attributes the) {
            the.text("name").text("website").text("emailAddress").text("phoneNumber");
            the.json("emailAddressData").json("phoneNumberData");
            the.text("type").text("industry").text("sicCode");
            the.address("billingAddress").address("shippingAddress");
            the.longText("description").whole();
        }
    },
    CONTACT("Contact", Set.of("lastName"), Set.of("account")) {
        @Override
        void describe(Attributes the) {
            the.text("salutationName").text("firstName").text("lastName").calculated("name", Kind.TEXT);
            the.text("title").text("emailAddress").text("phoneNumber").bool("doNotCall");
            the.json("emailAddressData").json("phoneNumberData");
            the.address("address")
                    .link("account")
                    .links("accounts")
                    .longText("description")
                    .whole();
        }
    },
    OPPORTUNITY("Opportunity", Set.of("name", "amount", "closeDate"), Set.of("amount", "closeDate", "account")) {
        @Override
        void describe(Attributes the) {
            the.text("name").number("amount").text("amountCurrency").calculated("amountConverted", Kind.NUMBER);
            the.link("account").links("contacts").link("contact");
            the.text("stage")
                    .kept("lastStage", Kind.TEXT)
                    .wholeNumber("probability")
                    .text("leadSource");
            the.day("closeDate").longText("description").whole();
        }
    },
    USER("User", Set.of("userName"), Set.of()) {
        @Override
        void describe(Attributes the) {
            the.text("userName")
                    .text("type")
                    .text("salutationName")
                    .text("firstName")
                    .text("lastName");
            the.calculated("name", Kind.TEXT)
                    .bool("isActive")
                    .text("title")
                    .text("emailAddress")
                    .text("phoneNumber");
            the.text("cSite")
                    .text("cLanguage")
                    .link("defaultTeam")
                    .teams()
                    .times()
                    .authors();
        }
    },
    TEAM("Team", Set.of("name"), Set.of()) {
        @Override
        void describe(Attributes the) {
            the.text("name").json("positionList").times();
        }
    },
    NOTE("Note", Set.of(), Set.of()) {
        @Override
        void describe(Attributes the) {
            the.text("type")
                    .longText("post")
                    .kept("data", Kind.JSON)
                    .id("parentId")
                    .text("parentType");
            the.calculated("parentName", Kind.TEXT).id("superParentId").text("superParentType");
            the.kept("number", Kind.WHOLE_NUMBER).times().authors();
        }
    },
    WEBHOOK("Webhook", Set.of("event", "url"), Set.of()) {
        @Override
        void describe(Attributes the) {
            the.text("event").text("url").bool("isActive").bool("skipOwn");
            the.kept("entityType", Kind.TEXT).kept("type", Kind.TEXT).kept("field", Kind.TEXT);
            the.kept("secretKey", Kind.TEXT).kept("userId", Kind.ID).times().authors();
        }
    };

    /** Choices of the enumerations, with the probability that a stage sets. */
    public static final Map<String, Integer> STAGES;

    public static final List<String> ACCOUNT_TYPES = List.of("Customer", "Investor", "Partner", "Reseller");

    static {
        Map<String, Integer> stages = new LinkedHashMap<>();
        stages.put("Prospecting", 10);
        stages.put("Qualification", 20);
        stages.put("Proposal", 50);
        stages.put("Negotiation", 80);
        stages.put("Closed Won", 100);
        stages.put("Closed Lost", 0);
        STAGES = java.util.Collections.unmodifiableMap(stages);
    }

    /** What changes by itself with every save; it is no news in a webhook. */
    static final Set<String> BOOKKEEPING =
            Set.of("modifiedAt", "modifiedById", "modifiedByName", "streamUpdatedAt", "versionNumber");

    private final String wireName;
    private final Set<String> required;
    private final Set<String> audited;
    private final Map<String, Attribute> attributes;

    EntityType(String wireName, Set<String> required, Set<String> audited) {
        this.wireName = wireName;
        this.required = required;
        this.audited = audited;
        Attributes all = new Attributes();
        describe(all);
        this.attributes = java.util.Collections.unmodifiableMap(all.byName);
    }

    abstract void describe(Attributes the);

    public static Optional<EntityType> named(@Nullable String wireName) {
        for (EntityType type : values()) {
            if (type.wireName.equals(wireName)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    public String wireName() {
        return wireName;
    }

    public Map<String, Attribute> attributes() {
        return attributes;
    }

    public @Nullable Attribute attribute(String name) {
        return attributes.get(name);
    }

    /** Customer records: the three that have an owner, teams, a stream and pages of their own. */
    public boolean isCustomerRecord() {
        return this == ACCOUNT || this == CONTACT || this == OPPORTUNITY;
    }

    Set<String> required() {
        return required;
    }

    /** Fields whose old and new values the stream keeps. */
    Set<String> audited() {
        return audited;
    }

    /** The choices of an enumeration, or an empty list when any text will do. */
    public List<String> choices(String attribute) {
        if (this == OPPORTUNITY && attribute.equals("stage")) {
            return List.copyOf(STAGES.keySet());
        }
        if (this == ACCOUNT && attribute.equals("type")) {
            return ACCOUNT_TYPES;
        }
        return List.of();
    }

    /** Collects the attributes of one type in the order in which they are sent. */
    static final class Attributes {
        private final Map<String, Attribute> byName = new LinkedHashMap<>();

        Attributes() {
            add("id", Kind.ID, false, false, false);
            add("deleted", Kind.BOOLEAN, false, false, false);
        }

        private Attributes add(String name, Kind kind, boolean writable, boolean derived, boolean onlyWhenRead) {
            byName.put(name, new Attribute(name, kind, writable, derived, onlyWhenRead));
            return this;
        }

        Attributes id(String name) {
            return add(name, Kind.ID, true, false, false);
        }

        Attributes text(String name) {
            return add(name, Kind.TEXT, true, false, false);
        }

        Attributes longText(String name) {
            return add(name, Kind.LONG_TEXT, true, false, false);
        }

        Attributes number(String name) {
            return add(name, Kind.NUMBER, true, false, false);
        }

        Attributes wholeNumber(String name) {
            return add(name, Kind.WHOLE_NUMBER, true, false, false);
        }

        Attributes bool(String name) {
            return add(name, Kind.BOOLEAN, true, false, false);
        }

        Attributes day(String name) {
            return add(name, Kind.DAY, true, false, false);
        }

        Attributes json(String name) {
            return add(name, Kind.JSON, true, false, true);
        }

        Attributes calculated(String name, Kind kind) {
            return add(name, kind, false, true, false);
        }

        Attributes kept(String name, Kind kind) {
            return add(name, kind, false, false, false);
        }

        Attributes link(String name) {
            return add(name + "Id", Kind.ID, true, false, false).add(name + "Name", Kind.TEXT, false, true, false);
        }

        Attributes links(String name) {
            return add(name + "Ids", Kind.IDS, true, false, true).add(name + "Names", Kind.NAMES, false, true, true);
        }

        Attributes teams() {
            return links("teams");
        }

        Attributes address(String prefix) {
            for (String part : List.of("Street", "City", "State", "Country", "PostalCode")) {
                text(prefix + part);
            }
            return this;
        }

        Attributes times() {
            return kept("createdAt", Kind.TIME).kept("modifiedAt", Kind.TIME);
        }

        Attributes authors() {
            add("createdById", Kind.ID, false, false, false).add("createdByName", Kind.TEXT, false, true, false);
            return add("modifiedById", Kind.ID, false, false, false)
                    .add("modifiedByName", Kind.TEXT, false, true, false);
        }

        /** What every customer record has. */
        Attributes whole() {
            return link("assignedUser").teams().times().authors().kept("streamUpdatedAt", Kind.TIME);
        }
    }
}
