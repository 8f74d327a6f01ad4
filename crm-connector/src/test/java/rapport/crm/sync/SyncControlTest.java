package rapport.crm.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import rapport.crm.spi.CrmFailure;
import rapport.crm.spi.CrmRecord;
import rapport.crm.spi.CrmRef;
import rapport.crm.spi.CrmType;
import rapport.social.record.Records;
import rapport.social.testing.DatabaseTest;
import rapport.social.testing.MovableClock;

@DatabaseTest
class SyncControlTest {
    @Autowired
    SyncEngine engine;

    @Autowired
    SyncControl control;

    @Autowired
    Records records;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    MovableClock clock;

    private final FakeCrm crm = new FakeCrm();

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    private List<Map<String, Object>> runs() {
        return jdbc.sql("select * from crm_run where connection = :key order by id")
                .param("key", crm.key)
                .query()
                .listOfRows();
    }

    @Test
    void neverStartsADraft() {
        crm.accounts(1, 3);
        control.set(crm.key, Running.DRAFT);
        engine.run(crm.connection());
        assertThat(crm.calls).isEmpty();
        control.set(crm.key, Running.RUNNING);
        engine.run(crm.connection());
        assertThat(records.count(crm.key, "account")).isEqualTo(3);
    }

    @Test
    void pausesAfterThePageUnderWayAndGoesOnFromThere() {
        crm.accounts(1, 10);
        crm.breaks((call, what) -> {
            if (what.equals("read account all:10:a0003")) {
                control.set(crm.key, Running.PAUSED);
            }
        });
        engine.run(crm.connection());
        assertThat(records.count(crm.key, "account")).isEqualTo(6);
        SyncProgress progress = control.progress(crm.connection());
        assertThat(progress.phase()).isEqualTo("loading");
        assertThat(progress.type()).isEqualTo("account");
        assertThat(progress.done()).isEqualTo(6);
        assertThat(progress.total()).isEqualTo(10);
        crm.breaks(null);
        engine.run(crm.connection());
        assertThat(crm.calls).as("paused").isEmpty();

        control.set(crm.key, Running.RUNNING);
        engine.run(crm.connection());
        assertThat(crm.calls)
                .filteredOn(call -> call.startsWith("read account"))
                .hasSize(2);
        assertThat(records.count(crm.key, "account")).isEqualTo(10);
        assertThat(control.progress(crm.connection()).phase()).isEqualTo("following");
        assertThat(runs())
                .extracting(run -> run.get("kind") + " " + run.get("read_count") + " " + run.get("written_count"))
                .containsExactly("load 6 6", "load 4 4");
        assertThat(runs()).allSatisfy(run -> assertThat(run.get("ended_at")).isNotNull());
    }

    @Test
    void beginsALoadAnewThatWasCancelled() {
        crm.accounts(1, 10);
        crm.breaks((call, what) -> {
            if (what.equals("read account all:10:a0003")) {
                control.set(crm.key, Running.CANCELLED);
            }
        });
        engine.run(crm.connection());
        control.set(crm.key, Running.RUNNING);
        crm.breaks(null);
        engine.run(crm.connection());
        assertThat(crm.calls).contains("read account from the start");
        assertThat(records.count(crm.key, "account")).isEqualTo(10);
    }

    @Test
    void keepsOneLineOfHistoryForAFailureThatLasts() {
        crm.accounts(1, 1);
        crm.breaks((call, what) -> {
            throw CrmFailure.retry(crm.key + ": no answer.", null);
        });
        for (int i = 0; i < 5; i++) {
            engine.run(crm.connection());
            clock.forward(Duration.ofMinutes(10));
        }
        assertThat(runs())
                .singleElement()
                .satisfies(run -> assertThat(String.valueOf(run.get("failure")))
                        .contains("no answer.")
                        .contains("[[remedy.retry]]")
                        .doesNotContain(crm.key + ": " + crm.key));
    }

