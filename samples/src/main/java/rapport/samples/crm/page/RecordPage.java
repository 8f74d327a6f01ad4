package rapport.samples.crm.page;

import static rapport.samples.crm.page.Html.el;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rapport.samples.crm.data.CrmData;
import rapport.samples.crm.data.CrmRecord;
import rapport.samples.crm.data.EntityType;

/** One record: its fields, what belongs to it, what happened to it, and the conversation about it. */
final class RecordPage {
    private static final int HISTORY = 30;

    private final CrmData data;
    private final Fields fields;
    private final ListPage lists;

    RecordPage(CrmData data, Fields fields, ListPage lists) {
        this.data = data;
        this.fields = fields;
        this.lists = lists;
    }

    String render(Visit visit, CrmRecord record, @Nullable RapportPlace rapport) {
        EntityType type = record.type();
        boolean inFrame = visit.parameter("rapport", "").equals("frame");
        Html left = el("div.left", details(visit, record));
        if (type == EntityType.ACCOUNT) {
            left.add(related(visit, record, "opportunities"), related(visit, record, "contacts"));
        } else if (type == EntityType.CONTACT) {
            left.add(related(visit, record, "opportunities"));
        } else {
            left.add(related(visit, record, "contacts"));
        }
        left.add(history(visit, record));
        return Layout.page(
                data,
                visit,
                Layout.name(data, record),
                type,
                inFrame ? null : rapport,
                head(visit, record),
                el("div.columns", left, conversation(visit, record, rapport, inFrame)));
    }

    private Html head(Visit visit, CrmRecord record) {
        String base = "/" + record.type().wireName() + "/";
        Html actions = el(
                "div.actions",
                el("a.button.primary", visit.say("edit")).attr("href", base + "edit/" + Layout.encode(record.id())));
        if (record.type() == EntityType.ACCOUNT) {
            actions.add(el("a.button", visit.say("merge")).attr("href", base + "merge/" + Layout.encode(record.id())));
        }
        actions.add(
                el("a.button.danger", visit.say("delete")).attr("href", base + "delete/" + Layout.encode(record.id())));
        return el(
                "div.head",
                el(
                        "div",
                        el("p.kind", visit.say("type." + record.type().wireName())),
                        el("h1", Layout.name(data, record))),
                actions);
    }

    private Html details(Visit visit, CrmRecord record) {
        Html list = el("dl.fields");
        for (String field : Fields.shown(record.type())) {
            list.add(el(
                    "div",
                    el("dt", visit.say("field." + field)),
                    el("dd", fields.show(visit, record, field)).attr("data-field", field)));
        }
        return el("section.card.details", el("h2", visit.say("details")), list);
    }

    private Html related(Visit visit, CrmRecord record, String link) {
        EntityType type = data.typeBehind(link);
        List<CrmRecord> records = data.list(type, data.relatedBy(record, link), data.orderBy(type, "name", false));
        return el(
                "section.card",
                el("h2", visit.say("types." + type.wireName())),
                lists.relatedTable(visit, type, records, record.type()));
    }

    private Html history(Visit visit, CrmRecord record) {
        List<CrmRecord> notes = data.list(
                EntityType.NOTE,
                note -> record.id().equals(note.get("parentId")),
                data.orderBy(EntityType.NOTE, "number", true));
        List<Html> lines = new ArrayList<>();
        for (CrmRecord note : notes.subList(0, Math.min(HISTORY, notes.size()))) {
            for (String sentence : sentences(visit, note)) {
                lines.add(el(
                        "li",
                        el("span", sentence),
                        el("time.muted", visit.language().time(note.text("createdAt")))));
            }
        }
        return el(
                "section.card",
                el("h2", visit.say("history")),
                lines.isEmpty() ? el("p.empty", visit.say("history.empty")) : el("ul.history", lines));
    }

    private List<String> sentences(Visit visit, CrmRecord note) {
        String who = visit.orDash((String) data.value(note, "createdByName"));
        Map<?, ?> content = note.get("data") instanceof Map<?, ?> map ? map : Map.of();
        return switch (note.textOr("type", "")) {
            case "Create" -> List.of(visit.say("history.created", who));
            case "Assign" ->
                List.of(
                        content.get("assignedUserId") == null
                                ? visit.say("history.unassigned", who)
                                : visit.say("history.assigned", who, String.valueOf(content.get("assignedUserName"))));
            case "Status" ->
                List.of(visit.say(
                        "history.status", who, visit.language().value("stage", String.valueOf(content.get("value")))));
            case "Update" -> updates(visit, who, content);
            case "Post" -> List.of(visit.say("history.posted", who, note.textOr("post", "")));
            default -> List.of();
        };
    }

    private List<String> updates(Visit visit, String who, Map<?, ?> content) {
        List<String> sentences = new ArrayList<>();
        if (content.get("attributes") instanceof Map<?, ?> attributes
                && attributes.get("was") instanceof Map<?, ?> was
                && attributes.get("became") instanceof Map<?, ?> became
                && content.get("fields") instanceof List<?> changed) {
            for (Object field : changed) {
                sentences.add(visit.say(
                        "history.updated",
                        who,
                        visit.say("field." + field).toLowerCase(visit.language().locale()),
                        value(visit, String.valueOf(field), was),
                        value(visit, String.valueOf(field), became)));
            }
        }
        return sentences;
    }

    private static String value(Visit visit, String field, Map<?, ?> values) {
        Object name = values.get(field + "Name");
        Object value = name != null ? name : values.get(field);
        if (value == null) {
            return visit.say("nothing");
        }
        return switch (field) {
            case "amount" -> visit.language().money(value, values.get("amountCurrency"));
            case "closeDate" -> visit.language().day(value.toString());
            case "type" -> visit.language().value("accountType", value.toString());
            default -> value.toString();
        };
    }

    private Html conversation(Visit visit, CrmRecord record, @Nullable RapportPlace rapport, boolean inFrame) {
        Html box = el("aside.rapport").attr("aria-label", visit.say("rapport"));
        if (rapport == null) {
            return box.add(
                    el("section.card", el("h2", visit.say("rapport")), el("p.empty", visit.say("rapport.absent"))));
        }
        Html ways = el(
                        "nav.ways",
                        el("a", visit.say("rapport.element"))
                                .attr("href", "?rapport=element")
                                .attr("aria-current", inFrame ? null : "true"),
                        el("a", visit.say("rapport.frame"))
                                .attr("href", "?rapport=frame")
                                .attr("aria-current", inFrame ? "true" : null))
                .attr("aria-label", visit.say("rapport.switch"));
        String ticketFor = record.type().wireName() + "/" + record.id();
        String key = record.type().wireName().toLowerCase(Locale.ROOT) + ":" + record.id();
        box.add(ways);
        if (inFrame) {
            String address = rapport.origin() + "/embed?connection=" + Layout.encode(rapport.connection()) + "&record="
                    + Layout.encode(key) + "&lang=" + visit.language().tag() + "&theme=light";
            return box.add(el("iframe")
                    .attr("title", visit.say("rapport"))
                    .attr("data-ticket-for", ticketFor)
                    .attr("data-address", address));
        }
        return box.add(el("rapport-feed", el("p.empty", visit.say("rapport.loading")))
                .attr("server", rapport.origin())
                .attr("connection", rapport.connection())
                .attr("record", key)
                .attr("lang", visit.language().tag())
                .attr("theme", "light")
                .attr("heading-level", 2)
                .attr("data-ticket-for", ticketFor));
    }
}
