package rapport.crm.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import rapport.crm.mapping.Mapping;
import rapport.crm.spi.CrmAccess;
import rapport.crm.spi.CrmAdapter;
import rapport.crm.spi.CrmDescriptor;
import rapport.crm.spi.CrmDescriptor.Credential;
import rapport.crm.spi.CrmField;
import rapport.crm.spi.CrmLink;
import rapport.crm.spi.CrmType;

class ConnectionsTest {
    private static final String SECRET = "a-secret-that-is-at-least-32-bytes-long";

    /** Describes itself and opens nothing. */
    private static final CrmAdapter ADAPTER = new CrmAdapter() {
        @Override
        public CrmDescriptor descriptor() {
            return new CrmDescriptor(
                    "espocrm",
                    "EspoCRM",
                    List.of(new Credential("api-key", true, true), new Credential("tenant", false, false)),
                    List.of(CrmType.ACCOUNT, CrmType.OPPORTUNITY),
                    Map.of(
                            CrmType.ACCOUNT,
                            List.of(new CrmField("owner", CrmField.Kind.MEMBER)),
                            CrmType.OPPORTUNITY,
                            List.of(
                                    new CrmField("stage", CrmField.Kind.TEXT),
                                    new CrmField("owner", CrmField.Kind.MEMBER))),
                    200,
                    true,
                    false,
                    true,
                    false,
                    true,
                    true,
                    true,
                    List.of(Mapping.FIELDS, Mapping.OBJECTS));
        }

        @Override
        public CrmDescriptor descriptor(Map<String, String> options) {
            return Mapping.of(descriptor(), options).descriptor();
        }

        @Override
        public CrmLink open(CrmAccess access) {
            assertThat(access.toString()).doesNotContain("k-1234");
            return new SilentLink();
        }
    };

    private static Connections open(String... pairs) {
        Map<String, String> properties = new HashMap<>(Map.of(
                "rapport.connections.nordwind.crm", "espocrm",
                "rapport.connections.nordwind.address", "https://crm.example",
                "rapport.connections.nordwind.api-key", "k-1234"));
        for (int i = 0; i < pairs.length; i += 2) {
            properties.put(pairs[i], pairs[i + 1]);
        }
        var settings = new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("rapport", ConnectionsSettings.class);
        return new Connections(settings, List.of(ADAPTER));
    }

    private static List<String> mistakes(String... pairs) {
        return Objects.requireNonNull(
                        catchThrowableOfType(InvalidConnectionSettings.class, () -> open(pairs)), "no mistake found")
                .mistakes();
    }

    private static String setting(String name) {
        return "rapport.connections.nordwind." + name;
    }

    @Test
    void opensAConnectionWithDefaults() {
        Connection connection = open().find("nordwind").orElseThrow();
        assertThat(connection.name()).isEqualTo("nordwind");
        assertThat(connection.pollEvery()).hasSeconds(30);
        assertThat(connection.reconcileEvery()).hasHours(6);
        assertThat(connection.overlap()).hasMinutes(5);
        assertThat(connection.visibility()).isEqualTo(Visibility.EVERYONE);
        assertThat(connection.webhooks()).isTrue();
        assertThat(connection.tracked(CrmType.OPPORTUNITY)).containsExactlyInAnyOrder("stage", "owner");
        assertThat(connection.tracked(CrmType.ACCOUNT)).containsExactly("owner");
    }

    @Test
    void tracksWhatIsSetInsteadOfTheDefaultOfThatType() {
        Connection connection = open(setting("tracked.opportunity[0]"), "stage")
                .find("nordwind")
                .orElseThrow();
        assertThat(connection.tracked(CrmType.OPPORTUNITY)).isEqualTo(Set.of("stage"));
        assertThat(connection.tracked(CrmType.ACCOUNT)).isEqualTo(Set.of("owner"));
    }

    @Test
    void startsWithoutAnyConnection() {
        assertThat(new Connections(
                                new ConnectionsSettings(java.net.URI.create("http://localhost:8080/"), Map.of()),
                                List.of(ADAPTER))
                        .all())
                .isEmpty();
    }

    @Test
    void namesTheCrmsItKnows() {
        assertThat(mistakes(setting("crm"), "sugar"))
                .containsExactly("rapport.connections.nordwind.crm: \"sugar\" (expected: espocrm)");
    }