    @Test
    void readsAgainWhatWasSetAside() {
        crm.accounts(1, 3);
        crm.spoilt.add("a0002");
        engine.run(crm.connection());
        assertThat(records.count(crm.key, "account")).isEqualTo(2);
        List<Long> ids = jdbc.sql("select id from crm_set_aside where connection = :key")
                .param("key", crm.key)
                .query(Long.class)
                .list();
        assertThat(ids).hasSize(1);
        crm.spoilt.clear();
        assertThat(control.replay(crm.key, List.of())).isZero();
        assertThat(control.replay(crm.key, List.of(ids.get(0) + 1))).isZero();
        assertThat(control.replay(crm.key, ids)).isEqualTo(1);
        engine.run(crm.connection());
        assertThat(records.count(crm.key, "account")).isEqualTo(3);
        assertThat(control.replay(crm.key, null)).isZero();
    }

    private List<String> setAside() {
        return jdbc.sql("select type || '/' || external_id from crm_set_aside where connection = :key order by type")
                .param("key", crm.key)
                .query(String.class)
                .list();
    }

    @Test
    void readsAllPeopleAgainForOneOfThemThatWasSetAside() {
        crm.accounts(1, 1);
        crm.user("u1", "Ann", true);
        crm.user("u2", "Ben", true);
        crm.spoilt.add("u2");
        engine.run(crm.connection());
        assertThat(setAside()).containsExactly("user/u2");
        crm.spoilt.clear();
        crm.breaks(null);
        engine.run(crm.connection());
        assertThat(crm.calls).as("people are not due yet").doesNotContain("users");
        assertThat(control.replay(crm.key, null)).isEqualTo(1);
        engine.run(crm.connection());
        assertThat(crm.calls).contains("users");
        assertThat(setAside()).isEmpty();

        crm.spoilt.add("u2");
        clock.forward(Duration.ofMinutes(11));
        engine.run(crm.connection());
        assertThat(setAside()).containsExactly("user/u2");
        crm.users.removeIf(user -> user.externalId().equals("u2")); // deleted instead of mended
        clock.forward(Duration.ofMinutes(11));
        engine.run(crm.connection());
        assertThat(setAside()).isEmpty();
    }

    @Test
    void comparesEverythingToReadAgainWhatHasNoId() {
        crm.accounts(1, 2);
        crm.hidesAnId = true;
        engine.run(crm.connection());
        assertThat(setAside()).containsExactly("account/?");
        assertThat(control.replay(crm.key, null)).isEqualTo(1);
        engine.run(crm.connection());
        assertThat(setAside()).as("it is met again").containsExactly("account/?");
        crm.hidesAnId = false;
        control.replay(crm.key, null);
        engine.run(crm.connection());
        assertThat(setAside()).isEmpty();
    }

    @Test
    void comparesOnDemandAndNamesWhatDiffered() {
        crm.accounts(1, 5);
        engine.run(crm.connection());
        control.compare(crm.key);
        engine.run(crm.connection());
        assertThat(differences()).as("both sides are equal").isEmpty();

        // changed without any trace, deleted without any trace
        crm.changeSilently(new CrmRecord(
                new CrmRef(CrmType.ACCOUNT, "a0002"), "Account 2", null, "u9", List.of(), Map.of(), null, null, null));
        crm.delete(CrmType.ACCOUNT, "a0004");
        jdbc.sql("update crm_record set gone_at = now() where connection = :key and external_id = 'a0005'")
                .param("key", crm.key)
                .update();
        engine.run(crm.connection());
        control.compare(crm.key);
        engine.run(crm.connection());
        assertThat(differences())
                .anyMatch(line -> line.startsWith("a0002 owner"))
                .contains("a0004 gone")
                .anyMatch(line -> line.startsWith("a0005 "))
                .hasSize(3);
        assertThat(records.count(crm.key, "account")).isEqualTo(4);
        control.compare(crm.key);
        engine.run(crm.connection());
        assertThat(differences()).as("and healed").isEmpty();
        assertThat(runs())
                .filteredOn(run -> run.get("kind").equals("comparison"))
                .isNotEmpty();
    }

    private List<String> differences() {
        return jdbc.sql("select external_id || ' ' || what from crm_difference where connection = :key order by id")
                .param("key", crm.key)
                .query(String.class)
                .list();
    }
}
