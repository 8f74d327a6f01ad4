package rapport.samples.crm.page;

import static rapport.samples.crm.page.Html.el;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import rapport.samples.crm.data.CrmData;
import rapport.samples.crm.data.CrmRecord;
import rapport.samples.crm.data.EntityType;
import rapport.samples.crm.data.RecordFilter;

/** Lists of records, and the home page, which is made of three short ones. */
final class ListPage {
    private static final int PAGE = 25;
    private static final Map<EntityType, List<String>> COLUMNS = Map.of(
            EntityType.ACCOUNT, List.of("name", "type", "industry", "billingAddressCity", "assignedUser"),
            EntityType.CONTACT, List.of("name", "title", "account", "emailAddress", "assignedUser"),
            EntityType.OPPORTUNITY, List.of("name", "account", "stage", "amount", "closeDate", "assignedUser"));

    private final CrmData data;
    private final Fields fields;

    ListPage(CrmData data, Fields fields) {
        this.data = data;
        this.fields = fields;
    }

    String render(Visit visit, EntityType type) {
        String query = visit.parameter("q", "");
        boolean mine = !visit.parameter("mine", "").isEmpty();
        Predicate<CrmRecord> which = query.isEmpty()
                ? any -> true
                : RecordFilter.of(data, type, List.of(Map.of("type", "textFilter", "value", query)));
        if (mine) {
            which = which.and(ownedBy(visit.user()));
        }
        List<CrmRecord> all = data.list(type, which, data.orderBy(type, "name", false));
        int pages = Math.max(1, (all.size() + PAGE - 1) / PAGE);
        int page = Math.max(1, Math.min(pages, visit.number("page", 1)));
        List<CrmRecord> shown = all.subList((page - 1) * PAGE, Math.min(all.size(), page * PAGE));
        String title = visit.say("types." + type.wireName());
        Html search = el(
                        "form.search",
                        el("input")
                                .attr("type", "search")
                                .attr("name", "q")
                                .attr("value", query)
                                .attr("aria-label", visit.say(searchKey(type)))
                                .attr("placeholder", visit.say(searchKey(type))),
                        el(
                                "label.check",
                                el("input")
                                        .attr("type", "checkbox")
                                        .attr("name", "mine")
                                        .attr("value", "1")
                                        .flag("checked", mine),
                                visit.say("mine")),
                        el("button", visit.say("search")).attr("type", "submit"))
                .attr("role", "search");
        Html head = el(
                "div.head",
                el("h1", title),
                el("a.button.primary", visit.say("create." + type.wireName()))
                        .attr("href", "/" + type.wireName() + "/create"));
        Html count = el("p.muted", visit.say("found", all.size())).attr("role", "status");
        String rest = "&q=" + Layout.encode(query) + (mine ? "&mine=1" : "");
        return Layout.page(
                data,
                visit,
                title,
                type,
                null,
                head,
                search,
                count,
                table(visit, type, shown),
                pager(visit, page, pages, rest));
    }

    private static String searchKey(EntityType type) {
        return "search."
                + (type == EntityType.ACCOUNT ? "accounts" : type == EntityType.CONTACT ? "contacts" : "opportunities");
    }

    private static Predicate<CrmRecord> ownedBy(CrmRecord user) {
        return record -> user.id().equals(record.get("assignedUserId"));
    }

    Html table(Visit visit, EntityType type, List<CrmRecord> records) {
        return table(visit, type, records, COLUMNS.getOrDefault(type, List.of("name")));
    }

    /** The list of what belongs to a record: without the columns that would say the same in each row. */
    Html relatedTable(Visit visit, EntityType type, List<CrmRecord> records, EntityType of) {
        List<String> columns = new ArrayList<>(COLUMNS.getOrDefault(type, List.of("name")));
        columns.remove("assignedUser");
        if (of == EntityType.ACCOUNT) {
            columns.remove("account");
        }
        return table(visit, type, records, columns);
    }

    private Html table(Visit visit, EntityType type, List<CrmRecord> records, List<String> columns) {
        if (records.isEmpty()) {
            return el("p.empty", visit.say("home.none"));
        }
        Html titles = el("tr");
        columns.forEach(
                column -> titles.add(el("th", visit.say("field." + column)).attr("scope", "col")));
        List<Html> rows = new ArrayList<>();
        for (CrmRecord record : records) {
            Html row = el("tr");
            for (String column : columns) {
                Html cell = el("td.col-" + column.toLowerCase(Locale.ROOT))
                        .attr("data-label", visit.say("field." + column));
                row.add(cell.add(
                        column.equals("name") ? Layout.recordLink(data, record) : fields.show(visit, record, column)));
            }
            rows.add(row);
        }
        return el("table.records", el("thead", titles), el("tbody", rows));
    }

    private static Html pager(Visit visit, int page, int pages, String rest) {
        Html pager = el("nav.pager").attr("aria-label", visit.say("page", page, pages));
        if (page > 1) {
            pager.add(el("a.button", visit.say("previous")).attr("href", "?page=" + (page - 1) + rest));
        }
        pager.add(el("span.muted", visit.say("page", page, pages)));
        if (page < pages) {
            pager.add(el("a.button", visit.say("next")).attr("href", "?page=" + (page + 1) + rest));
        }
        return pager;
    }

    String home(Visit visit) {
        Predicate<CrmRecord> mine = ownedBy(visit.user());
        Predicate<CrmRecord> open = record -> !record.textOr("stage", "").startsWith("Closed");
        List<CrmRecord> accounts =
                data.list(EntityType.ACCOUNT, mine, data.orderBy(EntityType.ACCOUNT, "modifiedAt", true));
        List<CrmRecord> opportunities = data.list(
                EntityType.OPPORTUNITY, mine.and(open), data.orderBy(EntityType.OPPORTUNITY, "closeDate", false));
        List<CrmRecord> recent =
                data.list(EntityType.ACCOUNT, any -> true, data.orderBy(EntityType.ACCOUNT, "modifiedAt", true));
        return Layout.page(
                data,
                visit,
                visit.say("home"),
                null,
                null,
                el("div.head", el("h1", Layout.name(data, visit.user()))),
                section(visit, "home.mine.opportunities", EntityType.OPPORTUNITY, opportunities),
                section(visit, "home.mine.accounts", EntityType.ACCOUNT, accounts),
                section(visit, "home.recent", EntityType.ACCOUNT, recent));
    }

    private Html section(Visit visit, String title, EntityType type, List<CrmRecord> records) {
        return el(
                "section.card",
                el("h2", visit.say(title)),
                table(visit, type, records.subList(0, Math.min(8, records.size()))));
    }
}
