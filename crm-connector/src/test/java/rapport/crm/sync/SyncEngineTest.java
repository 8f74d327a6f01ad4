package rapport.crm.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import rapport.crm.connection.Connection;
import rapport.crm.connection.ConnectionState;
import rapport.crm.connection.ConnectionStates;
import rapport.crm.connection.Visibility;
import rapport.crm.connection.WebhookSubscriptions;
import rapport.crm.phrase.Phrases;
import rapport.crm.spi.ChangePage;
import rapport.crm.spi.Checkpoint;
import rapport.crm.spi.CrmChange;
import rapport.crm.spi.CrmEdit;
import rapport.crm.spi.CrmEdit.FieldEdit;
import rapport.crm.spi.CrmFailure;
import rapport.crm.spi.CrmHint;
import rapport.crm.spi.CrmLink;
import rapport.crm.spi.CrmMoney;
import rapport.crm.spi.CrmRecord;
import rapport.crm.spi.CrmRef;
import rapport.crm.spi.CrmTeam;
import rapport.crm.spi.CrmType;
import rapport.crm.spi.Found;
import rapport.crm.spi.UserPage;
import rapport.social.member.Members;
import rapport.social.record.RecordRef;
import rapport.social.record.Records;
import rapport.social.shared.Problem;
import rapport.social.testing.DatabaseTest;
import rapport.social.testing.MovableClock;

@DatabaseTest
class SyncEngineTest {
    @Autowired
    SyncEngine engine;

    @Autowired
    ConnectionStates states;

    @Autowired
    WebhookSubscriptions subscriptions;

    @Autowired
    SyncLeases leases;

    @Autowired
    Records records;

    @Autowired
    Members members;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    MovableClock clock;

    @Autowired
    MeterRegistry meters;

    private final FakeCrm crm = new FakeCrm();

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    private Instant run() {
        return engine.run(crm.connection());
    }

    private ConnectionState state() {
        return states.of(crm.key);
    }

    /** As an admin reads it. */
    private String message() {
        return Phrases.english(String.valueOf(state().message()));
    }

    private rapport.social.record.CrmRecord here(CrmType type, String id) {
        return records.find(new RecordRef(crm.key, type.name(), id)).orElseThrow();
    }

    /** Everything that a sync writes for this connection, as text, so that two moments can be compared. */
    private List<String> everything() {
        List<String> all = new ArrayList<>();
        for (String sql : List.of(
                "select r.*, sj.name, sj.root_id, s.audience_id from crm_record r join subject sj on sj.id = r.id"
                        + " join subject_access s on s.subject_id = r.id where r.connection = :key order by r.id",
                "select w.* from subject_word w join crm_record r on r.id = w.subject_id where r.connection = :key"
                        + " order by w.word, w.subject_id",
                "select p.* from post p join crm_record r on r.id = p.subject_id where r.connection = :key order by p.id",
                "select m.* from member m join member_identity i on i.member_id = m.id where i.connection = :key order by m.id",
                "select type, external_id, reason from crm_set_aside where connection = :key order by type, external_id")) {
            jdbc.sql(sql)
                    .param("key", crm.key)
                    .query()
                    .listOfRows()
                    .forEach(row -> all.add(new LinkedHashMap<>(row).toString()));
        }
        return all;
    }

    private List<Map<String, Object>> stories() {
        return jdbc.sql("""
                        select p.story, p.author_id, r.external_id from post p join crm_record r on r.id = p.subject_id
                         where r.connection = :key order by p.published_at, p.id
                        """).param("key", crm.key).query().listOfRows();
    }

    @Test
    void loadsEverythingAndThenAsksOnlyForWhatChanged() {
        crm.user("u1", "Zoé Lefèvre", true, "t1");
        crm.accounts(1, 7);
        crm.save(CrmType.CONTACT, "c1", "Ann Berg", "a0001", "u1", Map.of("title", "Buyer"), null);
        crm.save(
                CrmType.OPPORTUNITY,
                "o1",
                "Cold store",
                "a0001",
                "u1",
                Map.of("amount", new CrmMoney(new BigDecimal("1500.00"), "EUR"), "closeOn", LocalDate.of(2026, 12, 31)),
                null);
        Instant next = run();

        assertThat(state().phase()).isEqualTo(ConnectionState.Phase.OK);
        assertThat(next).isAfter(clock.instant());
        assertThat(records.count(crm.key, "account")).isEqualTo(7);
        assertThat(here(CrmType.OPPORTUNITY, "o1").owner())
                .isEqualTo(members.byIdentity(crm.key, "u1").orElseThrow().id());
        assertThat(here(CrmType.OPPORTUNITY, "o1").root())
                .isEqualTo(here(CrmType.ACCOUNT, "a0001").id());

        crm.breaks(null);
        crm.save(CrmType.ACCOUNT, "a0003", "Renamed", null, null, Map.of(), null);
        run();
        assertThat(here(CrmType.ACCOUNT, "a0003").name()).isEqualTo("Renamed");
        assertThat(crm.calls)
                .noneMatch(call -> call.contains("from the start"))
                .filteredOn(call -> call.startsWith("read"))
                .hasSize(3);
    }

