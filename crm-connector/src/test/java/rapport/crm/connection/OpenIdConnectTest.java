package rapport.crm.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.util.UriComponentsBuilder;
import rapport.social.member.CrmPerson;
import rapport.social.member.Members;
import rapport.social.testing.Api;
import rapport.social.testing.CompanySignIn;
import rapport.social.testing.DatabaseTest;
import rapport.social.testing.Fixtures;
import rapport.social.testing.MovableClock;

/** Sign-in by a real provider, the whole way over HTTP, in the app and for a frame on a CRM's page. */
@DatabaseTest
class OpenIdConnectTest {
    private static final CompanySignIn COMPANY = CompanySignIn.start("127.0.0.1");
    private static final Pattern CODE = Pattern.compile("name=\"rapport-code\" content=\"([^\"]+)\"");

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        registry.add("rapport.public-url", () -> "http://127.0.0.1:${local.server.port:1}");
        provider(registry, "company", Map.of("display-name", "Acme & Co"));
        provider(registry, "trusted", Map.of("trust-addresses", "true", "claim", "preferred_username"));
        provider(registry, "by-id", Map.of("match", "crm-user", "connection", "acme", "claim", "crm_id"));
        provider(
                registry,
                "by-object",
                Map.of("match", "crm-sign-in-id", "connection", "acme", "claim", "oid", "tenant", "tenant-1"));
        provider(registry, "domain", Map.of("hosted-domain", "acme.example"));
        provider(registry, "down", Map.of());
        registry.add("rapport.sign-in.openid-connect.down.issuer", () -> "http://127.0.0.1:9");
        provider(registry, "renamed", Map.of());
        registry.add(
                "rapport.sign-in.openid-connect.renamed.issuer",
                () -> COMPANY.issuer().replace("127.0.0.1", "localhost") + "/");
    }

    private static void provider(DynamicPropertyRegistry registry, String name, Map<String, String> more) {
        String prefix = "rapport.sign-in.openid-connect." + name + ".";
        registry.add(prefix + "issuer", COMPANY::issuer);
        registry.add(prefix + "client-id", () -> CompanySignIn.CLIENT);
        registry.add(prefix + "client-secret", () -> CompanySignIn.CLIENT_SECRET);
        more.forEach((setting, value) -> registry.add(prefix + setting, () -> value));
    }

    @Autowired
    Fixtures fixtures;

    @Autowired
    Members members;

    @Autowired
    MovableClock clock;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Environment environment;

    private final String ann = "ann-" + UUID.randomUUID().toString().substring(0, 8);
    private final String address = ann + "@acme.example";
    private final String object = UUID.randomUUID().toString();
    private final Visitor visitor = new Visitor();

    @BeforeEach
    void annWorksHere() {
        COMPANY.register(List.of("company", "trusted", "by-id", "by-object", "domain").stream()
                .map(name -> root() + "/sign-in/openid-connect/" + name + "/answer")
                .toArray(String[]::new));
        known(true);
        says(Map.of("email", address, "email_verified", true));
    }

    @AfterEach
    void tidy() {
        COMPANY.beHonest();
        clock.reset();
    }

    @AfterAll
    static void stop() {
        COMPANY.close();
    }

    private void known(boolean active) {
        members.upsertFromCrm(
                "acme", List.of(new CrmPerson(ann, "Ann Berg", address, null, null, "en", active, List.of(), object)));
    }

    private void says(Map<String, Object> claims) {
        COMPANY.person(ann, claims);
    }

    private String root() {
        return "http://127.0.0.1:" + environment.getProperty("local.server.port");
    }

    // --- a browser ---------------------------------------------------------------------------------------------------

    /** Keeps cookies as a browser does, and follows redirects one by one. */
    private final class Visitor {
        private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
        private final HttpClient http = HttpClient.newBuilder()
                .cookieHandler(cookies)
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();

        HttpResponse<String> get(String address) {
            return send(HttpRequest.newBuilder(URI.create(address)));
        }

        private HttpResponse<String> send(HttpRequest.Builder request) {
            try {
                return http.send(request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofString());
            } catch (IOException e) {
                throw new AssertionError(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }

        /** Goes from Rapport to the provider, signs in there, and stops before going back: the address to go back to. */
        String atTheProvider(String begin) {
            var toProvider = get(root() + begin);
            assertThat(toProvider.statusCode()).as(toProvider.body()).isEqualTo(303);
            return signIn(location(toProvider));
        }

        String signIn(String authorization) {
            var asked = get(authorization);
            if (location(asked).startsWith(root())) {
                return location(asked); // still signed in there
            }
            assertThat(location(asked)).endsWith("/login");
            String form = "username=" + encode(ann) + "&password=" + encode(CompanySignIn.PASSWORD);
            var in = send(HttpRequest.newBuilder(URI.create(COMPANY.issuer() + "/login"))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(form)));
            assertThat(in.statusCode()).isEqualTo(302);
            var back = get(location(in));
            assertThat(back.statusCode()).as(back.body()).isEqualTo(302);
            return location(back);
        }

        /** The whole way; the last answer of Rapport. */
        HttpResponse<String> through(String begin) {
            return get(atTheProvider(begin));
        }

        @Nullable
        HttpCookie cookie(String name) {
            return cookies.getCookieStore().getCookies().stream()
                    .filter(cookie -> cookie.getName().equals(name))
                    .findFirst()
                    .orElse(null);
        }
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElse("");
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String with(String address, String parameter, String value) {
        return UriComponentsBuilder.fromUriString(address)
                .replaceQueryParam(parameter, encode(value))
                .build(true)
                .toUriString();
    }

    private static @Nullable String parameter(String address, String name) {
        return UriComponentsBuilder.fromUriString(address)
                .build()
                .getQueryParams()
                .getFirst(name);
    }

    private void refusedInTheApp(HttpResponse<String> answer, String reason) {
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(location(answer)).startsWith(root() + "/app/");
        assertThat(parameter(location(answer), "sign-in")).isEqualTo("sign-in-" + reason);
        assertThat(visitor.cookie("rapport_session")).as("nobody is signed in").isNull();
    }

    private void refusedOnAPage(HttpResponse<String> answer, String reason) {
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("name=\"rapport-refused\" content=\"sign-in-" + reason + "\"");
        assertThat(CODE.matcher(answer.body()).find()).as("no code").isFalse();
        assertThat(visitor.cookie("rapport_session")).as("nobody is signed in").isNull();
    }

    // --- the app -----------------------------------------------------------------------------------------------------

    @Test
    void listsTheWaysInToAnybody() {
        Api.Answer ways = fixtures.anonymous().get("/sign-in").expect(200);
        assertThat(ways.at("/localAccounts")).isEqualTo("true");
        assertThat(ways.json().at("/providers").findValuesAsString("name")).contains("company", "trusted");
        assertThat(ways.json().at("/providers").findValuesAsString("displayName"))
                .contains("Acme & Co", "trusted");
        assertThat(ways.text()).doesNotContain(CompanySignIn.CLIENT_SECRET).doesNotContain(COMPANY.issuer());
    }

    @Test
    void asksTheProviderWithStateNonceAndProofKey() {
        var asked = visitor.get(root() + "/sign-in/openid-connect/company");
        String to = location(asked);
        assertThat(to).startsWith(COMPANY.issuer() + "/oauth2/authorize?");
        assertThat(parameter(to, "response_type")).isEqualTo("code");
        assertThat(parameter(to, "code_challenge_method")).isEqualTo("S256");
        assertThat(parameter(to, "code_challenge")).hasSize(43);
        assertThat(parameter(to, "state")).isNotBlank();
        assertThat(parameter(to, "nonce")).isNotBlank();
        assertThat(parameter(to, "prompt")).isNull();
        assertThat(asked.headers().firstValue("Set-Cookie").orElse(""))
                .contains("HttpOnly")
                .contains("SameSite=Lax")
                .contains("Path=/")
                .doesNotContain("JSESSIONID");
        assertThat(parameter(location(visitor.get(root() + "/sign-in/openid-connect/company?choose=true")), "prompt"))
                .isEqualTo("select_account");
    }

    @Test
    void signsInByAVerifiedAddressAndLeadsToThePageThatWasAskedFor() {
        var in = visitor.through("/sign-in/openid-connect/company?next=" + encode("r/acme/account/1?tab=files#c5"));
        assertThat(in.statusCode()).isEqualTo(303);
        assertThat(location(in)).isEqualTo(root() + "/app/r/acme/account/1?tab=files#c5");
        assertThat(in.headers().allValues("Set-Cookie").toString())
                .contains("rapport_session=")
                .contains("SameSite=Strict")
                .contains("HttpOnly");
        var me = visitor.get(root() + "/api/v1/session");
        assertThat(me.statusCode()).isEqualTo(200);
        assertThat(me.body()).contains("Ann Berg").contains("\"changePassword\":false");
    }

    @Test
    void takesTheAddressInEitherCase() {
        says(Map.of("email", address.toUpperCase(java.util.Locale.ROOT), "email_verified", true));
        assertThat(location(visitor.through("/sign-in/openid-connect/company"))).isEqualTo(root() + "/app/");
    }

    @Test
    void leadsNowhereElse() {
        for (String elsewhere : List.of(
                "https://evil.example/",
                "//evil.example/",
                "/\\evil.example",
                "\\\\evil.example",
                "../api/v1/session",
                "%2e%2e/../../embed",
                "%2E%2e/api/v1/session",
                "javascript:alert(1)",
                "\thttps://evil.example",
                "@evil.example")) {
            String to = location(visitor.through("/sign-in/openid-connect/company?next=" + encode(elsewhere)));
            assertThat(to).as(elsewhere).startsWith(root() + "/app/");
            assertThat(URI.create(to).normalize().getPath()).as(elsewhere).startsWith("/app/");
        }
        assertThat(location(visitor.get(root() + "/sign-in/openid-connect/nobody?next=" + encode("//evil.example"))))
                .startsWith(root() + "/app/");
    }

    @Test
    void letsNobodyInWhoIsUnknownOrGone() {
        says(Map.of("email", "stranger@acme.example", "email_verified", true));
        var answer = visitor.through("/sign-in/openid-connect/company?next=spaces");
        refusedInTheApp(answer, "member-unknown");
        assertThat(location(answer)).startsWith(root() + "/app/spaces?").contains("by=company");
        says(Map.of("email", address, "email_verified", true));
        known(false);
        refusedInTheApp(visitor.through("/sign-in/openid-connect/company"), "member-inactive");
    }

    @Test
    void believesNoAddressThatIsNotVerified() {
        says(Map.of("email", address, "email_verified", false));
        refusedInTheApp(visitor.through("/sign-in/openid-connect/company"), "address-not-verified");
        says(Map.of("email", address));
        refusedInTheApp(visitor.through("/sign-in/openid-connect/company"), "address-not-verified");
        says(Map.of("email_verified", true));
        refusedInTheApp(visitor.through("/sign-in/openid-connect/company"), "not-named");
    }

    @Test
    void takesNoLookalikeForAnAddress() {
        // The database's lower() makes a k of the Kelvin sign; a mail server does not.
        String kay = "kay-" + ann + "@acme.example";
        members.upsertFromCrm("acme", List.of(new CrmPerson("k" + ann, "Kay", kay, null, null, "en", true, List.of())));
        says(Map.of("email", "\u212a" + kay.substring(1), "email_verified", true));
        refusedInTheApp(visitor.through("/sign-in/openid-connect/company"), "member-unknown");
    }

    @Test
    void choosesNobodyWhereSeveralHaveTheAddress() {
        members.upsertFromCrm(
                "quiet", List.of(new CrmPerson(ann, "Ann Twice", address, null, null, "en", true, List.of())));
        refusedInTheApp(visitor.through("/sign-in/openid-connect/company"), "several-members");
        members.upsertFromCrm(
                "quiet", List.of(new CrmPerson(ann, "Ann Twice", address, null, null, "en", false, List.of())));
        assertThat(location(visitor.through("/sign-in/openid-connect/company")))
                .as("one who left is no other")
                .isEqualTo(root() + "/app/");
    }

    @Test
    void believesAnIssuerThatTheAdminTrusts() {
        says(Map.of("preferred_username", address));
        assertThat(location(visitor.through("/sign-in/openid-connect/trusted"))).isEqualTo(root() + "/app/");
    }

    @Test
    void findsAUserOfTheCrmByIdAndByTheNameThatTheCrmKnows() {
        says(Map.of("crm_id", ann));
        assertThat(location(visitor.through("/sign-in/openid-connect/by-id"))).isEqualTo(root() + "/app/");
        says(Map.of("oid", object, "tid", "tenant-1"));
        assertThat(location(new Visitor().through("/sign-in/openid-connect/by-object")))
                .isEqualTo(root() + "/app/");
    }

    @Test
    void letsNoOtherCompanyIn() {
        says(Map.of("oid", object, "tid", "tenant-2"));
        refusedInTheApp(visitor.through("/sign-in/openid-connect/by-object"), "other-company");
        says(Map.of("oid", object));
        refusedInTheApp(visitor.through("/sign-in/openid-connect/by-object"), "other-company");
        says(Map.of("email", address, "email_verified", true, "hd", "other.example"));
        refusedInTheApp(visitor.through("/sign-in/openid-connect/domain"), "other-company");
        says(Map.of("email", address, "email_verified", true, "hd", "acme.example"));
        assertThat(location(new Visitor().through("/sign-in/openid-connect/domain")))
                .isEqualTo(root() + "/app/");
        says(Map.of("oid", UUID.randomUUID().toString(), "tid", "tenant-1"));
        refusedInTheApp(visitor.through("/sign-in/openid-connect/by-object"), "member-unknown");
    }

    @Test
    void tellsACancelledSignInFromABrokenOne() {
        String back = visitor.atTheProvider("/sign-in/openid-connect/company?next=topics");
        var cancelled = visitor.get(
                with(root() + "/sign-in/openid-connect/company/answer", "state", state(back)) + "&error=access_denied");
        refusedInTheApp(cancelled, "cancelled");
        assertThat(location(cancelled)).startsWith(root() + "/app/topics?");
        for (String unusual : List.of("saved?pageToken=YWI=", "search?x=[a]", "search?query=%C3%A9")) {
            String from = visitor.atTheProvider("/sign-in/openid-connect/company?next=" + encode(unusual));
            refusedInTheApp(
                    visitor.get(with(root() + "/sign-in/openid-connect/company/answer", "state", state(from))
                            + "&error=access_denied"),
                    "cancelled");
        }
        String again = visitor.atTheProvider("/sign-in/openid-connect/company");
        refusedInTheApp(
                visitor.get(with(root() + "/sign-in/openid-connect/company/answer", "state", state(again))
                        + "&error=server_error"),
                "provider-down");
    }

    private static String state(String back) {
        return java.net.URLDecoder.decode(String.valueOf(parameter(back, "state")), StandardCharsets.UTF_8);
    }

    @Test
    void saysSoWhenTheProviderIsDownOrCallsItselfAnother() {
        refusedInTheApp(visitor.get(root() + "/sign-in/openid-connect/down?next=spaces"), "provider-down");
        refusedInTheApp(visitor.get(root() + "/sign-in/openid-connect/renamed"), "not-believed");
    }

    @Test
    void believesNoTokenWithAnotherNonceIssuerOrAudience() {
        for (var lie : Map.<String, Object>of(
                        "nonce", "of-another-sign-in", "iss", "https://evil.example", "aud", List.of("another-client"))
                .entrySet()) {
            COMPANY.lie(lie.getKey(), lie.getValue());
            refusedInTheApp(visitor.through("/sign-in/openid-connect/company"), "not-believed");
            COMPANY.beHonest();
        }
    }

    @Test
    void takesEachAnswerOnce() {
        String back = visitor.atTheProvider("/sign-in/openid-connect/company");
        assertThat(location(visitor.get(back))).isEqualTo(root() + "/app/");
        visitor.cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals("rapport_session"))
                .toList()
                .forEach(cookie -> visitor.cookies.getCookieStore().remove(URI.create(root()), cookie));
        refusedOnAPage(visitor.get(back), "attempt-over");
    }

    @Test
    void believesNoCodeThatWasUsedBefore() {
        String first = visitor.atTheProvider("/sign-in/openid-connect/company");
        assertThat(location(visitor.get(first))).isEqualTo(root() + "/app/");
        Visitor thief = new Visitor();
        String own = location(thief.get(root() + "/sign-in/openid-connect/company"));
        var replayed = thief.get(root() + "/sign-in/openid-connect/company/answer?state=" + parameter(own, "state")
                + "&code=" + parameter(first, "code") + "&iss=" + encode(COMPANY.issuer()));
        assertThat(parameter(location(replayed), "sign-in")).isEqualTo("sign-in-not-believed");
        assertThat(thief.cookie("rapport_session")).isNull();
    }

    @Test
    void takesNoAnswerWithAnotherStateOrInAnotherBrowser() {
        String back = visitor.atTheProvider("/sign-in/openid-connect/company");
        refusedOnAPage(visitor.get(with(back, "state", "made-up")), "attempt-over");
        refusedOnAPage(new Visitor().get(back), "attempt-over");
        Visitor other = new Visitor();
        other.get(root() + "/sign-in/openid-connect/company");
        assertThat(other.get(back).statusCode())
                .as("a browser with a sign-in of its own under way")
                .isEqualTo(403);
        assertThat(location(visitor.get(back))).as("nobody else used it up").isEqualTo(root() + "/app/");
    }

    @Test
    void takesNoAnswerOfAnotherProvider() {
        String back = visitor.atTheProvider("/sign-in/openid-connect/company");
        refusedOnAPage(visitor.get(back.replace("/company/", "/trusted/")), "attempt-over");
        String mixed = with(back, "iss", "https://evil.example");
        refusedInTheApp(visitor.get(mixed), "not-believed");
        String unnamed = visitor.atTheProvider("/sign-in/openid-connect/company");
        assertThat(parameter(unnamed, "iss")).as("this provider names itself").isNull();
    }

    @Test
    void takesNoAnswerAfterTenMinutes() {
        String back = visitor.atTheProvider("/sign-in/openid-connect/company");
        clock.forward(Duration.ofMinutes(11));
        refusedOnAPage(visitor.get(back), "attempt-over");
    }

    @Test
    void tellsWhatHappenedInTheLanguageOfTheBrowser() {
        var french = visitor.send(
                HttpRequest.newBuilder(URI.create(root() + "/sign-in/openid-connect/company/answer?state=x&code=y"))
                        .header("Accept-Language", "fr-FR"));
        assertThat(french.body()).contains("lang=\"fr\"").contains("Recommencez la connexion");
        assertThat(french.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'")
                .contains("frame-ancestors 'none'");
        assertThat(french.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
    }

    @Test
    void endsTheSessionOfALockedMemberAtTheNextRequest() {
        visitor.through("/sign-in/openid-connect/company");
        assertThat(visitor.get(root() + "/api/v1/session").statusCode()).isEqualTo(200);
        known(false);
        assertThat(visitor.get(root() + "/api/v1/session").statusCode()).isEqualTo(401);
    }

    // --- a frame on a CRM's page -------------------------------------------------------------------------------------

    private static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static final String VERIFIER = "a-verifier-that-the-frame-made-up-and-never-told";

    private static String frame(String verifier) {
        return "/sign-in/openid-connect/company/frame?connection=acme&challenge=" + challenge(verifier);
    }

    private static String code(HttpResponse<String> page) {
        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        var found = CODE.matcher(page.body());
        assertThat(found.find()).as(page.body()).isTrue();
        return found.group(1);
    }

    private Api.Answer exchange(String connection, String code, String verifier) {
        return fixtures.anonymous()
                .post("/embed/session/code", Map.of("connection", connection, "code", code, "verifier", verifier));
    }

    private void refused(Api.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(401);
        assertThat(answer.at("/type")).isEqualTo("/problems/sign-in-code-not-accepted");
        assertThat(answer.at("/detail")).isNotBlank();
    }

    @Test
    void opensASessionForTheFrameThatAsked() {
        var page = visitor.through(frame(VERIFIER));
        String code = code(page);
        assertThat(page.uri().toString()).as("in no address").doesNotContain(code);
        assertThat(page.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
        assertThat(visitor.cookie("rapport_session"))
                .as("no session of the app")
                .isNull();
        Api.Answer session = exchange("acme", code, VERIFIER).expect(200);
        assertThat(session.at("/member/name")).isEqualTo("Ann Berg");
        Api own = fixtures.api(session.at("/accessToken"));
        assertThat(own.get("/session").expect(200).at("/member/name")).isEqualTo("Ann Berg");
        known(false);
        own.get("/session").expect(401);
    }

    @Test
    void takesACodeOnceAlsoFromManyAtOnce() throws Exception {
        String code = code(visitor.through(frame(VERIFIER)));
        var pool = Executors.newFixedThreadPool(8);
        try {
            Callable<Integer> attempt = () -> exchange("acme", code, VERIFIER).status();
            int in = 0;
            for (var answer : pool.invokeAll(java.util.Collections.nCopies(8, attempt))) {
                in += answer.get() == 200 ? 1 : 0;
            }
            assertThat(in).isEqualTo(1);
        } finally {
            pool.shutdownNow();
        }
        refused(exchange("acme", code, VERIFIER));
    }

    @Test
    void takesNoCodeWithAnotherVerifierAndUsesItUp() {
        String code = code(visitor.through(frame(VERIFIER)));
        refused(exchange("acme", code, VERIFIER + "-not"));
        refused(exchange("acme", code, VERIFIER));
        assertThat(exchange("acme", code, "short").status()).isEqualTo(400);
    }

    @Test
    void takesNoCodeForAnotherPageOrTooLateOrOfOneWhoLeft() {
        refused(exchange("quiet", code(visitor.through(frame(VERIFIER))), VERIFIER));
        String old = code(new Visitor().through(frame(VERIFIER)));
        clock.forward(Duration.ofMinutes(3));
        refused(exchange("acme", old, VERIFIER));
        clock.reset();
        String left = code(new Visitor().through(frame(VERIFIER)));
        known(false);
        assertThat(exchange("acme", left, VERIFIER).at("/type")).isEqualTo("/problems/member-inactive");
        refused(exchange("acme", "made-up", VERIFIER));
    }

    @Test
    void opensNoSessionForAConnectionThatNoPageMayFrame() {
        String begin = frame(VERIFIER).replace("=acme", "=quiet");
        refused(exchange("quiet", code(visitor.through(begin)), VERIFIER));
    }

    @Test
    void givesTheCodeAgainToTheSameBrowserWhoseWindowWasCutOff() {
        String lost = code(visitor.through(frame(VERIFIER)));
        String other = "another-verifier-of-the-frame-that-asks-once-more";
        String code = code(visitor.get(root() + frame(other)));
        refused(exchange("acme", lost, VERIFIER));
        exchange("acme", code, other).expect(200);
        assertThat(visitor.get(root() + frame(VERIFIER)).statusCode())
                .as("once; then the provider is asked")
                .isEqualTo(303);
    }

    @Test
    void givesALostCodeToNobodyElse() {
        code(visitor.through(frame(VERIFIER)));
        assertThat(new Visitor().get(root() + frame(VERIFIER)).statusCode()).isEqualTo(303);
        assertThat(visitor.get(root() + frame(VERIFIER) + "&choose=true").statusCode())
                .isEqualTo(303);
        clock.forward(Duration.ofMinutes(3));
        assertThat(visitor.get(root() + frame(VERIFIER)).statusCode()).isEqualTo(303);
    }

    @Test
    void tellsTheFrameWhatWasRefused() {
        says(Map.of("email", "stranger@acme.example", "email_verified", true));
        refusedOnAPage(visitor.through(frame(VERIFIER)), "member-unknown");
        refusedOnAPage(visitor.get(root() + frame(VERIFIER).replace("/company/", "/down/")), "provider-down");
        refusedOnAPage(
                visitor.get(root() + "/sign-in/openid-connect/company/frame?connection=acme&challenge=short"),
                "attempt-over");
    }

    @Test
    void keepsNoSecretAsItIs() {
        var page = visitor.through(frame(VERIFIER));
        String code = code(page);
        assertThat(jdbc.sql("select count(*) from frame_sign_in where code_hash = :code")
                        .param("code", code)
                        .query(Long.class)
                        .single())
                .isZero();
        String state = state(visitor.atTheProvider("/sign-in/openid-connect/company"));
        assertThat(jdbc.sql("select count(*) from sign_in_attempt where state_hash = :state")
                        .param("state", state)
                        .query(Long.class)
                        .single())
                .isZero();
    }
}
