package rapport.samples.crm.page;

import static rapport.samples.crm.page.Html.el;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rapport.samples.crm.data.CrmData;
import rapport.samples.crm.data.CrmRecord;
import rapport.samples.crm.data.EntityType;

/** Forms that make, change, delete and merge records. */
final class FormPage {
    private static final Map<EntityType, Set<String>> REQUIRED = Map.of(
            EntityType.ACCOUNT, Set.of("name"),
            EntityType.CONTACT, Set.of("lastName"),
            EntityType.OPPORTUNITY, Set.of("name", "amount", "closeDate"));

    private final CrmData data;
    private final Fields fields;

    FormPage(CrmData data, Fields fields) {
        this.data = data;
        this.fields = fields;
    }

    /** @param record null for a new one; @param refusal why the CRM did not take what was sent before */
    String edit(Visit visit, EntityType type, @Nullable CrmRecord record, @Nullable String refusal) {
        String title = record == null ? visit.say("create." + type.wireName()) : Layout.name(data, record);
        String back = record == null ? "/" + type.wireName() : Layout.address(record);
        Html form = el("form.card.edit").attr("method", "post");
        if (refusal != null) {
            form.add(el("p.refusal", visit.say("error.title") + ". " + visit.say("error.kept") + " " + refusal)
                    .attr("role", "alert"));
        }
        Set<String> required = REQUIRED.getOrDefault(type, Set.of());
        for (String field : Fields.edited(type)) {
            form.add(fields.control(visit, type, field, record, required.contains(field)));
        }
        form.add(buttons(visit, "save", "primary", back));
        return Layout.page(data, visit, title, type, null, el("div.head", el("h1", title)), form);
    }

    String delete(Visit visit, CrmRecord record) {
        String title = visit.say("delete.question", Layout.name(data, record));
        Html form = el(
                        "form.card.edit",
                        el("p", visit.say("delete.explain")),
                        buttons(visit, "delete", "danger", Layout.address(record)))
                .attr("method", "post");
        return Layout.page(data, visit, title, record.type(), null, el("div.head", el("h1", title)), form);
    }

    String merge(Visit visit, CrmRecord winner) {
        String title = visit.say("merge.title", Layout.name(data, winner));
        Html select = el("select").attr("name", "other").attr("id", "other").flag("required", true);
        select.add(el("option", "").attr("value", ""));
        data.list(
                        EntityType.ACCOUNT,
                        account -> !account.id().equals(winner.id()),
                        data.orderBy(EntityType.ACCOUNT, "name", false))
                .forEach(account ->
                        select.add(el("option", Layout.name(data, account)).attr("value", account.id())));
        Html form = el(
                        "form.card.edit",
                        el("p", visit.say("merge.explain")),
                        el("div.field", el("label", visit.say("merge.other")).attr("for", "other"), select),
                        buttons(visit, "merge", "danger", Layout.address(winner)))
                .attr("method", "post");
        return Layout.page(data, visit, title, EntityType.ACCOUNT, null, el("div.head", el("h1", title)), form);
    }

    private static Html buttons(Visit visit, String action, String look, String back) {
        return el(
                "div.buttons",
                el("button." + look, visit.say(action)).attr("type", "submit"),
                el("a.button", visit.say("cancel")).attr("href", back));
    }

    /** What a form sent, as the CRM takes it: an empty field empties the value. */
    static Map<String, @Nullable Object> input(Visit visit, EntityType type) {
        Map<String, @Nullable Object> input = new LinkedHashMap<>();
        for (String field : Fields.edited(type)) {
            if (field.equals("teams")) {
                String[] teams = visit.request().getParameterValues("teamsIds");
                input.put("teamsIds", teams == null ? List.of() : Arrays.asList(teams));
            } else if (visit.request().getParameter(field) != null) {
                String value = visit.parameter(field, "");
                input.put(field, value.isEmpty() ? null : value);
            }
        }
        return input;
    }
}
