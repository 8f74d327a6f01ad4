package rapport.social.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import rapport.social.SocialCoreApplication;
import rapport.social.member.MemberId;
import rapport.social.member.SessionKind;
import rapport.social.member.Sessions;
import rapport.social.testing.TestDatabase;

/**
 * How long people wait for what they read, over HTTP, in a company with a million records and 200,000 posts on
 * PostgreSQL. Prints a table; asserts only that there was something to read. Run it alone:
 * {@code mvn -pl social-core test -Dtest=ReadBenchmark -Dexcluded.groups=none -Dsurefire.failIfNoSpecifiedTests=false}
 */
@Tag("database")
@Tag("benchmark")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReadBenchmark {
    private static final int CALLS = 200;
    /** What a person who types takes for at once. */
    private static final double TYPEAHEAD_LIMIT_MS = 50;
    /** What a page may take of the server before it is felt. */
    private static final double PAGE_LIMIT_MS = 150;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> table = new ArrayList<>();
    private ConfigurableApplicationContext server;
    private String address;
    private String token;

    @BeforeAll
    void generate() throws Exception {
        assumeTrue(TestDatabase.isPostgresql(), "the plans of PostgreSQL are what production runs on");
        var company = new Company(Integer.getInteger("records", 1_000_000), 200_000);
        company.giveNames();
        server = new SpringApplicationBuilder(SocialCoreApplication.class)
                .run(
                        "--server.port=0",
                        "--server.address=127.0.0.1",
                        "--rapport.data-directory=target/benchmark",
                        "--spring.liquibase.change-log=classpath:db/changelog/social.yaml",
                        "--spring.datasource.url=" + company.url,
                        "--spring.datasource.username=postgres",
                        "--spring.datasource.password=");
        address = "http://127.0.0.1:" + server.getEnvironment().getProperty("local.server.port") + "/api/v1/";
        token = server.getBean(Sessions.class)
                .open(new MemberId(Company.TYPICAL), SessionKind.API, Duration.ofHours(1))
                .token();
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
        table.forEach(System.out::println);
    }

    @Test
    void readsWhatPeopleAskFor() throws Exception {
        Awaitility.await()
                .atMost(Duration.ofMinutes(10))
                .until(() -> !read("search?q=said").contains("\"incomplete\":true"));
        measure("an answer without a table", 0, "session");
        measure("records, 2 letters", TYPEAHEAD_LIMIT_MS, "records?query=la", "records?query=ma", "records?query=co");
        measure(
                "records, 3 letters",
                TYPEAHEAD_LIMIT_MS,
                "records?query=lai",
                "records?query=mor",
                "records?query=aci");
        measure(
                "records, two words",
                TYPEAHEAD_LIMIT_MS,
                "records?query=" + encoded("lait mor"),
                "records?query=" + encoded("acier 4711"),
                "records?query=" + encoded("b 12"));
        measure(
                "search of records",
                PAGE_LIMIT_MS,
                "search?type=records&q=lai",
                "search?type=records&q=" + encoded("lait mor"));
        measure(
                "people to mention",
                TYPEAHEAD_LIMIT_MS,
                "mention-candidates?query=me",
                "mention-candidates?query=" + encoded("member 1") + "&subjectId=" + Company.FIRST_RECORD);
        measure("home feed, newest", PAGE_LIMIT_MS, "feeds/home?order=newest");
        measure("home feed, latest activity", PAGE_LIMIT_MS, "feeds/home?order=activity");
        measure("company feed", PAGE_LIMIT_MS, "feeds/company");
        measure(
                "account feed",
                PAGE_LIMIT_MS,
                "records/" + Company.FIRST_RECORD + "/feed",
                "records/" + (Company.FIRST_RECORD + 5) + "/feed");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private void measure(String what, double limit, String... paths) throws Exception {
        for (int i = 0; i < CALLS / 4; i++) {
            assertThat(read(paths[i % paths.length])).contains("\"id\":");
        }
        double[] milliseconds = new double[CALLS];
        for (int i = 0; i < CALLS; i++) {
            long from = System.nanoTime();
            read(paths[i % paths.length]);
            milliseconds[i] = (System.nanoTime() - from) / 1e6;
        }
        Arrays.sort(milliseconds);
        double late = milliseconds[CALLS * 95 / 100];
        table.add(String.format(
                Locale.ROOT,
                "%-28s median %6.1f ms   95 of 100 within %6.1f ms   longest %6.1f ms   %s",
                what,
                milliseconds[CALLS / 2],
                late,
                milliseconds[CALLS - 1],
                limit == 0 ? "" : String.format(Locale.ROOT, "%.2f of the limit", late / limit)));
    }

    private String read(String path) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(address + path))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "application/json")
                .build();
        var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer.body();
    }
}
