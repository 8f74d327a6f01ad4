package rapport.social.testing;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.transaction.support.TransactionTemplate;
import rapport.social.member.CrmPerson;
import rapport.social.member.LocalAccounts;
import rapport.social.member.Member;
import rapport.social.member.MemberId;
import rapport.social.member.MemberRole;
import rapport.social.member.Members;
import rapport.social.member.SessionKind;
import rapport.social.member.Sessions;
import rapport.social.record.RecordAudience;
import rapport.social.record.RecordRef;
import rapport.social.record.RecordSnapshot;
import rapport.social.record.Records;
import rapport.social.shared.SubjectId;
import tools.jackson.databind.json.JsonMapper;

/** Makes people and companies. Each call makes new ones, so that tests share a database without meeting each other. */
public class Fixtures {
    /** The connection of all fixture records. */
    public static final String CONNECTION = "acme-crm";

    private static final AtomicLong NUMBER = new AtomicLong(1_000);

    private final Members members;
    private final Sessions sessions;
    private final LocalAccounts accounts;
    private final Records records;
    private final TransactionTemplate transaction;
    private final Environment environment;
    private final JsonMapper json;

    Fixtures(
            Members members,
            Sessions sessions,
            LocalAccounts accounts,
            Records records,
            TransactionTemplate transaction,
            Environment environment,
            JsonMapper json) {
        this.members = members;
        this.sessions = sessions;
        this.accounts = accounts;
        this.records = records;
        this.transaction = transaction;
        this.environment = environment;
        this.json = json;
    }

    /** A person with a session: what most tests start from. */
    public final class Person {
        private final Member member;
        private final String externalId;
        private final Api api;

        Person(Member member, String externalId) {
            this.member = member;
            this.externalId = externalId;
            this.api = Fixtures.this.api(sessions.open(member.id(), SessionKind.API, Duration.ofHours(1))
                    .token());
        }

        public MemberId id() {
            return member.id();
        }

        public String name() {
            return member.name();
        }

        /** The person's id in the fixture connection. */
        public String externalId() {
            return externalId;
        }

        /** Calls the REST interface as this person. */
        public Api api() {
            return api;
        }

        /** Gives a local account with this password; the login is returned. */
        public String localAccount(String password) {
            String login = "login" + NUMBER.incrementAndGet();
            accounts.set(member.id(), login, password);
            return login;
        }
    }

    /** A CRM user of the fixture connection, in these teams. */
    public Person person(String name, String... teams) {
        return personWithId("user-" + NUMBER.incrementAndGet(), name, teams);
    }

    /** The same with an id of the CRM that records may have named before. */
    public Person personWithId(String externalId, String name, String... teams) {
        members.upsertFromCrm(
                CONNECTION, List.of(new CrmPerson(externalId, name, null, null, null, "en", true, List.of(teams))));
        return new Person(members.byIdentity(CONNECTION, externalId).orElseThrow(), externalId);
    }

    /** Changes the teams of a person as a sync would. */
    public void moveToTeams(Person person, String... teams) {
        members.upsertFromCrm(
                CONNECTION,
                List.of(new CrmPerson(
                        person.externalId(), person.name(), null, null, null, "en", true, List.of(teams))));
    }

    /** Deactivates a person as a sync would. */
    public void deactivate(Person person) {
        members.upsertFromCrm(
                CONNECTION,
                List.of(new CrmPerson(person.externalId(), person.name(), null, null, null, "en", false, List.of())));
    }

    public Person admin(String name) {
        return new Person(members.create(name, null, "en", MemberRole.ADMIN), "none");
    }

    /** An account that everybody may see. */
    public SubjectId account(String name) {
        return record("account", newExternalId(), name, null, null, RecordAudience.everyone(), Map.of());
    }

    /** An account that only its owner and these teams may see. */
    public SubjectId restrictedAccount(String name, @Nullable Person owner, String... teams) {
        return record(
                "account",
                newExternalId(),
                name,
                null,
                owner,
                RecordAudience.of(owner == null ? null : owner.externalId(), Set.of(teams)),
                Map.of());
    }

    /** A record as a sync brings it; the same external id again changes it. */
    public SubjectId record(
            String type,
            String externalId,
            String name,
            @Nullable String accountExternalId,
            @Nullable Person owner,
            RecordAudience audience,
            Map<String, Object> fields) {
        var snapshot = new RecordSnapshot(
                externalId,
                name,
                accountExternalId,
                owner == null ? null : owner.externalId(),
                audience,
                fields,
                "https://crm.example/" + type + "/" + externalId,
                null);
        transaction.executeWithoutResult(status -> records.upsert(CONNECTION, type, List.of(snapshot)));
        return records.find(new RecordRef(CONNECTION, type, externalId))
                .orElseThrow()
                .id();
    }

    public String newExternalId() {
        return "x" + NUMBER.incrementAndGet();
    }

    /** Calls without any session. */
    public Api anonymous() {
        return api(null);
    }

    public Api api(@Nullable String bearer) {
        return new Api(
                java.net.URI.create("http://localhost:" + environment.getProperty("local.server.port")), bearer, json);
    }
}
