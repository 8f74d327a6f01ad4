package rapport.crm.adapter.odoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rapport.crm.spi.CrmAccess;
import rapport.crm.spi.CrmAdapter;
import rapport.crm.spi.CrmAdapterContract;
import rapport.crm.spi.CrmFailure;
import rapport.crm.spi.CrmType;
import rapport.crm.spi.Remedy;

/** The same promises, kept by versions before 19. */
class OdooJsonRpcTest implements CrmAdapterContract {
    private final ReplayedOdoo crm = new ReplayedOdoo(SECRET);

    @BeforeEach
    void isOlder() {
        crm.version = "17.0";
    }

    @AfterEach
    void stop() {
        crm.shutDown();
    }

    @Override
    public CrmAdapter adapter() {
        return new OdooAdapter();
    }

    @Override
    public ReplayedOdoo crm() {
        return crm;
    }

    @Override
    public String whereCredentialsAre() {
        return "Account Security";
    }

    @Override
    public String rightToReadAccounts() {
        return "contacts";
    }

    @Override
    public CrmAccess access() {
        return access(
                Map.of("api-key", SECRET, "database", ReplayedOdoo.DATABASE, "login", ReplayedOdoo.LOGIN),
                Map.of("protocol", "json-rpc"));
    }

    private CrmAccess access(Map<String, String> credentials, Map<String, String> options) {
        return new CrmAccess(
                "nordwind",
                crm.address(),
                credentials,
                options,
                Duration.ofMillis(500),
                Duration.ofMillis(500),
                Duration.ofMinutes(5));
    }

    private CrmFailure failure(CrmAccess access, CrmType type) {
        return Objects.requireNonNull(
                catchThrowableOfType(
                        CrmFailure.class, () -> adapter().open(access).read(type, null)),
                "no failure");
    }

    @Test
    void findsOutByItselfWhichProtocolAVersionSpeaks() {
        crm.account(1, 10);
        CrmAccess auto = access(access().credentials(), Map.of());
        assertThat(adapter().open(auto).read(CrmType.ACCOUNT, null).changes()).hasSize(1);
        crm.version = "19.0";
        crm.requests.clear();
        assertThat(adapter().open(auto).read(CrmType.ACCOUNT, null).changes()).hasSize(1);
        assertThat(crm.requests).noneMatch(request -> request.getUrl().contains("jsonrpc"));
        assertThat(OdooClient.major("saas~18.2")).isEqualTo(18);
    }

    @Test
    void signsInOnceForEachLink() {
        crm.accounts(1, 3, 10);
        var link = link();
        link.read(CrmType.ACCOUNT, null);
        link.read(CrmType.ACCOUNT, null);
        assertThat(crm.requests).hasSize(3);
    }

    @Test
    void saysWhichSettingsItNeeds() {
        CrmFailure failure =
                failure(access(Map.of("api-key", SECRET), Map.of("protocol", "json-rpc")), CrmType.ACCOUNT);
        assertThat(failure.remedy()).isEqualTo(Remedy.STOP);
        assertThat(failure.explanation()).contains("database").contains("login");
    }

    @Test
    void knowsErrorsThatComeWithTheStatusOfSuccess() {
        crm.models.remove("crm.lead");
        CrmFailure missing = failure(access(), CrmType.OPPORTUNITY);
        assertThat(missing.remedy()).isEqualTo(Remedy.RECONNECT);
        assertThat(missing.advice()).contains("Install the app");
        crm.refusal = new ReplayedOdoo.Refusal(200, "builtins.ValueError", "Invalid field 'won' on 'res.partner'");
        assertThat(failure(access(), CrmType.ACCOUNT).remedy()).isEqualTo(Remedy.STOP);
        crm.refusal = new ReplayedOdoo.Refusal(200, "odoo.http.SessionExpiredException", "Session expired");
        assertThat(failure(access(), CrmType.ACCOUNT).remedy()).isEqualTo(Remedy.RETRY);
        crm.refusal = new ReplayedOdoo.Refusal(200, "odoo.exceptions.AccessDenied", "Access Denied");
        assertThat(failure(access(), CrmType.ACCOUNT).remedy()).isEqualTo(Remedy.RECONNECT);
    }

    @Test
    void asksForAnotherDatabaseWhenThereIsNoneOfThatName() {
        crm.refusal = new ReplayedOdoo.Refusal(
                200, "psycopg2.OperationalError", "connection failed: FATAL: database \"nordwynd\" does not exist");
        var failure = java.util.Objects.requireNonNull(org.assertj.core.api.Assertions.catchThrowableOfType(
                rapport.crm.spi.CrmFailure.class, () -> link().read(CrmType.ACCOUNT, null)));
        assertThat(failure.remedy()).isEqualTo(Remedy.RECONNECT);
        assertThat(failure.advice()).contains("database");
        assertThat(failure.getMessage()).doesNotContain("nordwynd");
    }

    @Test
    void tellsAHiddenRecordFromOneThatIsGone() {
        crm.account(1, 10);
        crm.hidden.add(1L);
        var found = link().find(CrmType.ACCOUNT, List.of("1", "2"));
        assertThat(found.gone())
                .singleElement()
                .satisfies(gone -> assertThat(gone.ref().externalId()).isEqualTo("2"));
    }
}
