package rapport.samples.crm.page;

import static rapport.samples.crm.page.Html.el;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import rapport.samples.crm.data.CrmData;
import rapport.samples.crm.data.CrmRecord;
import rapport.samples.crm.data.EntityType;

/** How fields look: in a list, on a record, in a form. */
final class Fields {
    static final List<String> CURRENCIES = List.of("EUR", "GBP", "USD", "CHF");

    private final CrmData data;

    Fields(CrmData data) {
        this.data = data;
    }

    static List<String> shown(EntityType type) {
        return switch (type) {
            case ACCOUNT ->
                List.of(
                        "type",
                        "industry",
                        "website",
                        "emailAddress",
                        "phoneNumber",
                        "billingAddress",
                        "description",
                        "assignedUser",
                        "teams",
                        "createdAt",
                        "modifiedAt");
            case CONTACT ->
                List.of(
                        "title",
                        "account",
                        "emailAddress",
                        "phoneNumber",
                        "description",
                        "assignedUser",
                        "teams",
                        "createdAt",
                        "modifiedAt");
            case OPPORTUNITY ->
                List.of(
                        "account",
                        "stage",
                        "amount",
                        "probability",
                        "closeDate",
                        "leadSource",
                        "description",
                        "assignedUser",
                        "teams",
                        "createdAt",
                        "modifiedAt");
            default -> List.of();
        };
    }

    static List<String> edited(EntityType type) {
        return switch (type) {
            case ACCOUNT ->
                List.of(
                        "name",
                        "type",
                        "industry",
                        "website",
                        "emailAddress",
                        "phoneNumber",
                        "billingAddressStreet",
                        "billingAddressPostalCode",
                        "billingAddressCity",
                        "billingAddressCountry",
                        "assignedUserId",
                        "teams",
                        "description");
            case CONTACT ->
                List.of(
                        "firstName",
                        "lastName",
                        "title",
                        "accountId",
                        "emailAddress",
                        "phoneNumber",
                        "assignedUserId",
                        "teams",
                        "description");
            case OPPORTUNITY ->
                List.of(
                        "name",
                        "accountId",
                        "stage",
                        "amount",
                        "amountCurrency",
                        "closeDate",
                        "leadSource",
                        "assignedUserId",
                        "teams",
                        "description");
            default -> List.of();
        };
    }

    /** A field's value as text or as a link. */
    Object show(Visit visit, CrmRecord record, String field) {
        String text = record.text(field);
        return switch (field) {
            case "assignedUser" -> visit.orDash((String) data.value(record, "assignedUserName"));
            case "account" ->
                data.find(EntityType.ACCOUNT, record.text("accountId"))
                        .<Object>map(account -> Layout.recordLink(data, account))
                        .orElse(visit.say("nothing"));
            case "stage" -> stage(visit, record.textOr("stage", ""));
            case "type" ->
                text == null ? visit.say("nothing") : visit.language().value("accountType", text);
            case "amount" -> visit.orDash(visit.language().money(record.get("amount"), record.get("amountCurrency")));
            case "probability" -> text == null ? visit.say("nothing") : text + " %";
            case "closeDate" -> visit.orDash(visit.language().day(text));
            case "createdAt", "modifiedAt" -> visit.orDash(visit.language().time(text));
            case "billingAddress" -> visit.orDash(postalAddress(record));
            case "teams" -> teams(visit, record);
            case "emailAddress" ->
                text == null ? visit.say("nothing") : el("a", text).attr("href", "mailto:" + text);
            default -> visit.orDash(text);
        };
    }

    static Html stage(Visit visit, String stage) {
        String name = stage.toLowerCase(Locale.ROOT).replace(' ', '-').replaceAll("[^a-z-]", "");
        return el("span.stage.stage-" + name, visit.language().value("stage", stage));
    }

