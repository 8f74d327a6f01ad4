package rapport.samples.crm.page;

import static rapport.samples.crm.page.Html.el;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rapport.samples.crm.api.Faults;
import rapport.samples.crm.data.CrmData;
import rapport.samples.crm.data.CrmRecord;
import rapport.samples.crm.data.CrmRefusal;
import rapport.samples.crm.data.EntityType;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** All pages of the CRM. */
public final class PageServlet extends HttpServlet {
    private static final Map<String, String> FILES = Map.of(
            "sample-crm.css", "text/css;charset=utf-8",
            "sample-crm.js", "text/javascript;charset=utf-8",
            "sample-crm.svg", "image/svg+xml");

    private final transient CrmData data;
    private final transient Sessions sessions;
    private final transient SignInPage signIn;
    private final transient ListPage lists;
    private final transient RecordPage records;
    private final transient FormPage forms;
    private final transient FaultsPage faultsPage;
    private transient volatile @Nullable RapportPlace rapport;

    public PageServlet(CrmData data, Faults faults) {
        this.data = data;
        this.sessions = new Sessions(data);
        Fields fields = new Fields(data);
        this.signIn = new SignInPage(data);
        this.lists = new ListPage(data, fields);
        this.records = new RecordPage(data, fields, lists);
        this.forms = new FormPage(data, fields);
        this.faultsPage = new FaultsPage(data, faults);
    }

    public void showRapport(RapportPlace place) {
        rapport = place;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        request.setCharacterEncoding("UTF-8");
        guard(response);
        List<String> path = Arrays.stream(request.getRequestURI().split("/"))
                .filter(part -> !part.isEmpty())
                .map(part -> java.net.URLDecoder.decode(part, StandardCharsets.UTF_8))
                .toList();
        String first = path.isEmpty() ? "" : path.get(0);
        String method = request.getMethod();
        if (FILES.containsKey(first)) {
            file(response, first);
            return;
        }
        boolean isPost = method.equals("POST");
        if (isPost && isForeign(request)) {
            text(response, 403, Language.ENGLISH.say("error.foreign"));
            return;
        }
        if (path.equals(List.of("sample", "faults")) && wantsJson(request)) {
            faultsAsJson(request, response);
            return;
        }
        Optional<CrmRecord> user = sessions.user(request);
        Language language = sessions.language(request, response, user.orElse(null));
        if (first.equals("sign-in")) {
            signIn(request, response, language);
        } else if (first.equals("sign-out") && isPost) {
            sessions.close(request, response);
            redirect(response, "/sign-in");
        } else if (user.isEmpty()) {
            askToSignIn(request, response, first);
        } else if (isPost || method.equals("GET") || method.equals("HEAD")) {
            Visit visit = new Visit(request, user.get(), language);
            try {
                answer(visit, response, path, isPost);
            } catch (CrmRefusal refusal) {
                refuse(visit, response, refusal);
            }
        } else {
            text(response, 405, "");
        }
    }

    /** No script and no style but our own and Rapport's, no frame but Rapport's, no picture from elsewhere. */
    private void guard(HttpServletResponse response) {
        RapportPlace place = rapport;
        String other = place == null ? "" : " " + place.origin();
        response.setHeader(
                "Content-Security-Policy",
                "default-src 'none'; script-src 'self'" + other + "; connect-src 'self'" + other + "; img-src 'self'"
                        + other
                        + "; frame-src" + (place == null ? " 'none'" : other)
                        + "; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "same-origin");
        response.setHeader("Cache-Control", "no-store");
    }

    /** A browser names the origin of whatever it posts; programs that are none name nothing. */
    private static boolean isForeign(HttpServletRequest request) {
        String origin = request.getHeader("Origin");
        return origin != null && !origin.equals(request.getScheme() + "://" + request.getHeader("Host"));
    }

    private static boolean wantsJson(HttpServletRequest request) {
        String accept = request.getHeader("Accept");
        return request.getMethod().equals("PUT") || accept != null && accept.startsWith("application/json");
    }

    private void faultsAsJson(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!request.getMethod().equals("PUT")) {
            json(response, faultsPage.asJson());
            return;
        }
        try {
            json(response, faultsPage.applyJson(request.getInputStream().readNBytes(10_000)));
        } catch (JacksonException | ClassCastException e) {
            text(response, 400, "faults: " + e.getMessage());
        }
    }

    private void signIn(HttpServletRequest request, HttpServletResponse response, Language language)
            throws IOException {
        String next = request.getParameter("next");
        String after =
                next != null && next.startsWith("/") && !next.startsWith("//") && !next.contains("\\") ? next : "/";
        if (request.getMethod().equals("POST")) {
            Optional<CrmRecord> chosen = data.find(EntityType.USER, request.getParameter("user"))
                    .filter(SignInPage::isPerson)
                    .filter(user -> !Boolean.FALSE.equals(user.get("isActive")));
            if (chosen.isPresent()) {
                sessions.close(request, response);
                sessions.open(response, chosen.get());
                redirect(response, after);
                return;
            }
        }
        html(response, 200, signIn.render(request, language, after));
    }

