package rapport.social.moderation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionTemplate;
import rapport.social.testing.Api.Answer;
import rapport.social.testing.DatabaseTest;
import rapport.social.testing.Fixtures;
import rapport.social.testing.Fixtures.Person;
import rapport.social.testing.TestDatabase;

/** Roles that are given and taken, and the log that tells it. */
@DatabaseTest
class AuditTest {
    @Autowired
    Fixtures fixtures;

    @Autowired
    AuditLog log;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    JdbcClient jdbc;

    private Person root;
    private Person ann;

    @BeforeEach
    void rootManagesRapport() {
        root = fixtures.admin("Root");
        ann = fixtures.person("Ann Berg");
    }

    private static Answer role(Person admin, Person member, String role) {
        return admin.api().put("/members/" + member.id() + "/role", Map.of("role", role));
    }

    private static List<String> actions(Answer page) {
        List<String> actions = new ArrayList<>();
        page.expect(200)
                .json()
                .at("/items")
                .forEach(item -> actions.add(item.at("/action").asString() + " "
                        + item.at("/details").asString()));
        return actions;
    }

    @Test
    void tellsWhoGaveWhichRole() {
        var given = root.api()
                .put("/members/" + ann.id() + "/role", Map.of("role", "moderator", "reason", "  Keeps order "))
                .expect(200);
        assertThat(given.at("/role")).isEqualTo("moderator");
        assertThat(ann.api().get("/session").at("/member/role")).isEqualTo("moderator");
        role(root, ann, "moderator").expect(200);
        role(root, ann, "member").expect(200);
        var found = root.api().get("/audit?item=member:" + ann.id());
        assertThat(actions(found))
                .containsExactly("role-changed moderator -> member", "role-changed member -> moderator");
        assertThat(found.at("/items/1/reason")).isEqualTo("Keeps order");
        assertThat(found.at("/items/1/actor/name")).isEqualTo("Root");
        assertThat(found.at("/items/1/at")).endsWith("Z");
    }

    @Test
    void findsByActorActionAndPeriodPageByPage() {
        for (String role : List.of("moderator", "admin", "member")) {
            role(root, ann, role).expect(200);
        }
        String mine = "/audit?action=role-changed&actor=" + root.id();
        var first = root.api().get(mine + "&limit=2");
        assertThat(actions(first)).containsExactly("role-changed admin -> member", "role-changed moderator -> admin");
        var second = root.api().get(mine + "&limit=2&pageToken=" + first.at("/nextPageToken"));
        assertThat(actions(second)).containsExactly("role-changed member -> moderator");
        assertThat(second.json().has("nextPageToken")).isFalse();
        String last = first.at("/items/0/at");
        assertThat(actions(root.api().get(mine + "&to=" + second.at("/items/0/at"))))
                .isEmpty();
        assertThat(actions(root.api().get(mine + "&from=" + last))).contains("role-changed admin -> member");
        assertThat(actions(root.api().get("/audit?action=nothing-such&actor=" + root.id())))
                .isEmpty();
        assertThat(actions(root.api().get("/audit?actor=" + ann.id()))).isEmpty();
    }

    @Test
    void isForAdminsAlone() {
        role(ann, ann, "admin").expect(403);
        ann.api().get("/audit").expect(403);
        ann.api().get("/audit/check").expect(403);
        ann.api().get("/audit/export").expect(403);
        role(root, ann, "moderator").expect(200);
        ann.api().get("/audit").expect(403);
        role(ann, ann, "admin").expect(403);
        fixtures.anonymous().get("/audit").expect(401);
    }

    @Test
    void refusesWhatCannotBeAsked() {
        assertThat(root.api().get("/audit?from=yesterday").expect(400).at("/field"))
                .isEqualTo("from");
        for (String never : List.of("-100000000-01-01T00:00:00Z", "%2B1000000000-12-31T00:00:00Z")) {
            assertThat(root.api().get("/audit?to=" + never).expect(400).at("/field"))
                    .isEqualTo("to");
        }
        assertThat(root.api().get("/audit?actor=nobody").expect(400).at("/field"))
                .isEqualTo("actor");
        assertThat(root.api().get("/audit?item=" + "x".repeat(201)).expect(400).at("/field"))
                .isEqualTo("item");
        root.api().get("/audit?action=%00").expect(400);
        root.api().get("/audit?pageToken=x").expect(400);
        root.api().get("/audit?limit=101").expect(400);
        assertThat(role(root, ann, "king").expect(400).at("/field")).isEqualTo("role");
        root.api().put("/members/" + ann.id() + "/role", Map.of()).expect(400);
        root.api()
                .put("/members/" + ann.id() + "/role", Map.of("role", "admin", "reason", "x".repeat(501)))
                .expect(400);
        root.api().put("/members/999999999/role", Map.of("role", "admin")).expect(404);
        fixtures.deactivate(ann);
        role(root, ann, "moderator").expect(400);
    }

