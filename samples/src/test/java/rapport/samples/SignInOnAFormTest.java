package rapport.samples;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.RequestOptions;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;
import rapport.RapportApplication;
import rapport.social.member.CrmPerson;
import rapport.social.member.Members;
import rapport.social.record.RecordAudience;
import rapport.social.record.RecordSnapshot;
import rapport.social.record.Records;
import rapport.social.testing.CompanySignIn;
import rapport.social.testing.TestDatabase;

/**
 * A form of Dynamics 365 as its kit makes it, in a real browser that blocks third-party cookies: three sites, the CRM, Rapport in a
 * frame, and the company's sign-in in a window of its own.
 */
class SignInOnAFormTest {
    private static final String RECORD = "6f0c1a52-0000-4000-8000-00000000000a";
    private static final Path KIT = Path.of("embed/dynamics/WebResources");
    private static final double PATIENCE = 30_000;

    private static @Nullable Playwright playwright;
    private static @Nullable Browser browser;
    private static @Nullable CompanySignIn company;
    private static @Nullable ConfigurableApplicationContext rapport;
    private static @Nullable HttpServer form;

    private final List<BrowserContext> contexts = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        var chromium = Chromium.find();
        assumeTrue(chromium.isPresent());
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium.get())
                        .setArgs(List.of("--no-sandbox", "--test-third-party-cookie-phaseout")));
        company = CompanySignIn.start("localhost");
        form = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        form.createContext("/", exchange -> {
            Path file = KIT.resolve(exchange.getRequestURI().getPath().substring(1));
            byte[] bytes = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
            exchange.getResponseHeaders()
                    .set("Content-Type", file.toString().endsWith(".js") ? "text/javascript" : "text/html");
            exchange.sendResponseHeaders(bytes.length == 0 ? 404 : 200, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        form.start();
        rapport = startRapport(company, crm());
        company.register(rapportAddress() + "/sign-in/openid-connect/work/answer");
        fill(rapport, company);
    }

    private static ConfigurableApplicationContext startRapport(CompanySignIn company, String crm) throws IOException {
        Map<String, Object> settings = new LinkedHashMap<>(TestDatabase.properties());
        settings.put("server.port", "0");
        settings.put("server.address", "127.0.0.1");
        settings.put("rapport.public-url", "http://127.0.0.1:${local.server.port:1}");
        settings.put(
                "rapport.data-directory",
                Files.createTempDirectory("sign-in-on-a-form").toString());
        settings.put("rapport.secret-key", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
        settings.put("rapport.first-admin.password", "first-admin-of-the-tests");
        settings.put("rapport.sign-in.local-accounts", "false");
        settings.put("db-scheduler.enabled", "false");
        settings.put("spring.main.banner-mode", "off");
        settings.put("rapport.connections.acme.crm", "push");
        settings.put("rapport.connections.acme.address", "https://acme.crm4.dynamics.com");
        settings.put("rapport.connections.acme.api-key", "a-key-of-the-tests-that-nobody-guesses");
        settings.put("rapport.connections.acme.embed.origins", crm);
        String work = "rapport.sign-in.openid-connect.work.";
        settings.put(work + "issuer", company.issuer());
        settings.put(work + "client-id", CompanySignIn.CLIENT);
        settings.put(work + "client-secret", CompanySignIn.CLIENT_SECRET);
        settings.put(work + "display-name", "Acme");
        settings.put(work + "match", "crm-sign-in-id");
        settings.put(work + "connection", "acme");
        settings.put(work + "claim", "oid");
        String[] arguments = settings.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new);
        return new SpringApplicationBuilder(RapportApplication.class).run(arguments);
    }

    private static void fill(ConfigurableApplicationContext rapport, CompanySignIn company) {
        rapport.getBean(Members.class)
                .upsertFromCrm(
                        "acme",
                        List.of(
                                new CrmPerson("u1", "Ann Berg", null, null, null, "en", true, List.of(), "object-1"),
                                new CrmPerson("u2", "Ben Dahl", null, null, null, "en", true, List.of(), "object-2")));
        company.person("ann", Map.of("oid", "object-1"));
        company.person("ben", Map.of("oid", "object-2"));
        company.person("guest", Map.of("oid", "object-of-nobody"));
        var snapshot = new RecordSnapshot(
                RECORD, "Acme Foods", null, "u1", RecordAudience.everyone(), Map.of(), "https://crm.example", null);
        rapport.getBean(TransactionTemplate.class)
                .executeWithoutResult(
                        status -> rapport.getBean(Records.class).upsert("acme", "account", List.of(snapshot)));
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (playwright != null) {
            playwright.close();
        }
        if (rapport != null) {
            rapport.close();
        }
        if (company != null) {
            company.close();
        }
        if (form != null) {
            form.stop(0);
        }
    }

    @AfterEach
    void closeBrowsers() {
        contexts.forEach(BrowserContext::close);
        company().cutWindowsOff(false);
        assertThat(violations)
                .as("what the content security policies had to forbid")
                .isEmpty();
    }

    private static CompanySignIn company() {
        if (company == null) {
            throw new IllegalStateException("not started");
        }
        return company;
    }

    /** A site of its own: browsers find every name below localhost on this machine. */
    private static String crm() {
        if (form == null) {
            throw new IllegalStateException("not started");
        }
        return "http://crm.localhost:" + form.getAddress().getPort();
    }

    private static String rapportAddress() {
        if (rapport == null) {
            throw new IllegalStateException("not started");
        }
        return "http://127.0.0.1:" + rapport.getEnvironment().getProperty("local.server.port");
    }

    private Page newPage() {
        return newPage(new Browser.NewContextOptions().setLocale("en").setViewportSize(420, 800));
    }

    private Page newPage(Browser.NewContextOptions options) {
        if (browser == null) {
            throw new IllegalStateException("no browser");
        }
        BrowserContext context = browser.newContext(options);
        contexts.add(context);
        context.setDefaultTimeout(PATIENCE);
        context.onConsoleMessage(message -> {
            if (message.text().contains("Content Security Policy")
                    || message.text().contains("Content-Security-Policy")) {
                violations.add(message.text());
            }
        });
        return context.newPage();
    }

    private static String formAddress() {
        String data = URLEncoder.encode(rapportAddress() + "|acme", StandardCharsets.UTF_8);
        return crm() + "/rapport_feed.html?typename=account&id=%7B" + RECORD + "%7D&userlcid=1033&data=" + data;
    }

    private static void signIn(Page window, String login) {
        window.locator("input[name=username]").fill(login);
        window.locator("input[name=password]").fill(CompanySignIn.PASSWORD);
        window.locator("input[name=password]").press("Enter");
    }

    private static void press(FrameLocator frame) {
        frame.getByRole(AriaRole.BUTTON, new FrameLocator.GetByRoleOptions().setName("Sign in with Acme"))
                .click();
    }

    private Page inTheApp(String login) {
        Page page = newPage();
        page.navigate(rapportAddress() + "/app/r/acme/account/" + RECORD);
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Continue with Acme"))
                .click();
        signIn(page, login);
        page.waitForURL("**/app/r/acme/account/" + RECORD);
        return page;
    }

    @Test
    void readsAndWritesInTheFrameAfterSigningInInAWindow() {
        Page page = newPage();
        page.navigate(formAddress());
        FrameLocator frame = page.frameLocator("iframe");
        var height = frame.locator("rapport-feed").boundingBox().height;
        assertThat(height).as("fills the form's part for it").isEqualTo(800);
        Page window = page.waitForPopup(() -> press(frame));
        signIn(window, "ann");
        assertThat(frame.locator("rapport-record-card")).containsText("Acme Foods");
        page.waitForCondition(window::isClosed);
        frame.locator("button.start").first().click();
        frame.locator("rapport-composer textarea").first().pressSequentially("They moved to Lyon.");
        frame.locator("rapport-composer")
                .first()
                .getByRole(
                        AriaRole.BUTTON,
                        new com.microsoft.playwright.Locator.GetByRoleOptions()
                                .setName("Post")
                                .setExact(true))
                .click();
        assertThat(frame.locator("rapport-post")).containsText("They moved to Lyon.");
        assertThat(frame.locator("rapport-post")).containsText("Ann Berg");
        assertThat(page.context().cookies(rapportAddress()).stream().map(cookie -> cookie.name))
                .as("no session in a cookie")
                .doesNotContain("rapport_session", "__Host-rapport_session");
        var asBen =
                inTheApp("ben").request().get(rapportAddress() + "/api/v1/records/acme/account/" + RECORD + "/feed");
        assertThat(asBen.status()).isEqualTo(200);
        assertThat(asBen.text()).contains("They moved to Lyon.").contains("Ann Berg");
        page.reload();
        assertThat(frame.getByRole(AriaRole.BUTTON, new FrameLocator.GetByRoleOptions().setName("Sign in with Acme")))
                .isVisible();
    }

    @Test
    void tellsWhomNobodyKnows() {
        Page page = newPage();
        page.navigate(formAddress());
        FrameLocator frame = page.frameLocator("iframe");
        Page window = page.waitForPopup(() -> press(frame));
        signIn(window, "guest");
        assertThat(frame.locator(".told[role=alert]")).containsText("Nobody in Rapport is known by that account");
        page.waitForCondition(window::isClosed);
    }

    @Test
    void asksInFrenchHoweverLateThatComes() {
        Page page = newPage();
        List<Route> late = new ArrayList<>();
        page.route("**/widget/chunks/fr-*.js", route -> {
            if (late.isEmpty()) {
                late.add(route);
            } else {
                route.resume();
            }
        });
        page.navigate(formAddress().replace("userlcid=1033", "userlcid=1036"));
        FrameLocator frame = page.frameLocator("iframe");
        assertThat(frame.getByRole(AriaRole.BUTTON, new FrameLocator.GetByRoleOptions().setName("Sign in with Acme")))
                .isVisible();
        assertThat(late).hasSize(1);
        late.get(0).resume();
        assertThat(frame.getByRole(
                        AriaRole.BUTTON, new FrameLocator.GetByRoleOptions().setName("Se connecter avec Acme")))
                .isVisible();
    }

    @Test
    void finishesWithASecondPressWhereTheProviderCutsTheWindowOff() {
        company().cutWindowsOff(true);
        Page page = newPage();
        page.navigate(formAddress());
        FrameLocator frame = page.frameLocator("iframe");
        Page window = page.context().waitForPage(() -> press(frame));
        signIn(window, "ann");
        assertThat(window.locator("h1")).containsText("You are signed in");
        window.close();
        assertThat(frame.locator(".told[role=alert]")).containsText("press again");
        press(frame);
        assertThat(frame.locator("rapport-record-card")).containsText("Acme Foods");
    }

    @Test
    void signsInToTheAppByTheCompanyAloneAndComesBackToThePageThatWasAskedFor() {
        Page page = newPage();
        page.navigate(rapportAddress() + "/app/r/acme/account/" + RECORD);
        var way = page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Continue with Acme"));
        assertThat(way).isVisible();
        assertThat(page.locator("#login, #password")).hasCount(0);
        var byPassword = page.request()
                .post(
                        rapportAddress() + "/api/v1/session",
                        RequestOptions.create()
                                .setData(Map.of("login", "admin", "password", "first-admin-of-the-tests")));
        assertThat(byPassword.status()).as("names and passwords are off").isEqualTo(403);
        assertThat(byPassword.text()).contains("local-accounts-off");
        assertThat(inTheApp("ann").locator("rapport-record-card")).containsText("Acme Foods");
    }
}