    @Test
    void asksForAnHttpAddress() {
        assertThat(mistakes(setting("address"), "crm.example"))
                .containsExactly(
                        "rapport.connections.nordwind.address: \"crm.example\" (expected: an http or https address)");
        assertThat(mistakes(setting("address"), "ftp://crm.example")).hasSize(1);
        assertThat(mistakes(setting("address"), "https://user:pass@crm.example"))
                .singleElement()
                .asString()
                .contains("address: with a user")
                .doesNotContain("pass@");
    }

    @Test
    void asksForTheCredentialsThatTheAdapterNeeds() {
        assertThat(mistakes(setting("api-key"), " "))
                .containsExactly("rapport.connections.nordwind.api-key: missing (expected: as issued by EspoCRM)");
    }

    @Test
    void tellsTheLimitsOfEachDuration() {
        assertThat(mistakes(setting("poll-every"), "0s"))
                .containsExactly("rapport.connections.nordwind.poll-every: 0s (expected: 1s to 24h)");
        assertThat(mistakes(setting("reconcile-every"), "5s", setting("overlap"), "48h"))
                .containsExactly(
                        "rapport.connections.nordwind.reconcile-every: 5s (expected: 1m to 744h)",
                        "rapport.connections.nordwind.overlap: 48h (expected: 0s to 24h)");
        assertThat(mistakes(setting("vanish-percent"), "101"))
                .containsExactly("rapport.connections.nordwind.vanish-percent: 101 (expected: 0 to 100)");
    }

    @Test
    void tellsWhichFieldsAndTypesCanBeTracked() {
        assertThat(mistakes(setting("tracked.opportunity[0]"), "stge", setting("tracked.invoice[0]"), "amount"))
                .containsExactlyInAnyOrder(
                        "rapport.connections.nordwind.tracked.opportunity: stge (expected: of owner, stage)",
                        "rapport.connections.nordwind.tracked.invoice: not a type (expected: account, opportunity)");
    }

    @Test
    void knowsTheFieldsAndTypesThatAConnectionDeclares() {
        Connection connection = open(
                        setting("options[fields.account]"), "region=cRegion",
                        setting("options[object.project]"), "CProject, account=accountId",
                        setting("options[fields.project]"), "budget=cBudget:money",
                        setting("tracked-fields[0].type"), "project",
                        setting("tracked-fields[0].field"), "budget",
                        setting("tracked-fields[0].threshold"), "100",
                        setting("follow-rules[0].id"), "north",
                        setting("follow-rules[0].type"), "account",
                        setting("follow-rules[0].reason"), "criteria",
                        setting("follow-rules[0].criteria[0].field"), "region",
                        setting("follow-rules[0].criteria[0].operator"), "eq",
                        setting("follow-rules[0].criteria[0].value"), "north")
                .find("nordwind")
                .orElseThrow();
        CrmType project = new CrmType("project");
        assertThat(connection.types()).containsExactly(CrmType.ACCOUNT, CrmType.OPPORTUNITY, project);
        assertThat(connection.tracked(project)).containsExactly("budget");
        assertThat(connection.kind(project, "budget")).isEqualTo(CrmField.Kind.MONEY);
        assertThat(connection.kind(project, "account")).isEqualTo(CrmField.Kind.RECORD);
    }

    @Test
    void namesTheDeclarationThatCannotBeUsed() {
        assertThat(mistakes(setting("options[fields.account]"), "region=cRegion:colour"))
                .containsExactly(
                        "rapport.connections.nordwind.options[fields.account]: \"region=cRegion:colour\" (expected:"
                                + " a kind of boolean, date, member, money, number, text)");
    }

    @Test
    void mirrorsOnlyTheTypesThatAreNamed() {
        Connection connection =
                open(setting("types[0]"), "opportunity").find("nordwind").orElseThrow();
        assertThat(connection.types()).containsExactly(CrmType.OPPORTUNITY);
        assertThat(connection.tracked(CrmType.ACCOUNT)).isEmpty();
        assertThat(mistakes(setting("types[0]"), "invoice"))
                .containsExactly("rapport.connections.nordwind.types: \"invoice\" (expected: of account, opportunity)");
    }