    private static @Nullable String postalAddress(CrmRecord record) {
        List<String> parts = new ArrayList<>();
        String town =
                (record.textOr("billingAddressPostalCode", "") + " " + record.textOr("billingAddressCity", "")).strip();
        for (String part :
                List.of(record.textOr("billingAddressStreet", ""), town, record.textOr("billingAddressCountry", ""))) {
            if (!part.isEmpty()) {
                parts.add(part);
            }
        }
        return parts.isEmpty() ? null : String.join(", ", parts);
    }

    private Object teams(Visit visit, CrmRecord record) {
        List<String> names = new ArrayList<>();
        for (String id : record.ids("teamsIds")) {
            String name = data.nameOf(EntityType.TEAM, id);
            names.add(name == null ? id : name);
        }
        return names.isEmpty() ? visit.say("field.teams.everyone") : String.join(", ", names);
    }

    /** A labelled control of a form. */
    Html control(Visit visit, EntityType type, String field, @Nullable CrmRecord record, boolean required) {
        String value = record == null ? visit.parameter(field, "") : record.textOr(field, "");
        if (field.equals("teams")) {
            return teamsControl(visit, record);
        }
        Html control = switch (field) {
            case "stage" ->
                choice(
                        field,
                        value.isEmpty() ? "Prospecting" : value,
                        type.choices("stage"),
                        false,
                        one -> visit.language().value("stage", one));
            case "type" ->
                choice(
                        field,
                        value,
                        type.choices("type"),
                        true,
                        one -> visit.language().value("accountType", one));
            case "amountCurrency" -> choice(field, value.isEmpty() ? "EUR" : value, CURRENCIES, false, one -> one);
            case "assignedUserId" ->
                choice(
                        field,
                        record == null ? visit.user().id() : value,
                        idsOf(EntityType.USER, value),
                        true,
                        id -> visit.orDash(data.nameOf(EntityType.USER, id)));
            case "accountId" ->
                choice(
                        field,
                        value,
                        idsOf(EntityType.ACCOUNT, value),
                        true,
                        id -> visit.orDash(data.nameOf(EntityType.ACCOUNT, id)));
            case "description" -> el("textarea", value).attr("rows", 4);
            case "closeDate" -> input("date", value);
            case "amount" -> input("number", value).attr("min", 0).attr("step", "0.01");
            case "emailAddress" -> input("email", value);
            default -> input("text", value).attr("maxlength", 255);
        };
        control.attr("name", field).attr("id", "field-" + field).flag("required", required);
        return el("div.field", el("label", visit.say("field." + field)).attr("for", "field-" + field), control);
    }

    private static Html input(String kind, String value) {
        return el("input").attr("type", kind).attr("value", value);
    }

    private interface Naming {
        String name(String choice);
    }

    private static Html choice(String field, String chosen, List<String> choices, boolean mayBeEmpty, Naming naming) {
        Html select = el("select");
        if (mayBeEmpty) {
            select.add(el("option", "").attr("value", ""));
        }
        for (String one : choices) {
            select.add(el("option", naming.name(one)).attr("value", one).flag("selected", one.equals(chosen)));
        }
        return select;
    }

    private List<String> idsOf(EntityType type, String chosen) {
        return data
                .list(
                        type,
                        record -> type != EntityType.USER
                                || record.id().equals(chosen)
                                || SignInPage.isPerson(record) && !Boolean.FALSE.equals(record.get("isActive")),
                        data.orderBy(type, "name", false))
                .stream()
                .map(CrmRecord::id)
                .toList();
    }

    private Html teamsControl(Visit visit, @Nullable CrmRecord record) {
        Html box = el("fieldset.field.teams", el("legend", visit.say("field.teams")));
        for (CrmRecord team : data.list(EntityType.TEAM, any -> true, data.orderBy(EntityType.TEAM, "name", false))) {
            boolean isIn = record != null && record.ids("teamsIds").contains(team.id());
            box.add(el(
                    "label.check",
                    el("input")
                            .attr("type", "checkbox")
                            .attr("name", "teamsIds")
                            .attr("value", team.id())
                            .flag("checked", isIn),
                    Layout.name(data, team)));
        }
        return box;
    }
}