    private static void askToSignIn(HttpServletRequest request, HttpServletResponse response, String first)
            throws IOException {
        if (first.equals("sample")) {
            text(response, 401, "Not signed in to the sample CRM.");
            return;
        }
        String query = request.getQueryString();
        String here = request.getRequestURI() + (query == null ? "" : "?" + query);
        redirect(response, "/sign-in?next=" + Layout.encode(request.getMethod().equals("GET") ? here : "/"));
    }

    private void answer(Visit visit, HttpServletResponse response, List<String> path, boolean isPost)
            throws IOException {
        if (path.isEmpty()) {
            html(response, 200, lists.home(visit));
            return;
        }
        if (path.equals(List.of("sample", "faults"))) {
            if (isPost) {
                faultsPage.applyForm(visit);
                redirect(response, "/sample/faults");
            } else {
                html(response, 200, faultsPage.render(visit));
            }
            return;
        }
        if (path.equals(List.of("sample", "rapport-ticket"))) {
            ticket(visit, response);
            return;
        }
        EntityType type = EntityType.named(path.get(0))
                .filter(EntityType::isCustomerRecord)
                .orElseThrow(() -> CrmRefusal.notFound(""));
        if (path.size() == 1) {
            html(response, 200, lists.render(visit, type));
        } else if (path.size() == 2 && path.get(1).equals("create")) {
            edit(visit, response, type, null, isPost);
        } else if (path.size() == 3) {
            onRecord(visit, response, path.get(1), data.get(type, path.get(2)), isPost);
        } else {
            throw CrmRefusal.notFound("");
        }
    }

    private void onRecord(Visit visit, HttpServletResponse response, String action, CrmRecord record, boolean isPost)
            throws IOException {
        switch (action) {
            case "view" -> html(response, 200, records.render(visit, record, rapport));
            case "edit" -> edit(visit, response, record.type(), record, isPost);
            case "delete" -> {
                if (isPost) {
                    data.delete(record.type(), record.id(), visit.user().id());
                    redirect(response, "/" + record.type().wireName());
                } else {
                    html(response, 200, forms.delete(visit, record));
                }
            }
            case "merge" -> {
                if (record.type() != EntityType.ACCOUNT) {
                    throw CrmRefusal.notFound("");
                }
                if (isPost) {
                    List<String> losers = List.of(visit.parameter("other", ""));
                    data.merge(
                            EntityType.ACCOUNT,
                            record.id(),
                            losers,
                            Map.of(),
                            visit.user().id());
                    redirect(response, Layout.address(record));
                } else {
                    html(response, 200, forms.merge(visit, record));
                }
            }
            default -> throw CrmRefusal.notFound("");
        }
    }

    private void edit(
            Visit visit, HttpServletResponse response, EntityType type, @Nullable CrmRecord record, boolean isPost)
            throws IOException {
        if (!isPost) {
            html(response, 200, forms.edit(visit, type, record, null));
            return;
        }
        Map<String, @Nullable Object> input = FormPage.input(visit, type);
        String author = visit.user().id();
        try {
            CrmRecord saved =
                    record == null ? data.create(type, input, author) : data.update(type, record.id(), input, author);
            redirect(response, Layout.address(saved));
        } catch (CrmRefusal refusal) {
            html(response, refusal.status(), forms.edit(visit, type, record, refusal.reason()));
        }
    }

    private void ticket(Visit visit, HttpServletResponse response) throws IOException {
        RapportPlace place = rapport;
        if (place == null) {
            throw CrmRefusal.notFound("");
        }
        String[] wanted = visit.parameter("record", "").split("/", 2);
        EntityType type = EntityType.named(wanted[0])
                .filter(EntityType::isCustomerRecord)
                .orElseThrow(() -> CrmRefusal.notFound(""));
        CrmRecord record = data.get(type, wanted.length < 2 ? "" : wanted[1]);
        String ticket =
                RapportTicket.of(place, visit.user(), record, data.clock().instant());
        json(response, JsonMapper.builder().build().writeValueAsString(Map.of("ticket", ticket)));
    }

    private void refuse(Visit visit, HttpServletResponse response, CrmRefusal refusal) throws IOException {
        boolean gone = refusal.status() == 404;
        String title = visit.say(gone ? "notfound.title" : "error.title");
        Html text = el("p", gone ? visit.say("notfound.text") : visit.say("error.kept") + " " + refusal.reason());
        Html page = el(
                "section.card",
                el("h1", title),
                text,
                el("a.button", visit.say("home")).attr("href", "/"));
        html(response, refusal.status(), Layout.page(data, visit, title, null, null, page));
    }

    private static void file(HttpServletResponse response, String name) throws IOException {
        try (InputStream in = PageServlet.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException(name + " is missing from the class path");
            }
            response.setContentType(FILES.get(name));
            response.setHeader("Cache-Control", "no-cache");
            in.transferTo(response.getOutputStream());
        }
    }

    private static void html(HttpServletResponse response, int status, String page) throws IOException {
        send(response, status, "text/html;charset=utf-8", page);
    }

    private static void json(HttpServletResponse response, String body) throws IOException {
        send(response, 200, "application/json", body);
    }

    private static void text(HttpServletResponse response, int status, String text) throws IOException {
        send(response, status, "text/plain;charset=utf-8", text);
    }

    private static void send(HttpServletResponse response, int status, String kind, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType(kind);
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }

    private static void redirect(HttpServletResponse response, String address) {
        response.setStatus(303);
        response.setHeader("Location", address);
    }
}
