package rapport.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import rapport.samples.crm.data.CrmRecord;
import rapport.samples.crm.data.EntityType;
import rapport.social.member.LocalAccounts;
import rapport.social.member.Member;
import rapport.social.member.Members;
import rapport.social.member.SessionKind;
import rapport.social.member.Sessions;
import tools.jackson.databind.JsonNode;

/** The whole sample company, after a first start that was killed half way. */
class SampleCompanyTest {
    private static final String ZOE = "65422d94321d7d699";
    private static RunningCompany running;

    @BeforeAll
    static void start() throws Exception {
        running = RunningCompany.get();
    }

    private static SampleCompany company() {
        return running.company();
    }

    private static JdbcClient database() {
        return company().rapport(JdbcClient.class);
    }

    private static int count(String sql) {
        return database().sql(sql).query(Integer.class).single();
    }

    private static Member member(String userId) {
        return company()
                .rapport(Members.class)
                .byIdentity(SampleCompany.CONNECTION, userId)
                .orElseThrow();
    }

    @Test
    void bringsEveryConversationOnceInSpiteOfTheKill() {
        List<Conversation> conversations = Conversation.read().conversations();
        int comments = conversations.stream()
                .mapToInt(conversation -> conversation.comments() == null
                        ? 0
                        : conversation.comments().size())
                .sum();
        assertThat(running.toldAtFirst()).doesNotContain("refused");
        assertThat(count("select count(*) from idempotency where kind = 1 and idempotency_key like 'sample:%'"))
                .isEqualTo(conversations.size());
        assertThat(count("select count(*) from idempotency where kind = 2 and idempotency_key like 'sample:%'"))
                .isEqualTo(comments);
        assertThat(count("select count(*) from post where kind <> 10 and published_at < timestamp with time zone '"
                        + OffsetDateTime.now() + "'"))
                .isGreaterThanOrEqualTo(conversations.size());
        assertThat(count("select count(*) from comment")).isGreaterThanOrEqualTo(comments);
    }

    @Test
    void datesConversationsBackInTheOrderInWhichTheyAreRead() {
        record Dated(long id, Instant at) {}
        List<Dated> items = new ArrayList<>(database()
                .sql("""
                        select i.item_id as id, coalesce(p.published_at, c.published_at) as at
                          from idempotency i left join post p on p.id = i.item_id left join comment c on c.id = i.item_id
                         where i.idempotency_key like 'sample:%'
                         order by i.item_id
                        """)
                .query((row, number) -> new Dated(
                        row.getLong("id"),
                        row.getObject("at", OffsetDateTime.class).toInstant()))
                .list());
        assertThat(items).isSortedAccordingTo(Comparator.comparing(Dated::at));
        assertThat(items.get(0).at()).isBefore(Instant.now().minus(Duration.ofDays(100)));
    }

    @Test
    void mirrorsTheCrmCompletely() {
        for (EntityType type : List.of(EntityType.ACCOUNT, EntityType.CONTACT, EntityType.OPPORTUNITY)) {
            int there = company()
                    .crm()
                    .data()
                    .list(type, any -> true, Comparator.comparing(CrmRecord::id))
                    .size();
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(database()
                                    .sql(
                                            "select count(*) from crm_record where connection = 'nordwind' and type = :type and gone_at is null")
                                    .param("type", type.wireName().toLowerCase(java.util.Locale.ROOT))
                                    .query(Integer.class)
                                    .single())
                            .isEqualTo(there));
        }
        assertThat(member(ZOE).name()).isEqualTo("Zoé Lemaître");
        assertThat(member(ZOE).site()).isEqualTo("Lyon");
        assertThat(member(ZOE).language()).isEqualTo("fr");
    }

    @Test
    void tellsLastHowToSignIn() {
        String told = running.toldAtFirst();
        String password = told.lines()
                .filter(line -> line.contains("Priya Raghunathan"))
                .findFirst()
                .orElseThrow()
                .replaceFirst(".* ", "");
        assertThat(company().rapport(LocalAccounts.class).verify("priya.raghunathan", password))
                .hasValueSatisfying(member -> assertThat(
                                company().rapport(Members.class).get(member).name())
                        .isEqualTo("Priya Raghunathan"));
        assertThat(told).contains("Administrator").doesNotContain("Perrault");
        List<String> lines = told.strip().lines().toList();
        assertThat(lines.get(lines.size() - 3)).contains(company().rapportAddress() + "/app/");
        assertThat(lines.get(lines.size() - 2))
                .contains(company().crm().address().toString());
    }

    @Test
    void keepsItsSecretsToTheOwnerOfTheFolder() throws Exception {
        var file = running.directory().resolve("sample-company.json");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file)).doesNotContain("\"adminPassword\":\"");
    }

    @Test
    void tellsAChangeInTheCrmOnceInTheRecordsFeed() throws Exception {
        CrmRecord opportunity = company()
                .crm()
                .data()
                .list(
                        EntityType.OPPORTUNITY,
                        record -> "Prospecting".equals(record.get("stage"))
                                && record.ids("teamsIds").isEmpty(),
                        Comparator.comparing(CrmRecord::id))
                .get(0);
        company().crm().data().update(EntityType.OPPORTUNITY, opportunity.id(), Map.of("stage", "Proposal"), ZOE);
        String token = company()
                .rapport(Sessions.class)
                .open(member(ZOE).id(), SessionKind.API, Duration.ofMinutes(5))
                .token();
        RapportApi api = new RapportApi(company().rapportAddress());
        String path = "records/nordwind/opportunity/" + opportunity.id() + "/feed?filter=changes";
        await().atMost(Duration.ofSeconds(20))
                .until(() -> api.get(token, path).path("items").size() > 0);
        JsonNode stories = api.get(token, path).path("items");
        assertThat(stories.size()).isEqualTo(1);
        JsonNode change = stories.path(0).path("story").path("changes").path(0);
        assertThat(change.path("field").asString()).isEqualTo("stage");
        assertThat(change.path("before").asString()).isEqualTo("Prospecting");
        assertThat(change.path("after").asString()).isEqualTo("Proposal");
        assertThat(stories.path(0).path("author").path("name").asString()).isEqualTo("Zoé Lemaître");
    }

    @Test
    void saysWhichPortIsTakenAndHowToChooseAnother() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            PrintStream out = new PrintStream(new ByteArrayOutputStream());
            assertThatThrownBy(() -> SampleCompany.start(out, "--sample-crm.port=" + taken.getLocalPort()))
                    .isInstanceOf(SampleCompany.PortInUse.class)
                    .hasMessageContaining("Port " + taken.getLocalPort() + " is taken by another program")
                    .hasMessageContaining("--sample-crm.port=");
        }
    }

    @Test
    void refersToNothingThatIsNotThere() {
        Map<String, Object> known = new java.util.HashMap<>();
        for (EntityType type : EntityType.values()) {
            company()
                    .crm()
                    .data()
                    .list(type, any -> true, Comparator.comparing(CrmRecord::id))
                    .forEach(record -> known.put(record.id(), record));
        }
        for (Conversation conversation : Conversation.read().conversations()) {
            assertThat(known)
                    .containsKey(conversation.author())
                    .containsKey(conversation.on().id());
            for (Conversation.Said comment :
                    Objects.requireNonNullElse(conversation.comments(), List.<Conversation.Said>of())) {
                assertThat(known).containsKey(comment.author());
            }
        }
    }
}
