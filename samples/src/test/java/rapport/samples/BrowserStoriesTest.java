package rapport.samples;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.TimeoutError;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rapport.samples.crm.SampleCrm;
import rapport.samples.crm.SampleCrmSettings;
import rapport.samples.crm.api.ApiUser;
import rapport.samples.crm.data.CompanyData;
import rapport.samples.crm.data.CrmData;
import rapport.samples.crm.data.CrmRecord;
import rapport.samples.crm.data.EntityType;
import rapport.social.member.LocalAccounts;
import rapport.social.member.Member;
import rapport.social.member.MemberRole;
import rapport.social.member.Members;

/** What people do, in real browsers, with the CRM and with Rapport beside each other. */
class BrowserStoriesTest {
    private static final String SIOBHAN = "65a68244860a52514";
    private static final String RUTH = "65d8ac9c1a4fb567e";
    private static final String ZOE = "65422d94321d7d699";
    private static final String PASSWORD = "a long password for stories";
    /** On two busy cores a page takes its time. */
    private static final double PATIENCE = 60_000;

    private static @Nullable Playwright playwright;
    private static @Nullable Browser browser;
    private static SampleCompany company;

    private final List<BrowserContext> contexts = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        Optional<Path> chromium = Chromium.find();
        assumeTrue(chromium.isPresent());
        company = RunningCompany.get().company();
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium.get())
                        .setArgs(List.of("--no-sandbox", "--test-third-party-cookie-phaseout")));
        for (String person : List.of(SIOBHAN, RUTH, ZOE)) {
            company.rapport(LocalAccounts.class).set(member(person).id(), login(person), PASSWORD);
        }
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (playwright != null) {
            playwright.close();
        }
    }

    @AfterEach
    void closeBrowsers() {
        contexts.forEach(BrowserContext::close);
        assertThat(violations)
                .as("what the content security policies had to forbid")
                .isEmpty();
    }

    // --- people, places ----------------------------------------------------------------------------------------------

    private static Member member(String userId) {
        return company.rapport(Members.class)
                .byIdentity(SampleCompany.CONNECTION, userId)
                .orElseThrow();
    }

    private static String login(String userId) {
        return crm().get(EntityType.USER, userId).textOr("userName", "");
    }

    private static CrmData crm() {
        return company.crm().data();
    }

    /** An account of the story's own, which everybody may see; it reaches Rapport by webhook. */
    private static CrmRecord account(String name) {
        return crm().create(
                        EntityType.ACCOUNT,
                        Map.of("name", name, "type", "Customer", "assignedUserId", SIOBHAN),
                        SIOBHAN);
    }

    private static CrmRecord opportunity(String name, CrmRecord account) {
        return crm().create(
                        EntityType.OPPORTUNITY,
                        Map.of(
                                "name",
                                name,
                                "accountId",
                                account.id(),
                                "amount",
                                12_000,
                                "closeDate",
                                "2027-03-01",
                                "stage",
                                "Proposal",
                                "assignedUserId",
                                SIOBHAN),
                        SIOBHAN);
    }

    private Page newPage(String language, int width) {
        Browser open = browser;
        if (open == null) {
            throw new IllegalStateException("no browser");
        }
        BrowserContext context = open.newContext(
                new Browser.NewContextOptions().setLocale(language).setViewportSize(width, 900));
        contexts.add(context);
        context.setDefaultTimeout(PATIENCE);
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.text().contains("Content Security Policy")
                    || message.text().contains("Content-Security-Policy")) {
                violations.add(message.text());
            }
        });
        return page;
    }

    /** Signed in to the CRM, on a record's page. */
    private Page inTheCrm(String userId, String language, CrmRecord record, String query) {
        return inTheCrm(company.crm().address(), userId, language, record, query);
    }

    private Page inTheCrm(URI address, String userId, String language, CrmRecord record, String query) {
        Page page = newPage(language, 1280);
        page.navigate(address + "/" + record.type().wireName() + "/view/" + record.id() + query);
        page.locator("button.person[value='" + userId + "']").click();
        page.waitForURL("**/view/" + record.id() + "**");
        return page;
    }

    /** Signed in to Rapport's app. */
    private Page inTheApp(String userId, String language, String path) {
        return signedIn(login(userId), language, path);
    }

    private Page signedIn(String login, String language, String path) {
        Page page = newPage(language, 1280);
        page.navigate(company.rapportAddress() + "/app/");
        page.locator("#login").fill(login);
        page.locator("#password").fill(PASSWORD);
        page.locator("#password").press("Enter");
        assertThat(page.locator("rapport-page-sign-in")).hasCount(0);
        page.navigate(company.rapportAddress() + "/app/" + path);
        return page;
    }

    private static String place(CrmRecord record) {
        return "r/" + SampleCompany.CONNECTION + "/" + record.type().wireName().toLowerCase(Locale.ROOT) + "/"
                + record.id();
    }

    /** The widget shows the record; Rapport may still be hearing of it. */
    private static Locator widget(Page page, CrmRecord record) {
        Locator widget = page.locator("rapport-feed");
        Locator start = widget.locator("button.start").first();
        for (int i = 0; i < 20 && !start.isVisible(); i++) {
            page.waitForTimeout(500);
            if (i % 5 == 4 && !start.isVisible()) {
                page.reload();
            }
        }
        assertThat(start).isVisible();
        return widget;
    }

    private static void write(Locator place, String button, String text) {
        Locator field = place.locator("rapport-composer textarea").first();
        field.pressSequentially(text);
        place.locator("rapport-composer")
                .first()
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(button).setExact(true))
                .click();
    }

    private static Locator button(Locator place, String name) {
        return place.getByRole(
                AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator post(Locator place, String text) {
        return place.locator("rapport-post").filter(new Locator.FilterOptions().setHasText(text));
    }

    private static void choose(Locator place, String menu, String entry) {
        button(place, menu).first().click();
        place.page()
                .locator("[role^=menuitem]:visible")
                .filter(new Locator.FilterOptions().setHasText(Pattern.compile("^\\s*" + entry + "\\s*$")))
                .first()
                .click();
    }

    /** New things come in by themselves while the reader is at the top and idle; else they wait to be asked for. */
    private static void letIn(Page page, Locator expected) {
        Locator pill = page.locator("button.pill").first();
        for (int i = 0; i < PATIENCE / 250 && !expected.first().isVisible(); i++) {
            if (pill.isVisible()) {
                try {
                    pill.click(new Locator.ClickOptions().setTimeout(500));
                } catch (TimeoutError cameInByThemselves) {
                    continue;
                }
            }
            page.waitForTimeout(250);
        }
        assertThat(expected.first()).isVisible();
    }

    // --- stories -----------------------------------------------------------------------------------------------------

    @Test
    void anAdminConnectsAnotherCrmOnThePagesFromNothingToTheFirstPost() throws Exception {
        String key = "a-key-of-the-story";
        CompanyData halvard = CompanyData.empty()
                .with(EntityType.TEAM, Map.of("id", "65f0000000000bf01", "name", "Halvard Sales"))
                .with(
                        EntityType.USER,
                        Map.of(
                                "id",
                                "65f0000000000af01",
                                "userName",
                                "ingrid",
                                "firstName",
                                "Ingrid",
                                "lastName",
                                "Halvard",
                                "teamsIds",
                                List.of("65f0000000000bf01")))
                .with(
                        EntityType.ACCOUNT,
                        Map.of("id", "65f0000000000cf01", "name", "Fjordfisk", "assignedUserId", "65f0000000000af01"));
        Member nadia = company.rapport(Members.class).create("Nadia Osei", null, "en", MemberRole.ADMIN);
        company.rapport(LocalAccounts.class).set(nadia.id(), "nadia", PASSWORD);
        try (SampleCrm other =
                SampleCrm.start(SampleCrmSettings.of(halvard).withApiUsers(ApiUser.withKey("rapport", key)))) {
            Page page = signedIn("nadia", "en-GB", "admin/connections");
            Locator app = page.locator("body");
            button(app, "Connect a CRM").click();
            page.getByText("EspoCRM", new Page.GetByTextOptions().setExact(true))
                    .click();
            button(app, "Continue").click();

            page.getByLabel("Name, as people call it").fill("Halvard CRM");
            page.locator("#address").fill(other.address().toString());
            page.getByLabel("API key").fill("not the key");
            button(app, "Save and test").click();
            assertThat(page.getByText("check failed. What helps stands beside it."))
                    .isVisible();
            button(app, "Back").click();
            page.getByLabel("API key").fill(key);
            button(app, "Save and test").click();
            assertThat(page.getByText("All that is needed works.")).isVisible();
            button(app, "Continue").click();

            page.getByLabel("Leads", new Page.GetByLabelOptions().setExact(true))
                    .uncheck(); // this CRM has none
            button(app, "Show what would come").click();
            assertThat(page.getByText("Fjordfisk")).isVisible();
            button(app, "Save and continue").click();
            button(app, "Start the first load").click();
            assertThat(page.locator(".state.ok")).hasText("In step");

            page.navigate(company.rapportAddress() + "/app/r/halvard-crm/account/65f0000000000cf01");
            assertThat(page.locator("rapport-record-card")).containsText("Fjordfisk");
            page.locator("button.start").first().click();
            write(app, "Post", "Who has met them before?");
            assertThat(post(app, "Who has met them before?").first()).isVisible();

            page.navigate(company.rapportAddress() + "/app/admin/connections/halvard-crm");
            button(app, "Remove").click();
            button(page.locator("dialog[open]").last(), "Remove").click();
            assertThat(page.getByText("Halvard CRM")).hasCount(0);
        }
    }

    @Test
    void whatSiobhanWritesInTheCrmReachesRuthInTheAppWithoutAReload() {
        CrmRecord account = account("Kestrel Cold Stores");
        Page siobhan = inTheCrm(SIOBHAN, "en-GB", account, "");
        Locator widget = widget(siobhan, account);
        Page ruth = inTheApp(RUTH, "en-GB", place(account));
        Locator app = ruth.locator("body");
        assertThat(app.locator("rapport-feed-list").first()).isVisible();
        choose(app, "Follow Kestrel Cold Stores: Follow", "Everything");

        widget.locator("button.start").first().click();
        Locator field = widget.locator("rapport-composer textarea").first();
        field.pressSequentially("The new buyer wants a trial in March. @Ruth");
        Locator suggestion = widget.locator("rapport-composer [role=option]")
                .filter(new Locator.FilterOptions().setHasText("Ruth Blackwood"));
        suggestion.click();
        field.pressSequentially("did you meet her?");
        button(widget.locator("rapport-composer").first(), "Post").click();
        assertThat(post(widget, "did you meet her?").locator("text=Sending…")).hasCount(0);

        letIn(ruth, post(app, "did you meet her?"));
        Locator seen = post(app, "did you meet her?");
        assertThat(seen.locator("text=@Ruth Blackwood").first()).isVisible();

        Page inbox = ruth.context().newPage();
        inbox.navigate(company.rapportAddress() + "/app/notifications");
        Locator notice =
                inbox.locator("rapport-inbox li").filter(new Locator.FilterOptions().setHasText("Kestrel Cold Stores"));
        assertThat(notice.first()).containsText("mentioned you");

        button(seen, "Comment").first().click();
        write(seen, "Comment", "Yes, in Bristol last week.");
        Locator thread = post(widget, "did you meet her?");
        // a post of one's own is read, and folded in a narrow column
        button(thread, "1 comment").click();
        assertThat(thread.locator("rapport-comment").filter(new Locator.FilterOptions().setHasText("in Bristol")))
                .isVisible();

        Locator comment =
                thread.locator("rapport-comment").filter(new Locator.FilterOptions().setHasText("in Bristol"));
        button(comment, "Agree").first().click();
        button(comment, "Reply").click();
        write(thread, "Reply", "Then let us call her together.");
        Locator reply =
                seen.locator("rapport-comment").filter(new Locator.FilterOptions().setHasText("call her together"));
        assertThat(reply).isVisible();
        Locator reacted = seen.locator("rapport-comment").filter(new Locator.FilterOptions().setHasText("in Bristol"));
        assertThat(reacted.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Agree, 1")))
                .isVisible();

        assertThat(notice.first()).containsText("replied to you");
        ruth.navigate(company.rapportAddress() + "/app/");
        assertThat(post(app, "did you meet her?").first()).isVisible();
    }

    @Test
    void everyVersionOfAnEditedPostCanBeRead() {
        CrmRecord account = account("Linden Dairies");
        Page siobhan = inTheCrm(SIOBHAN, "en-GB", account, "");
        Locator widget = widget(siobhan, account);
        widget.locator("button.start").first().click();
        write(widget, "Post", "They pay within 60 days.");
        Locator post = post(widget, "They pay within");
        assertThat(post.locator("text=Sending…")).hasCount(0);

        choose(post, "More about this post", "Edit");
        Locator field = widget.locator("rapport-post rapport-composer textarea").first();
        field.fill("They pay within 30 days.");
        button(widget.locator("rapport-post rapport-composer").first(), "Save").click();
        assertThat(post(widget, "within 30 days").first()).isVisible();

        Page ruth = inTheApp(RUTH, "en-GB", place(account));
        Locator seen = post(ruth.locator("body"), "within 30 days");
        button(seen, "edited").click();
        Locator versions = ruth.getByRole(AriaRole.DIALOG);
        assertThat(versions.locator("del")).containsText("60");
        assertThat(versions.locator("ins")).containsText("30");
    }

    @Test
    void aDeletedPostComesBackWithUndo() {
        CrmRecord account = account("Marrow & Sons");
        Page siobhan = inTheCrm(SIOBHAN, "en-GB", account, "");
        Locator widget = widget(siobhan, account);
        Page ruth = inTheApp(RUTH, "en-GB", place(account));
        widget.locator("button.start").first().click();
        write(widget, "Post", "Wrong account, sorry.");
        assertThat(post(widget, "Wrong account").locator("text=Sending…")).hasCount(0);
        letIn(ruth, post(ruth.locator("body"), "Wrong account"));

        choose(post(widget, "Wrong account"), "More about this post", "Delete");
        assertThat(post(widget, "Wrong account")).hasCount(0);
        assertThat(post(ruth.locator("body"), "Wrong account")).hasCount(0);
        button(widget.locator("rapport-toasts"), "Undo").click();
        assertThat(post(widget, "Wrong account").first()).isVisible();
        ruth.reload();
        assertThat(post(ruth.locator("body"), "Wrong account").first()).isVisible();
    }

    @Test
    void aNewStageInTheCrmIsToldOnceWithinSeconds() {
        CrmRecord account = account("Northgate Bakers");
        CrmRecord deal = opportunity("Blast chillers for Northgate", account);
        Page ruth = inTheApp(RUTH, "en-GB", "");
        Page siobhan = inTheCrm(SIOBHAN, "en-GB", deal, "");
        widget(siobhan, deal);
        ruth.navigate(company.rapportAddress() + "/app/" + place(deal));
        assertThat(ruth.locator("rapport-feed-list").first()).isVisible();

        siobhan.locator("a.button.primary").first().click();
        siobhan.locator("select[name=stage]").selectOption("Negotiation");
        siobhan.locator("form.edit button.primary").click();
        siobhan.waitForURL("**/Opportunity/view/**");

        Locator stories = ruth.locator("rapport-story");
        letIn(ruth, stories);
        assertThat(stories.first()).containsText("Negotiation");
        assertThat(stories.first()).containsText("Proposal");
        ruth.waitForTimeout(3_000);
        ruth.reload();
        assertThat(ruth.locator("rapport-story").first()).isVisible();
        assertThat(ruth.locator("rapport-story")).hasCount(1);
        assertThat(post(ruth.locator("body"), "Negotiation").first()).containsText("Siobh");
    }

    @Test
    void bothSpeakFrench() {
        CrmRecord account = account("Fromages du Vercors");
        Page zoe = inTheCrm(ZOE, "fr-FR", account, "");
        assertThat(zoe.locator("h2").first()).hasText("Détails");
        Locator widget = widget(zoe, account);
        assertThat(widget.locator("button.start").first())
                .containsText(Pattern.compile("Partage.*Fromages du Vercors", Pattern.DOTALL));
        Page app = inTheApp(ZOE, "fr-FR", "");
        assertThat(app.locator("html")).hasAttribute("lang", Pattern.compile("fr.*"));
        assertThat(app.getByText("Accueil").first()).isVisible();
    }

    @Test
    void aPageThatLetsNoForeignScriptInShowsTheConversationInAFrame() {
        CrmRecord account = account("Orchard Juices");
        Page siobhan = inTheCrm(SIOBHAN, "en-GB", account, "");
        widget(siobhan, account);
        siobhan.navigate(siobhan.url().replaceFirst("\\?.*", "") + "?rapport=frame");
        FrameLocator frame = siobhan.frameLocator(".rapport iframe");
        Locator start = frame.locator("rapport-feed button.start").first();
        assertThat(start).isVisible();
        start.click();
        write(frame.locator("rapport-feed"), "Post", "Written in the frame.");
        Locator post = post(frame.locator("rapport-feed"), "Written in the frame.");
        assertThat(post.locator("text=Sending…")).hasCount(0);
        Page ruth = inTheApp(RUTH, "en-GB", place(account));
        assertThat(post(ruth.locator("body"), "Written in the frame.").first()).isVisible();
    }

    /** Seen from 127.0.0.1, Rapport on localhost is another site: a cookie of it would be a third party's, and is blocked. */
    @Test
    void theWidgetNeedsNoCookieOfItsOwn() {
        CrmRecord account = account("Pemberton Fish");
        URI elsewhere = URI.create("http://127.0.0.1:" + company.crm().address().getPort());
        Page siobhan = inTheCrm(elsewhere, SIOBHAN, "en-GB", account, "");
        Locator widget = widget(siobhan, account);
        widget.locator("button.start").first().click();
        write(widget, "Post", "No cookie was needed.");
        assertThat(post(widget, "No cookie was needed.").locator("text=Sending…"))
                .hasCount(0);
        siobhan.navigate(siobhan.url().replaceFirst("\\?.*", "") + "?rapport=frame");
        FrameLocator frame = siobhan.frameLocator(".rapport iframe");
        assertThat(post(frame.locator("rapport-feed"), "No cookie was needed.").first())
                .isVisible();
        assertThat(siobhan.context().cookies()).noneMatch(cookie -> cookie.name.startsWith("rapport"));
    }

    @Test
    void onAPhoneTheConversationComesRightAfterTheDetails() {
        CrmRecord account = account("Quayside Traders");
        Page siobhan = inTheCrm(SIOBHAN, "en-GB", account, "");
        widget(siobhan, account);
        siobhan.setViewportSize(390, 844);
        assertThat(siobhan.locator("rapport-feed")).isVisible();
        double feed = siobhan.locator("rapport-feed").boundingBox().y;
        double related = siobhan.locator("section.card").nth(1).boundingBox().y;
        assertThat(feed).isLessThan(related);
        Object overflow = siobhan.evaluate("document.documentElement.scrollWidth - innerWidth");
        assertThat(((Number) overflow).intValue()).isLessThanOrEqualTo(0);
    }
}
