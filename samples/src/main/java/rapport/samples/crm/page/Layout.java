package rapport.samples.crm.page;

import static rapport.samples.crm.page.Html.el;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rapport.samples.crm.data.CrmData;
import rapport.samples.crm.data.CrmRecord;
import rapport.samples.crm.data.EntityType;

/** What all pages share. */
final class Layout {
    static final List<EntityType> TABS = List.of(EntityType.ACCOUNT, EntityType.CONTACT, EntityType.OPPORTUNITY);

    private Layout() {}

    /** @param rapport where Rapport is, when the page shows its widget as an element */
    static String page(
            CrmData data,
            Visit visit,
            String title,
            @Nullable EntityType tab,
            @Nullable RapportPlace rapport,
            Html... main) {
        Html nav = el("nav", link("/", visit.say("home"), tab == null && title.equals(visit.say("home"))))
                .attr("aria-label", visit.say("app"));
        for (EntityType type : TABS) {
            nav.add(link("/" + type.wireName(), visit.say("types." + type.wireName()), type == tab));
        }
        nav.add(link("/sample/faults", visit.say("faults"), title.equals(visit.say("faults.title"))));
        Html header = el(
                "header.top",
                el("a.brand", el("span.mark", "N").attr("aria-hidden", "true"), el("span", visit.say("app")))
                        .attr("href", "/"),
                nav,
                el(
                        "div.me",
                        avatar(name(data, visit.user()), visit.user().id()),
                        el("span.who", name(data, visit.user())),
                        otherLanguage(visit.request(), visit.language()),
                        el("form", el("button.quiet", visit.say("signout")).attr("type", "submit"))
                                .attr("method", "post")
                                .attr("action", "/sign-out")));
        return document(visit.language(), title, rapport, header, el("main", (Object[]) main));
    }

    static String document(Language language, String title, @Nullable RapportPlace rapport, Html... body) {
        Html head = el(
                "head",
                el("meta").attr("charset", "utf-8"),
                el("meta").attr("name", "viewport").attr("content", "width=device-width, initial-scale=1"),
                el("title", title + " – " + language.say("app")),
                el("link").attr("rel", "icon").attr("href", "/sample-crm.svg").attr("type", "image/svg+xml"),
                el("link").attr("rel", "stylesheet").attr("href", "/sample-crm.css"),
                el("script").attr("type", "module").attr("src", "/sample-crm.js"));
        if (rapport != null) {
            head.add(el("script").attr("type", "module").attr("src", rapport.origin() + "/widget/rapport-feed.js"));
        }
        Html page = el("html", head, el("body", (Object[]) body)).attr("lang", language.tag());
        return "<!doctype html>\n" + page.render();
    }

    static Html otherLanguage(HttpServletRequest request, Language language) {
        String other = language == Language.FRENCH ? "en" : "fr";
        List<String> kept = new ArrayList<>();
        request.getParameterMap().forEach((name, values) -> {
            if (!name.equals("lang") && request.getMethod().equals("GET")) {
                kept.add(encode(name) + "=" + encode(values[0]));
            }
        });
        kept.add("lang=" + other);
        return el("a.language", language.say("language.other"))
                .attr("href", request.getRequestURI() + "?" + String.join("&", kept))
                .attr("lang", other)
                .attr("hreflang", other);
    }

    private static Html link(String address, String text, boolean isHere) {
        return el("a", text).attr("href", address).attr("aria-current", isHere ? "page" : null);
    }

    static Html avatar(@Nullable String name, String id) {
        String[] words = (name == null || name.isBlank() ? "?" : name.strip()).split("\\s+");
        String initials = words[0].substring(0, 1) + (words.length > 1 ? words[words.length - 1].substring(0, 1) : "");
        return el("span.avatar.ground-" + Math.floorMod(id.hashCode(), 8), initials)
                .attr("aria-hidden", "true");
    }

    static String name(CrmData data, CrmRecord record) {
        Object name = data.value(record, "name");
        return name == null ? record.id() : name.toString();
    }

    static String address(CrmRecord record) {
        return "/" + record.type().wireName() + "/view/" + encode(record.id());
    }

    static Html recordLink(CrmData data, CrmRecord record) {
        return el("a", name(data, record)).attr("href", address(record));
    }

    static String encode(String text) {
        return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8);
    }
}