    @Test
    void readsTrackedFieldsAndFollowRulesAndNamesTheirMistakes() {
        Connection connection = open(
                        setting("tracked-fields[0].type"), "opportunity",
                        setting("tracked-fields[0].field"), "stage",
                        setting("follow-rules[0].id"), "mine",
                        setting("follow-rules[0].type"), "opportunity",
                        setting("follow-rules[0].reason"), "account-owner",
                        setting("follow-rules[0].criteria[0].field"), "stage",
                        setting("follow-rules[0].criteria[0].operator"), "not-empty",
                        setting("follow-rules[0].end-days-of-silence"), "90")
                .find("nordwind")
                .orElseThrow();
        assertThat(connection.tracked(CrmType.OPPORTUNITY)).containsExactly("stage");
        assertThat(connection.tracked(CrmType.ACCOUNT)).containsExactly("owner");
        FollowRule rule = connection.followRules().get(0);
        assertThat(rule.reason()).isEqualTo(FollowRule.Reason.ACCOUNT_OWNER);
        assertThat(rule.criteria())
                .containsExactly(new FollowRule.Criterion("stage", FollowRule.Operator.NOT_EMPTY, null));
        assertThat(rule.endDaysOfSilence()).isEqualTo(90);

        assertThat(mistakes(
                        setting("tracked-fields[0].type"), "opportunity",
                        setting("tracked-fields[0].field"), "stage",
                        setting("tracked-fields[0].threshold"), "5",
                        setting("follow-rules[0].id"), "mine",
                        setting("follow-rules[0].type"), "invoice",
                        setting("follow-rules[0].reason"), "criteria"))
                .containsExactly(
                        "rapport.connections.nordwind.tracked-fields[0].threshold: 5 (expected: none, stage is no number)",
                        "rapport.connections.nordwind.follow-rules[0].criteria: none (expected: at least one for the"
                                + " reason criteria)",
                        "rapport.connections.nordwind.follow-rules[0].type: \"invoice\" (expected: of account,"
                                + " opportunity)");
    }

    @Test
    void refusesAnEmbedSecretThatIsTooShortWithoutShowingIt() {
        assertThat(mistakes(setting("embed.secret"), "hunter2"))
                .containsExactly("rapport.connections.nordwind.embed.secret: 7 bytes (expected: at least 32)");
    }

    @Test
    void takesOnlyPlainOrigins() {
        assertThat(open(setting("embed.secret"), SECRET, setting("embed.origins[0]"), "https://crm.example:8443")
                        .find("nordwind")
                        .orElseThrow()
                        .origins())
                .containsExactly("https://crm.example:8443");
        for (String origin : List.of("*", "https://*.example", "https://crm.example/", "crm.example", "null", "a b")) {
            assertThat(mistakes(setting("embed.origins[0]"), origin))
                    .as(origin)
                    .singleElement()
                    .asString()
                    .contains("such as https://crm.example");
        }
    }

    @Test
    void refusesAKeyThatCannotStandInAnAddress() {
        assertThat(mistakes(
                        "rapport.connections[North Wind].crm", "espocrm",
                        "rapport.connections[North Wind].address", "https://crm.example",
                        "rapport.connections[North Wind].api-key", "k-1234"))
                .singleElement()
                .asString()
                .contains("1 to 60 lower-case letters, digits and hyphens");
    }

    @Test
    void tellsAllMistakesAtOnce() {
        assertThat(mistakes(setting("crm"), "", setting("address"), "", setting("poll-every"), "2d"))
                .hasSize(3);
    }

    @Test
    void showsNoSecretAsText() {
        Connection connection =
                open(setting("embed.secret"), SECRET).find("nordwind").orElseThrow();
        assertThat(connection.toString()).doesNotContain("k-1234").doesNotContain(SECRET);
    }

    @Test
    void knowsWhenAddressOrCredentialsChange() {
        String first = open().find("nordwind").orElseThrow().settingsHash();
        assertThat(open(setting("poll-every"), "1m")
                        .find("nordwind")
                        .orElseThrow()
                        .settingsHash())
                .isEqualTo(first);
        assertThat(open(setting("api-key"), "k-5678")
                        .find("nordwind")
                        .orElseThrow()
                        .settingsHash())
                .isNotEqualTo(first);
        assertThat(open(setting("credentials.tenant"), "t1")
                        .find("nordwind")
                        .orElseThrow()
                        .settingsHash())
                .isNotEqualTo(first);
    }
}
