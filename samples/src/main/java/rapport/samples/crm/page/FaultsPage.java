package rapport.samples.crm.page;

import static rapport.samples.crm.page.Html.el;

import java.lang.reflect.RecordComponent;
import rapport.samples.crm.api.Faults;
import rapport.samples.crm.data.CrmData;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Switching faults on and off. The form has one control for each component of {@link Faults.Settings}. */
final class FaultsPage {
    private final CrmData data;
    private final Faults faults;
    private final JsonMapper json = JsonMapper.builder().build();

    FaultsPage(CrmData data, Faults faults) {
        this.data = data;
        this.faults = faults;
    }

    String render(Visit visit) {
        ObjectNode now = json.valueToTree(faults.settings());
        Html form = el("form.card.edit").attr("method", "post");
        for (RecordComponent fault : Faults.Settings.class.getRecordComponents()) {
            String name = fault.getName();
            String id = "fault-" + name;
            Html label = el("label", visit.say("faults." + name)).attr("for", id);
            Html control = el("input").attr("name", name).attr("id", id);
            if (fault.getType() == boolean.class) {
                control.attr("type", "checkbox")
                        .attr("value", "true")
                        .flag("checked", now.path(name).asBoolean());
                form.add(el("div.field.switch", control, label));
            } else {
                control.attr("type", "number")
                        .attr("min", 0)
                        .attr("value", now.path(name).asString());
                form.add(el("div.field", label, control));
            }
        }
        form.add(el("p.muted", visit.say("faults.zero")));
        form.add(el(
                "div.buttons",
                el("button.primary", visit.say("faults.apply")).attr("type", "submit"),
                el("button", visit.say("faults.clear"))
                        .attr("type", "submit")
                        .attr("name", "clear")
                        .attr("value", "1")));
        boolean isWell = faults.settings().equals(Faults.Settings.NONE);
        Html state = el("p" + (isWell ? ".muted" : ".refusal"), visit.say(isWell ? "faults.none" : "faults.now"))
                .attr("role", "status");
        return Layout.page(
                data,
                visit,
                visit.say("faults.title"),
                null,
                null,
                el("div.head", el("h1", visit.say("faults.title"))),
                el("p.muted", visit.say("faults.explain")),
                state,
                form);
    }

    void applyForm(Visit visit) {
        if (!visit.parameter("clear", "").isEmpty()) {
            faults.clear();
            return;
        }
        ObjectNode wanted = json.createObjectNode();
        for (RecordComponent fault : Faults.Settings.class.getRecordComponents()) {
            if (fault.getType() == boolean.class) {
                wanted.put(fault.getName(), visit.parameter(fault.getName(), "").equals("true"));
            } else {
                wanted.put(fault.getName(), visit.number(fault.getName(), 0));
            }
        }
        faults.set(json.treeToValue(wanted, Faults.Settings.class));
    }

    /** What is sent counts, what is left out stays as it is. */
    String applyJson(byte[] body) {
        ObjectNode wanted = json.valueToTree(faults.settings());
        wanted.setAll((ObjectNode) json.readTree(body));
        faults.set(json.treeToValue(wanted, Faults.Settings.class));
        return asJson();
    }

    String asJson() {
        return json.writeValueAsString(faults.settings());
    }
}