    @Test
    void changesNothingWhenRunAgain() {
        crm.user("u1", "Ben", true, "t1");
        crm.accounts(1, 8);
        run();
        List<String> before = everything();
        run();
        jdbc.sql("update crm_progress set checkpoint = null where connection = :key")
                .param("key", crm.key)
                .update();
        run(); // even if it reads everything again
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void showsHowFarTheFirstLoadHasCome() {
        crm.accounts(1, 8);
        crm.breaks((call, what) -> {
            if (what.equals("read account all:8:a0003")) {
                assertThat(state().phase()).isEqualTo(ConnectionState.Phase.LOADING);
                assertThat(jdbc.sql("select done, total from crm_progress where connection = :key and type = 'account'")
                                .param("key", crm.key)
                                .query()
                                .singleRow())
                        .extracting(row -> row.get("done") + " of " + row.get("total"))
                        .isEqualTo("3 of 8");
            }
        });
        run();
        assertThat(state().phase()).isEqualTo(ConnectionState.Phase.OK);
        assertThat(crm.calls).contains("read account all:8:a0003");
    }

    @Test
    void resumesAfterAKillBeforeAnyCall() {
        crm.user("u1", "Ann", true);
        crm.accounts(1, 10);
        crm.save(CrmType.CONTACT, "c1", "Ann Berg", "a0001", "u1", Map.of(), null);
        for (int kill = 1; kill < 100; kill++) {
            int at = kill;
            List<String> before = List.copyOf(crm.calls);
            crm.breaks((call, what) -> {
                if (call == at) {
                    throw new FakeCrm.Killed();
                }
            });
            if (endsNormally()) {
                assertThat(kill).as("kills survived").isGreaterThan(1);
                break;
            }
            assertThat(before).isNotNull();
            // what had been committed is not read from the start again
            crm.breaks((call, what) -> {
                if (call == 4 || what.startsWith("read contact")) {
                    throw new FakeCrm.Killed();
                }
            });
            endsNormally();
        }
        crm.breaks(null);
        run();
        assertThat(records.count(crm.key, "account")).isEqualTo(10);
        assertThat(records.count(crm.key, "contact")).isEqualTo(1);
        assertThat(stories()).isEmpty();
    }

    private boolean endsNormally() {
        try {
            run();
            return true;
        } catch (FakeCrm.Killed e) {
            return false;
        }
    }

    @Test
    void goesOnFromTheLastCommittedPage() {
        crm.accounts(1, 10);
        crm.breaks((call, what) -> {
            if (what.equals("read account all:10:a0006")) {
                throw new FakeCrm.Killed();
            }
        });
        assertThat(endsNormally()).isFalse();
        assertThat(records.count(crm.key, "account")).isEqualTo(6);
        crm.breaks(null);
        run();
        assertThat(crm.calls.stream().filter(call -> call.startsWith("read account")))
                .containsExactly("read account all:10:a0006", "read account all:10:a0009");
        assertThat(records.count(crm.key, "account")).isEqualTo(10);
    }

    @Test
    void writesAPageWholeOrNotAtAll() {
        crm.accounts(1, 6);
        for (int row = 0; row < FakeCrm.PAGE; row++) {
            int killedAt = row;
            Connection dying = withLink(new Passing(crm) {
                @Override
                public ChangePage read(CrmType type, @Nullable Checkpoint from) {
                    ChangePage page = super.read(type, from);
                    return from == null
                            ? page
                            : new ChangePage(
                                    new DyingList(page.changes(), killedAt),
                                    page.unreadable(),
                                    page.next(),
                                    page.more(),
                                    page.total());
                }
            });
            assertThatThrownBy(() -> engine.run(dying)).isInstanceOf(FakeCrm.Killed.class);
            assertThat(records.count(crm.key, "account")).isEqualTo(FakeCrm.PAGE);
        }
        run();
        assertThat(records.count(crm.key, "account")).isEqualTo(6);
    }

    /** Ends the process while the page's transaction is open. */
    private static final class DyingList extends AbstractList<CrmChange> {
        private final List<CrmChange> changes;
        private final int at;

        DyingList(List<CrmChange> changes, int at) {
            this.changes = changes;
            this.at = at;
        }

        @Override
        public CrmChange get(int index) {
            if (index == at) {
                throw new FakeCrm.Killed();
            }
            return changes.get(index);
        }

        @Override
        public int size() {
            return changes.size();
        }
    }

    private static class Passing implements CrmLink {
        private final CrmLink link;

        Passing(CrmLink link) {
            this.link = link;
        }

        @Override
        public List<rapport.crm.spi.ConnectionCheck> test() {
            return link.test();
        }

        @Override
        public List<CrmTeam> teams() {
            return link.teams();
        }

        @Override
        public UserPage users(@Nullable Checkpoint from) {
            return link.users(from);
        }

        @Override
        public ChangePage read(CrmType type, @Nullable Checkpoint from) {
            return link.read(type, from);
        }

        @Override
        public Found find(CrmType type, java.util.Collection<String> externalIds) {
            return link.find(type, externalIds);
        }

        @Override
        public List<CrmEdit> edits(CrmRef ref, Instant since) {
            return link.edits(ref, since);
        }
    }

    private Connection withLink(CrmLink link) {
        Connection real = crm.connection();
        return new Connection(
                real.key(),
                real.name(),
                real.adapter(),
                link,
                real.visibility(),
                real.types(),
                real.trackedFields(),
                real.followRules(),
                real.pollEvery(),
                real.reconcileEvery(),
                real.peopleEvery(),
                real.overlap(),
                real.callLimit(),
                real.webhooks(),
                real.vanishPercent(),
                real.storyLimit(),
                real.settingsHash(),
                null,
                List.of());
    }

    @Test
    void letsOneRunWriteAtATime() throws Exception {
        crm.accounts(1, 3);
        var reading = new CountDownLatch(1);
        var other = new CountDownLatch(1);
        Connection slow = withLink(new Passing(crm) {
            @Override
            public List<CrmTeam> teams() {
                reading.countDown();
                try {
                    other.await(30, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return super.teams();
            }
        });
        var thread = Executors.newSingleThreadExecutor();
        try {
            var first = thread.submit(() -> engine.run(slow));
            assertThat(reading.await(30, TimeUnit.SECONDS)).isTrue();
            int calls = crm.calls.size();
            run(); // finds the lease taken
            assertThat(crm.calls).hasSize(calls);
            other.countDown();
            first.get(30, TimeUnit.SECONDS);
        } finally {
            thread.shutdownNow();
        }
        assertThat(records.count(crm.key, "account")).isEqualTo(3);
    }

    @Test
    void takesOverFromADeadNodeOnceItsLeaseIsOver() {
        crm.accounts(1, 3);
        leases.acquire(crm.connection()).orElseThrow(); // and never released: that node is dead
        run();
        assertThat(crm.calls).isEmpty();
        clock.forward(Duration.ofMinutes(2));
        run();
        assertThat(records.count(crm.key, "account")).isEqualTo(3);
    }

    @Test
    void writesNoMoreOnceAnotherNodeHasTakenOver() {
        crm.accounts(1, 9);
        crm.breaks((call, what) -> {
            if (what.equals("read account all:9:a0003")) {
                clock.forward(Duration.ofMinutes(2)); // this node was asleep
                leases.acquire(crm.connection()).orElseThrow();
            }
        });
        run();
        assertThat(records.count(crm.key, "account")).isEqualTo(3);
    }

    @Test
    void tellsOneStoryForASaveWithTypedValuesAndItsAuthor() {
        crm.user("u1", "Ann", true);
        crm.user("u2", "Ben", true);
        crm.save(
                CrmType.OPPORTUNITY,
                "o1",
                "Cold store",
                null,
                "u1",
                Map.of("stage", "Proposal", "amount", money("1000")),
                "u1");
        run();
        assertThat(stories()).isEmpty();
        crm.save(
                CrmType.OPPORTUNITY,
                "o1",
                "Cold store",
                null,
                "u2",
                Map.of(
                        "stage",
                        "Negotiation",
                        "amount",
                        money("1500.50"),
                        "closeOn",
                        LocalDate.of(2026, 12, 31),
                        "probability",
                        new BigDecimal(80)),
                "u1");
        run();
        run();
        assertThat(stories()).singleElement().satisfies(story -> {
            assertThat(story.get("author_id")).isEqualTo(member("u1"));
            assertThat(String.valueOf(story.get("story")))
                    .contains("stage", "Proposal", "Negotiation")
                    .contains("1500.5", "EUR")
                    .contains("2026-12-31")
                    .contains("\"member\"", String.valueOf(member("u2")))
                    .doesNotContain("probability");
        });
    }

    private static CrmMoney money(String amount) {
        return new CrmMoney(new BigDecimal(amount), "EUR");
    }

    private long member(String externalId) {
        return members.byIdentity(crm.key, externalId).orElseThrow().id().value();
    }

    @Test
    void tellsEachStepOfAChainByItsOwnAuthor() {
        crm.user("u1", "Ann", true);
        crm.user("u2", "Ben", true);
        crm.save(CrmType.OPPORTUNITY, "o1", "Cold store", null, null, Map.of("stage", "A"), "u1");
        run();
        crm.save(CrmType.OPPORTUNITY, "o1", "Cold store", null, null, Map.of("stage", "C"), "u2");
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        crm.edits.put(
                "o1",
                List.of(
                        new CrmEdit("u1", now.minusSeconds(20), Map.of("stage", new FieldEdit(null, false, "B"))),
                        new CrmEdit("u2", now.minusSeconds(10), Map.of("stage", new FieldEdit(null, false, "C")))));
        run();
        assertThat(stories()).extracting(story -> story.get("author_id")).containsExactly(member("u1"), member("u2"));
    }

    @Test
    void tellsAStoryOnceAlthoughKilledBeforeAndAfterNoticing() {
        crm.user("u1", "Ann", true);
        crm.save(CrmType.OPPORTUNITY, "o1", "Cold store", null, null, Map.of("stage", "A"), "u1");
        run();
        crm.save(CrmType.OPPORTUNITY, "o1", "Cold store", null, null, Map.of("stage", "B"), "u1");
        crm.breaks((call, what) -> {
            if (what.startsWith("edits")) {
                throw new FakeCrm.Killed();
            }
        });
        assertThat(endsNormally()).isFalse();
        assertThat(stories()).isEmpty();
        crm.breaks(null);
        run();
        run();
        assertThat(stories()).hasSize(1);
    }

    @Test
    void makesNoFloodOfAnImport() {
        crm.storyLimit = 4;
        for (int i = 0; i < 8; i++) {
            crm.save(CrmType.OPPORTUNITY, "o" + i, "Deal " + i, null, null, Map.of("stage", "A"), "u1");
        }
        run();
        for (int i = 0; i < 8; i++) {
            crm.save(CrmType.OPPORTUNITY, "o" + i, "Deal " + i, null, null, Map.of("stage", "B"), "u1");
        }
        run();
        assertThat(stories()).isEmpty();
        assertThat(jdbc.sql("select collapsed_changes from crm_connection where connection = :key")
                        .param("key", crm.key)
                        .query(Long.class)
                        .single())
                .isEqualTo(8);
    }

    @Test
    void looksWhereHintsPointAndBelievesOnlyTheCrm() {
        crm.accounts(1, 3);
        run();
        crm.breaks(null);
        crm.changeSilently(new CrmRecord(
                new CrmRef(CrmType.ACCOUNT, "a0001"), "Hinted", null, null, List.of(), Map.of(), null, null, null));
        crm.delete(CrmType.ACCOUNT, "a0002");
        engine.hint(
                crm.key,
                List.of(
                        hint("a0001"),
                        hint("a0002"),
                        hint("a0003"), // nothing happened to this one, whatever the call said
                        hint("a0001")));
        run();
        assertThat(here(CrmType.ACCOUNT, "a0001").name()).isEqualTo("Hinted");
        assertThat(here(CrmType.ACCOUNT, "a0002").goneAt()).isNotNull();
        assertThat(here(CrmType.ACCOUNT, "a0003").goneAt()).isNull();
        assertThat(crm.calls.stream().filter(call -> call.startsWith("find"))).hasSize(1);
        run();
        assertThat(crm.calls.stream().filter(call -> call.startsWith("find"))).hasSize(1);
    }

    private static CrmHint hint(String id) {
        return new CrmHint(new CrmRef(CrmType.ACCOUNT, id));
    }

    @Test
    void keepsAHintUntilTheCrmShowsWhatItTold() {
        crm.accounts(1, 1);
        run();
        crm.breaks(null);
        engine.hint(crm.key, List.of(new CrmHint(new CrmRef(CrmType.ACCOUNT, "a0001"), null, Duration.ofSeconds(10))));
        Instant next = run();
        assertThat(crm.calls).noneMatch(call -> call.startsWith("find"));
        assertThat(next).isBefore(clock.instant().plusSeconds(11));
        clock.forward(Duration.ofSeconds(11));
        run();
        assertThat(crm.calls).anyMatch(call -> call.startsWith("find"));
    }

    @Test
    void keepsAHintWhenTheCrmFailsToAnswer() {
        crm.accounts(1, 1);
        run();
        engine.hint(crm.key, List.of(hint("a0001")));
        crm.breaks((call, what) -> {
            if (what.startsWith("find")) {
                throw CrmFailure.retry("fake: 503", null);
            }
        });
        run();
        assertThat(state().phase()).isEqualTo(ConnectionState.Phase.FAILING);
        crm.breaks(null);
        clock.forward(Duration.ofSeconds(5));
        run();
        assertThat(crm.calls).contains("find account [a0001]");
        assertThat(state().phase()).isEqualTo(ConnectionState.Phase.OK);
    }

    @Test
    void findsWhatLeftNoTraceWhenItCompares() {
        crm.visibility = Visibility.TEAMS;
        crm.user("u1", "Ann", true, "t1");
        crm.user("u2", "Ben", true, "t2");
        crm.accounts(1, 20);
        run();
        CrmRecord restricted = new CrmRecord(
                new CrmRef(CrmType.ACCOUNT, "a0005"),
                "Account 5",
                null,
                null,
                List.of("t1"),
                Map.of(),
                null,
                null,
                null);
        crm.changeSilently(restricted); // teams given by a mass update
        crm.delete(CrmType.ACCOUNT, "a0007");
        forgetHere("a0009"); // a difference on our side
        run();
        assertThat(here(CrmType.ACCOUNT, "a0007").goneAt()).isNull();

        clock.forward(Duration.ofHours(7));
        run();
        assertThat(here(CrmType.ACCOUNT, "a0007").goneAt()).isNotNull();
        assertThat(here(CrmType.ACCOUNT, "a0009").name()).isEqualTo("Account 9");
        var account = here(CrmType.ACCOUNT, "a0005").id();
        var ann = members.byIdentity(crm.key, "u1").orElseThrow().id();
        var ben = members.byIdentity(crm.key, "u2").orElseThrow().id();
        assertThat(records.visibleTo(ann, account).name()).isEqualTo("Account 5");
        assertThatThrownBy(() -> records.visibleTo(ben, account)).isInstanceOf(Problem.class);
        assertThat(state().message()).isNull();
    }

    @Test
    void comparesAtOnceWhereReadingHadToBeginAnew() {
        crm.accounts(1, 5);
        run();
        crm.delete(CrmType.ACCOUNT, "a0002");
        run();
        assertThat(here(CrmType.ACCOUNT, "a0002").goneAt()).as("nobody told").isNull();
        crm.forgetsCheckpoints = true;
        crm.breaks((call, what) -> {
            if (what.startsWith("ids ") || call > 2 && what.equals("read account from the start")) {
                throw new FakeCrm.Killed(); // between the restart and the comparison
            }
        });
        assertThat(endsNormally()).isFalse();
        crm.breaks(null);
        clock.forward(Duration.ofMinutes(2));
        run();
        assertThat(here(CrmType.ACCOUNT, "a0002").goneAt())
                .as("hours before a comparison is due")
                .isNotNull();
        crm.breaks(null);
        run();
        assertThat(crm.calls).as("once").noneMatch(call -> call.endsWith("from the start"));
    }

    private void forgetHere(String id) {
        long record = here(CrmType.ACCOUNT, id).id().value();
        for (String sql : List.of(
                "delete from crm_record where id = :id",
                "delete from subject where id = :id",
                "delete from subject_access where subject_id = :id",
                "delete from subject_word where subject_id = :id")) {
            jdbc.sql(sql).param("id", record).update();
        }
    }

    @Test
    void resumesAComparisonThatWasKilled() {
        crm.accounts(1, 9);
        run();
        crm.delete(CrmType.ACCOUNT, "a0002");
        clock.forward(Duration.ofHours(7));
        for (int kill = 1; kill < 40; kill++) {
            int at = kill;
            crm.breaks((call, what) -> {
                if (call == at) {
                    throw new FakeCrm.Killed();
                }
            });
            if (endsNormally()) {
                break;
            }
        }
        assertThat(here(CrmType.ACCOUNT, "a0002").goneAt()).isNotNull();
        assertThat(records.count(crm.key, "account")).isEqualTo(8);
    }

    @Test
    void marksNothingAsGoneWhenSuspiciouslyMuchIsMissing() {
        crm.accounts(1, 60);
        run();
        crm.hidesAll = true; // the role lost a right: lists are empty, and single records are 404
        var hidden = new HashMap<>(crm.rows.get(CrmType.ACCOUNT));
        crm.rows.get(CrmType.ACCOUNT).clear();
        clock.forward(Duration.ofHours(7));
        run();
        assertThat(records.count(crm.key, "account")).isEqualTo(60);
        assertThat(message())
                .contains("Of 60 account records the CRM no longer lists 60")
                .contains("5 %");
        assertThat(state().phase()).isEqualTo(ConnectionState.Phase.OK);

        run();
        assertThat(message()).contains("no longer lists"); // until a comparison finds otherwise
        crm.hidesAll = false;
        crm.rows.get(CrmType.ACCOUNT).putAll(hidden);
        clock.forward(Duration.ofHours(7));
        run();
        assertThat(state().message()).isNull();
    }

    @Test
    void bringsBackWhatWasRestoredInTheCrm() {
        crm.accounts(1, 2);
        run();
        crm.delete(CrmType.ACCOUNT, "a0001");
        engine.hint(crm.key, List.of(hint("a0001")));
        run();
        assertThat(here(CrmType.ACCOUNT, "a0001").goneAt()).isNotNull();
        crm.accounts(1, 1);
        run();
        assertThat(here(CrmType.ACCOUNT, "a0001").goneAt()).isNull();
    }

    @Test
    void setsAsideWhatCannotBeReadAndTakesItBackOnceItCan() {
        crm.accounts(1, 4);
        crm.spoilt.add("a0002");
        run();
        assertThat(records.count(crm.key, "account")).isEqualTo(3);
        assertThat(setAside()).containsExactly("account/a0002: modifiedAt: not a time");
        crm.spoilt.clear();
        crm.accounts(2, 2);
        run();
        assertThat(records.count(crm.key, "account")).isEqualTo(4);
        assertThat(setAside()).isEmpty();
    }

    @Test
    void forgetsWhatWasSetAsideAndIsGone() {
        crm.accounts(1, 4);
        crm.spoilt.add("a0002");
        run();
        assertThat(setAside()).hasSize(1);
        crm.delete(CrmType.ACCOUNT, "a0002");
        engine.hint(crm.key, List.of(hint("a0002")));
        run();
        assertThat(setAside()).isEmpty();
    }

    @Test
    void comparesOnWhenATypeIsTakenOutOfTheMirrorMidway() {
        crm.accounts(1, 4);
        crm.save(CrmType.OPPORTUNITY, "o1", "Cold store", null, null, Map.of(), null);
        crm.spoilt.add("o1");
        run();
        clock.forward(Duration.ofHours(7));
        crm.breaks((call, what) -> {
            if (what.startsWith("read opportunity all") || what.equals("read opportunity from the start")) {
                throw CrmFailure.retry(crm.key + ": no answer.", null);
            }
        });
        run(); // accounts and contacts are compared, opportunities are not
        crm.mirrored = List.of(CrmType.ACCOUNT, CrmType.CONTACT);
        crm.breaks(null);
        clock.forward(Duration.ofMinutes(10));
        run();
        crm.delete(CrmType.ACCOUNT, "a0002");
        clock.forward(Duration.ofHours(7));
        run();
        assertThat(here(CrmType.ACCOUNT, "a0002").goneAt())
                .as("the next comparison comes")
                .isNotNull();
        assertThat(setAside()).as("nobody will read it again").isEmpty();
    }

    @Test
    void tellsNoFailureOfATypeThatIsNoLongerMirroredAndCutsWhatIsTooLong() {
        crm.accounts(1, 1);
        crm.breaks((call, what) -> {
            if (what.startsWith("read account") || what.startsWith("read opportunity")) {
                throw CrmFailure.reconnect(crm.key + ": no right " + "x".repeat(1_900), "Give it.");
            }
        });
        run();
        assertThat(state().phase()).isEqualTo(ConnectionState.Phase.OK);
        assertThat(state().message()).hasSize(2_000);
        assertThat(message()).contains("No account records are read.");
        crm.mirrored = List.of(CrmType.CONTACT);
        run();
        assertThat(state().message()).isNull();
    }

    @Test
    void countsARunOnceWhateverItTurnsInto() {
        double before = runsCounted();
        crm.accounts(1, 2);
        run(); // begins as a run of changes and becomes a load
        assertThat(runsCounted() - before).isEqualTo(1);
    }

    private double runsCounted() {
        var counter =
                meters.find("rapport.sync.runs").tag("connection", crm.key).counter();
        return counter == null ? 0 : counter.count();
    }

    @Test
    void setsAsideTheOneRowThatTheDatabaseRefuses() {
        crm.accounts(1, 4);
        crm.save(CrmType.ACCOUNT, "a0002", "Account 2", null, "u".repeat(150), Map.of(), null);
        run();
        assertThat(records.count(crm.key, "account")).isEqualTo(3);
        assertThat(setAside()).singleElement().asString().startsWith("account/a0002: refused by the database");
        assertThat(state().phase()).isEqualTo(ConnectionState.Phase.OK);
    }

    private List<String> setAside() {
        return jdbc.sql("select type, external_id, reason from crm_set_aside where connection = :key")
                .param("key", crm.key)
                .query((row, number) -> row.getString(1) + "/" + row.getString(2) + ": " + row.getString(3))
                .list();
    }

    @Test
    void triesAgainWithGrowingPausesAndGoesOnByItself() {
        crm.accounts(1, 3);
        crm.breaks((call, what) -> {
            throw CrmFailure.retry("fake: nothing answers.", null);
        });
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            Instant next = run();
            pauses.add(Duration.between(clock.instant(), next).toMillis());
            clock.forward(Duration.ofMinutes(10));
        }
        assertThat(Phrases.english(String.valueOf(state().message())))
                .startsWith("fake: nothing answers. It is tried again by itself");
        assertThat(state().remedy()).isEqualTo("retry");
        assertThat(pauses.get(0)).isBetween(700L, 1_200L);
        assertThat(pauses.get(4)).isBetween(12_000L, 20_000L);
        assertThat(pauses.get(11)).isBetween(230_000L, 361_000L);
        crm.breaks(null);
        run();
        assertThat(state().phase()).isEqualTo(ConnectionState.Phase.OK);
        assertThat(state().failures()).isZero();
        assertThat(records.count(crm.key, "account")).isEqualTo(3);
    }

    @Test
    void keepsPausesShortAsLongAsPagesComeInBetween() {
        crm.accounts(1, 30);
        for (int page = 1; page <= 6; page++) {
            crm.breaks((call, what) -> {
                if (crm.calls.stream().filter(one -> one.startsWith("read")).count() > 1) {
                    throw CrmFailure.retry(crm.key + ": no answer.", null);
                }
            });
            Instant next = run();
            assertThat(Duration.between(clock.instant(), next)).isLessThan(Duration.ofSeconds(2));
            assertThat(state().failures()).isEqualTo(1);
            clock.forward(Duration.ofSeconds(2));
        }
        assertThat(records.count(crm.key, "account")).isEqualTo(18);
        crm.breaks((call, what) -> {
            throw CrmFailure.retry(crm.key + ": no answer.", null);
        });
        for (int again = 2; again <= 4; again++) {
            run();
            assertThat(state().failures()).as("nothing comes any more").isEqualTo(again);
            clock.forward(Duration.ofMinutes(1));
        }
    }

    @Test
    void callsNobodyDuringAPause() {
        crm.breaks((call, what) -> {
            throw CrmFailure.retry("fake: down.", null);
        });
        run();
        run();
        run();
        assertThat(crm.calls).hasSize(1);
    }

    @Test
    void triesRarelyWhileAPersonHasToActButAtOnceWithNewCredentials() {
        crm.breaks((call, what) -> {
            throw CrmFailure.reconnect("fake: sign-in refused (401).", "Renew the key.");
        });
        for (int minute = 0; minute < 60; minute++) {
            run();
            clock.forward(Duration.ofMinutes(1));
        }
        assertThat(crm.calls.size()).isBetween(3, 6);
        assertThat(state().message()).isEqualTo("fake: sign-in refused (401). Renew the key.");
        run();
        crm.breaks(null);
        crm.settings = "renewed";
        run();
        assertThat(state().phase()).isEqualTo(ConnectionState.Phase.OK);
    }

    @Test
    void waitsAsLongAsAsked() {
        crm.breaks((call, what) -> {
            throw CrmFailure.wait("fake: too fast.", Duration.ofSeconds(90));
        });
        Instant next = run();
        assertThat(next)
                .isBetween(clock.instant().plusSeconds(89), clock.instant().plusSeconds(93));
    }

    @Test
    void stopsUntilSomebodyChangesTheSettingsOrRestarts() {
        crm.breaks((call, what) -> {
            throw CrmFailure.stop("fake: not a CRM.", "Correct the address.");
        });
        run();
        clock.forward(Duration.ofDays(30));
        run();
        assertThat(crm.calls).hasSize(1);
        assertThat(state().phase()).isEqualTo(ConnectionState.Phase.STOPPED);
        states.restarted(crm.key);
        crm.breaks(null);
        run();
        assertThat(state().phase()).isEqualTo(ConnectionState.Phase.OK);
    }

    @Test
    void registersWebhooksAndWorksOnWithoutThem() {
        crm.webhooks = true;
        crm.breaks((call, what) -> {
            if (what.equals("subscribe")) {
                throw CrmFailure.reconnect("fake: no right to Webhook.", "Give it.");
            }
        });
        crm.accounts(1, 1);
        run();
        assertThat(state().phase()).isEqualTo(ConnectionState.Phase.OK);
        assertThat(message()).contains("Webhooks could not be registered").contains("Give it.");
        crm.breaks(null);
        run();
        assertThat(state().message()).isNull();
        assertThat(subscriptions.of(crm.key))
                .singleElement()
                .satisfies(subscription -> assertThat(subscription.address())
                        .endsWith("/api/hooks/fake/" + crm.key + "/" + state().hookSecret() + "/Account.update"));
        crm.breaks(null);
        run();
        assertThat(crm.calls).doesNotContain("subscribe");
    }

    @Test
    void endsTheSessionsOfWhoLeft() {
        crm.user("u1", "Ann", true);
        run();
        assertThat(members.byIdentity(crm.key, "u1").orElseThrow().active()).isTrue();
        crm.user("u1", "Ann", false);
        clock.forward(Duration.ofMinutes(11));
        run();
        assertThat(members.byIdentity(crm.key, "u1").orElseThrow().active()).isFalse();
    }

    @Test
    void signsOutWhoWasDeletedInTheCrmButNotEverybodyAtOnce() {
        for (int i = 0; i < 12; i++) {
            crm.user("u" + i, "Person " + i, true);
        }
        run();
        crm.users.remove(0);
        clock.forward(Duration.ofMinutes(11));
        run();
        assertThat(members.byIdentity(crm.key, "u0").orElseThrow().active()).isFalse();
        assertThat(members.byIdentity(crm.key, "u1").orElseThrow().active()).isTrue();

        var everybody = List.copyOf(crm.users);
        crm.users.clear(); // the role lost the right to read users
        clock.forward(Duration.ofMinutes(11));
        run();
        assertThat(members.byIdentity(crm.key, "u1").orElseThrow().active()).isTrue();
        assertThat(message()).contains("Of 11 people the CRM no longer lists 11");

        crm.users.addAll(everybody);
        crm.user("u0", "Person 0", true); // restored
        clock.forward(Duration.ofMinutes(11));
        run();
        assertThat(members.byIdentity(crm.key, "u0").orElseThrow().active()).isTrue();
        assertThat(state().message()).isNull();
    }

    @Test
    void creditsNobodyWithAChangeThatLeftNoTrace() {
        crm.user("u1", "Ann", true);
        Instant monthAgo = clock.instant().minus(Duration.ofDays(30)).truncatedTo(ChronoUnit.SECONDS);
        crm.save(CrmType.OPPORTUNITY, "o1", "Cold store", null, null, List.of(), Map.of("stage", "A"), "u1", monthAgo);
        run();
        CrmRecord silently = new CrmRecord(
                new CrmRef(CrmType.OPPORTUNITY, "o1"),
                "Cold store",
                null,
                null,
                List.of(),
                Map.of("stage", "B"),
                null,
                monthAgo,
                "u1");
        crm.changeSilently(silently);
        clock.forward(Duration.ofHours(7));
        run();
        assertThat(stories()).singleElement().satisfies(story -> {
            assertThat(story.get("author_id")).isNull();
            assertThat(String.valueOf(story.get("story"))).contains("\"B\"");
        });
    }

    @Test
    void setsAsideTheOneHintThatCannotBeFollowed() {
        crm.accounts(1, 3);
        run();
        crm.changeSilently(new CrmRecord(
                new CrmRef(CrmType.ACCOUNT, "a0001"), "Hinted", null, null, List.of(), Map.of(), null, null, null));
        engine.hint(
                crm.key, List.of(hint("a0001"), hint("a0002"), new CrmHint(new CrmRef(new CrmType("invoice"), "i1"))));
        crm.breaks((call, what) -> {
            if (what.startsWith("find") && what.contains("a0002")) {
                throw CrmFailure.setAside("fake: this one is broken.", null);
            }
        });
        run();
        assertThat(here(CrmType.ACCOUNT, "a0001").name()).isEqualTo("Hinted");
        assertThat(setAside()).containsExactly("account/a0002: fake: this one is broken.");
        crm.breaks(null);
        run();
        assertThat(crm.calls).noneMatch(call -> call.startsWith("find"));
    }
}
