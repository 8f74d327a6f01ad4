package rapport.samples.crm.page;

import static rapport.samples.crm.page.Html.el;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import rapport.samples.crm.data.CrmData;
import rapport.samples.crm.data.CrmRecord;
import rapport.samples.crm.data.EntityType;

/** Choosing who one is. */
final class SignInPage {
    private final CrmData data;

    SignInPage(CrmData data) {
        this.data = data;
    }

    static boolean isPerson(CrmRecord user) {
        String type = user.textOr("type", "");
        return type.equals("regular") || type.equals("admin");
    }

    String render(HttpServletRequest request, Language language, String next) {
        Predicate<CrmRecord> works = user -> isPerson(user) && !Boolean.FALSE.equals(user.get("isActive"));
        List<Html> people = new ArrayList<>();
        for (CrmRecord user : data.list(EntityType.USER, works, data.orderBy(EntityType.USER, "lastName", false))) {
            String name = Layout.name(data, user);
            String site = user.text("cSite");
            people.add(el(
                    "li",
                    el(
                                    "button.person",
                                    Layout.avatar(name, user.id()),
                                    el(
                                            "span",
                                            el("strong", name),
                                            el(
                                                    "span.muted",
                                                    user.textOr("title", "") + (site == null ? "" : " · " + site))))
                            .attr("type", "submit")
                            .attr("name", "user")
                            .attr("value", user.id())));
        }
        Html form = el(
                        "form",
                        el("input").attr("type", "hidden").attr("name", "next").attr("value", next),
                        el("ul.people", people))
                .attr("method", "post")
                .attr("action", "/sign-in");
        return Layout.document(
                language,
                language.say("signin.title"),
                null,
                el(
                        "main.signin",
                        el(
                                "p.brand",
                                el("span.mark", "N").attr("aria-hidden", "true"),
                                el("span", language.say("app")),
                                Layout.otherLanguage(request, language)),
                        el("h1", language.say("signin.title")),
                        el("p.muted", language.say("app.tagline") + " " + language.say("signin.explain")),
                        form));
    }
}
