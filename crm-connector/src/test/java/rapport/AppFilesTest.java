package rapport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import rapport.social.testing.DatabaseTest;
import rapport.social.testing.Fixtures;

/** The app as the server gives it to a browser: the real files of web-widget. */
@DatabaseTest
class AppFilesTest {
    private static final Pattern SCRIPT = Pattern.compile("src=\"\\./(assets/[^\"]+\\.js)\"");

    @Autowired
    Fixtures fixtures;

    private String shell(String address) {
        var shell = fixtures.anonymous().get(address).expect(200);
        assertThat(shell.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(shell.header("Content-Security-Policy")).contains("require-trusted-types-for 'script'");
        return shell.text();
    }

    @Test
    void givesTheShellWithItsBaseAtEveryAddressOfTheApp() {
        assertThat(shell("//app/")).contains("<base href=\"/app/\"");
        assertThat(shell("//app/r/acme/account/65f0.x")).isEqualTo(shell("//app/p/12"));
        assertThat(fixtures.anonymous().get("//").expect(302).header("Location"))
                .endsWith("/app/");
    }

    @Test
    void givesTheScriptsOfTheShellWithTheirTypeAndForever() {
        var script = SCRIPT.matcher(shell("//app/"));
        assertThat(script.find()).isTrue();
        var answer = fixtures.anonymous().get("//app/" + script.group(1)).expect(200);
        assertThat(answer.header("Content-Type")).contains("javascript");
        assertThat(answer.header("Cache-Control")).contains("immutable");
        fixtures.anonymous().get("//app/assets/index-gone.js").expect(404);
        assertThat(fixtures.anonymous().get("//app/sw.js").expect(200).header("Cache-Control"))
                .isEqualTo("no-cache");
        assertThat(fixtures.anonymous()
                        .get("//app/manifest.webmanifest")
                        .expect(200)
                        .header("Content-Type"))
                .contains("manifest+json");
    }

    @Test
    void givesTheWidgetToPagesOfOtherOrigins() {
        var widget = fixtures.anonymous()
                .with("Origin", "https://crm.acme.example")
                .get("//widget/rapport-feed.js")
                .expect(200);
        assertThat(widget.header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(widget.header("Cache-Control")).contains("no-cache");
    }

    @Test
    void letsOnlyTheCrmsPagesThatTheAdminNamedCallFromABrowser() {
        for (String path : new String[] {"/embed/session", "/posts", "//live"}) {
            var preflight = fixtures.anonymous()
                    .with("Access-Control-Request-Method", "POST")
                    .with("Access-Control-Request-Headers", "authorization,content-type,idempotency-key");
            var named = preflight.with("Origin", "https://crm.acme.example").send("OPTIONS", path, null);
            assertThat(named.header("Access-Control-Allow-Origin")).as(path).isEqualTo("https://crm.acme.example");
            var stranger = preflight.with("Origin", "https://evil.example").send("OPTIONS", path, null);
            assertThat(stranger.header("Access-Control-Allow-Origin")).as(path).isNull();
        }
    }

    @Test
    void givesNothingOutOfFoldersThatAreNotTheApps() {
        for (String address :
                new String[] {"//app/..%2fapplication.yaml", "//app/assets/..%2f..%2f..%2fapplication.yaml"}) {
            assertThat(fixtures.anonymous().get(address).text()).doesNotContain("rapport:");
        }
    }
}