    @Test
    void leavesAnAdminHoweverManyStepDownAtOnce() throws Exception {
        // alone among themselves: the admins of other tests and of the installation step aside
        List<Long> others = jdbc.sql("select id from member where role = 2 and id <> :root")
                .param("root", root.id().value())
                .query(Long.class)
                .list();
        var second = fixtures.admin("Second");
        jdbc.sql("update member set role = 0 where id = any(:others)")
                .param("others", others.toArray(Long[]::new))
                .update();
        var threads = Executors.newFixedThreadPool(2);
        try {
            var start = new CountDownLatch(1);
            List<Future<Integer>> answers = List.of(root, second).stream()
                    .map(admin -> threads.submit(() -> {
                        start.await();
                        return role(admin, admin, "member").status();
                    }))
                    .toList();
            start.countDown();
            assertThat(List.of(answers.get(0).get(), answers.get(1).get())).containsExactlyInAnyOrder(200, 409);
        } finally {
            threads.shutdown();
            jdbc.sql("update member set role = 2 where id = any(:others)")
                    .param("others", others.toArray(Long[]::new))
                    .update();
        }
    }

    @Test
    void isWrittenWithWhatItTellsOrNotAtAll() {
        assertThatThrownBy(() -> log.append(ann.id(), "tried", null, null, null))
                .isInstanceOf(IllegalTransactionStateException.class);
        transaction.executeWithoutResult(status -> {
            log.append(ann.id(), "tried", null, null, null);
            status.setRollbackOnly();
        });
        assertThat(actions(root.api().get("/audit?actor=" + ann.id()))).isEmpty();
        assertThat(log.check().intact()).isTrue();
    }

    @Test
    void isExportedAsCsvWithoutFormulas() {
        transaction.executeWithoutResult(
                status -> log.append(ann.id(), "tried", "post:1", "=HYPERLINK(\"x\"), \"quoted\"\nsecond line", null));
        var csv = root.api().with("Accept", "text/csv").get("/audit/export?actor=" + ann.id());
        csv.expect(200);
        assertThat(csv.header("Content-Type")).startsWith("text/csv");
        assertThat(csv.text())
                .startsWith("id,at,actor,actorName,action,item,reason,details\r\n")
                .endsWith("," + ann.id()
                        + ",Ann Berg,tried,post:1,\"'=HYPERLINK(\"\"x\"\"), \"\"quoted\"\"\nsecond line\",\r\n");
    }

    @Test
    void showsThatALineWasChangedOrTakenOut() {
        for (String reason : List.of("one", "two", "three")) {
            transaction.executeWithoutResult(status -> log.append(ann.id(), "tried", null, reason, null));
        }
        assertThat(root.api().get("/audit/check").expect(200).at("/intact")).isEqualTo("true");
        long two = jdbc.sql("select id from audit_entry where actor_id = :ann and reason = 'two'")
                .param("ann", ann.id().value())
                .query(Long.class)
                .single();
        if (TestDatabase.isPostgresql()) {
            assertThatThrownBy(() -> change(two, "two!")).isInstanceOf(DataAccessException.class);
            assertThatThrownBy(() -> jdbc.sql("delete from audit_entry where id = :id")
                            .param("id", two)
                            .update())
                    .isInstanceOf(DataAccessException.class);
            jdbc.sql("alter table audit_entry disable trigger audit_entry_stays")
                    .update();
        }
        try {
            change(two, "two!");
            var broken = root.api().get("/audit/check").expect(200);
            assertThat(broken.at("/intact")).isEqualTo("false");
            assertThat(broken.at("/firstBroken")).isEqualTo(Long.toString(two));
            change(two, "two");
            assertThat(log.check().intact()).isTrue();
        } finally {
            if (TestDatabase.isPostgresql()) {
                jdbc.sql("alter table audit_entry enable trigger audit_entry_stays")
                        .update();
            }
        }
    }

    private void change(long id, String reason) {
        jdbc.sql("update audit_entry set reason = :reason where id = :id")
                .param("reason", reason)
                .param("id", id)
                .update();
    }

    @Test
    void tellsAdminsWhoHasARole() {
        role(root, ann, "moderator").expect(200);
        assertThat(root.api().get("/members/" + ann.id() + "/role").expect(200).at("/role"))
                .isEqualTo("moderator");
        ann.api().get("/members/" + ann.id() + "/role").expect(403);
        ann.api().get("/roles").expect(403);
        root.api().get("/members/999999999/role").expect(404);

        List<String> all = new ArrayList<>();
        String next = "";
        do {
            var page = root.api()
                    .get("/roles?limit=2" + (next.isEmpty() ? "" : "&pageToken=" + next))
                    .expect(200);
            page.json()
                    .at("/items")
                    .forEach(item -> all.add(item.at("/member/id").asString() + " "
                            + item.at("/role").asString()));
            next = page.at("/nextPageToken");
        } while (!next.isEmpty());
        assertThat(all).doesNotHaveDuplicates().contains(root.id() + " admin", ann.id() + " moderator");
        assertThat(all.indexOf(root.id() + " admin")).isLessThan(all.indexOf(ann.id() + " moderator"));
        role(root, ann, "member").expect(200);
        assertThat(root.api().get("/roles?limit=100").text()).doesNotContain("\"" + ann.id() + "\"");
        root.api().get("/roles?pageToken=forged").expect(400);
    }

    @Test
    void tellsAdminsWhichActionsOccur() {
        role(root, ann, "moderator").expect(200);
        assertThat(root.api()
                        .get("/audit/actions")
                        .expect(200)
                        .json()
                        .at("/items")
                        .toString())
                .contains("\"role-changed\"");
        ann.api().get("/audit/actions").expect(403);
    }
}
