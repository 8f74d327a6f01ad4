package rapport.crm.adapter.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import rapport.crm.intake.Intake;
import rapport.crm.intake.IntakeLink;
import rapport.crm.intake.InterruptedReading;
import rapport.crm.intake.RowFormat;
import rapport.crm.intake.RowReader;
import rapport.crm.intake.RowType;
import rapport.crm.intake.Taken;
import rapport.crm.spi.ConnectionCheck;
import rapport.crm.spi.CrmAccess;
import rapport.crm.spi.CrmAdapter;
import rapport.crm.spi.CrmReadingContract;
import rapport.crm.spi.CrmRef;
import rapport.crm.spi.CrmTeam;
import rapport.crm.spi.CrmType;
import rapport.crm.spi.Tombstone;
import rapport.social.testing.DatabaseTest;

@DatabaseTest
class PushAdapterTest implements CrmReadingContract {
    @Autowired
    PushAdapter adapter;

    @Autowired
    Intake intake;

    private final String key = "push-" + UUID.randomUUID().toString().substring(0, 8);
    private final Sender sender = new Sender();

    @Override
    public CrmAdapter adapter() {
        return new InterruptedReading(adapter, () -> sender.work.accept(++sender.reads));
    }

    @Override
    public CrmAccess access() {
        return new CrmAccess(
                key,
                URI.create("https://erp.example"),
                Map.of("api-key", SECRET),
                Map.of(),
                Duration.ofMillis(500),
                Duration.ofMillis(500),
                Duration.ZERO);
    }

    @Override
    public MovingCrm crm() {
        return sender;
    }

    private List<Taken> push(RowType type, List<Map<String, Object>> rows) {
        var reader = new RowReader(type, RowFormat.STRICT);
        return intake.take(key, type, "", null, rows.stream().map(reader::read).toList());
    }

    private final class Sender implements MovingCrm {
        private Consumer<Integer> work = read -> {};
        private int reads;

        @Override
        public String account(int number, int savedAtSecond) {
            return accounts(number, number, savedAtSecond).get(0);
        }

        @Override
        public List<String> accounts(int from, int to, int savedAtSecond) {
            List<String> ids = IntStream.rangeClosed(from, to)
                    .mapToObj(number -> "ac-%05d".formatted(number))
                    .toList();
            for (int start = 0; start < ids.size(); start += Intake.MAX_ROWS) {
                push(
                        RowType.ACCOUNT,
                        ids.subList(start, Math.min(start + Intake.MAX_ROWS, ids.size())).stream()
                                .map(id -> Map.<String, Object>of("externalId", id, "name", "Account " + id))
                                .toList());
            }
            return ids;
        }

        @Override
        public void save(String accountId, int savedAtSecond, String name) {
            push(RowType.ACCOUNT, List.of(Map.of("externalId", accountId, "name", name)));
        }

        @Override
        public void delete(String id) {
            push(RowType.ACCOUNT, List.of(Map.of("externalId", id, "deleted", true)));
        }

        @Override
        public void restore(String accountId, int savedAtSecond) {
            save(accountId, savedAtSecond, "Account " + accountId);
        }

        @Override
        public void merge(String winnerId, String loserId, int savedAtSecond) {
            push(RowType.ACCOUNT, List.of(Map.of("externalId", loserId, "mergedInto", winnerId)));
        }

        @Override
        public String user(int number) {
            push(RowType.USER, List.of(Map.of("externalId", "u" + number, "name", "User " + number)));
            return "u" + number;
        }

        @Override
        public void deactivate(String userId) {
            push(RowType.USER, List.of(Map.of("externalId", userId, "name", "Gone", "active", false)));
        }

        private void account(String id, String field, Object value) {
            push(RowType.ACCOUNT, List.of(Map.of("externalId", id, "name", "Account " + id, field, value)));
        }

        @Override
        public void owner(String accountId, int savedAtSecond, String userId) {
            account(accountId, "ownerExternalId", userId);
        }

        @Override
        public String team(String accountId, int savedAtSecond) {
            account(accountId, "teamExternalIds", List.of("t9"));
            return "t9";
        }

        @Override
        public void parent(String accountId, int savedAtSecond, String parentId) {
            account(accountId, "parentExternalId", parentId);
        }

        @Override
        public String lead(int number, int savedAtSecond) {
            push(RowType.LEAD, List.of(Map.of("externalId", "l" + number, "name", "Mora")));
            return "l" + number;
        }

        @Override
        public CrmRef convert(String leadId, int savedAtSecond) {
            return org.junit.jupiter.api.Assumptions.abort("a row goes on within its own type");
        }

        @Override
        public void clock(int second) {}

        @Override
        public void meanwhile(Consumer<Integer> work) {
            this.work = work;
            reads = 0;
        }
    }

    @Test
    void namesTheWinnerOfAMerge() {
        crm().accounts(1, 2, 0);
        var loaded = walk(CrmType.ACCOUNT, null).end();
        assertThat(push(RowType.ACCOUNT, List.of(Map.of("externalId", "ac-00002", "mergedInto", "ac-00001"))))
                .containsExactly(Taken.MERGED);
        assertThat(walk(CrmType.ACCOUNT, loaded).changes())
                .singleElement()
                .isInstanceOfSatisfying(Tombstone.class, gone -> {
                    assertThat(gone.ref()).isEqualTo(new CrmRef(CrmType.ACCOUNT, "ac-00002"));
                    assertThat(gone.mergedInto()).isEqualTo(new CrmRef(CrmType.ACCOUNT, "ac-00001"));
                });
    }

    @Test
    void tellsWhatBecameOfEachRowAndTellsEqualOnesOnce() {
        Map<String, Object> row =
                Map.of("externalId", "ac-1", "name", "Nordlicht", "updatedAt", "2026-11-22T10:00:00Z");
        Map<String, Object> newer =
                Map.of("externalId", "ac-1", "name", "Nordlicht AG", "updatedAt", "2026-11-22T11:00:00Z");
        assertThat(push(
                        RowType.ACCOUNT,
                        List.of(row, row, newer, row, Map.of("externalId", "nobody", "deleted", true))))
                .containsExactly(Taken.CREATED, Taken.UNCHANGED, Taken.UPDATED, Taken.STALE, Taken.UNKNOWN);
        var loaded = walk(CrmType.ACCOUNT, null);
        assertThat(loaded.ids()).containsExactly("ac-1");
        assertThat(push(RowType.ACCOUNT, List.of(newer))).containsExactly(Taken.UNCHANGED);
        assertThat(walk(CrmType.ACCOUNT, loaded.end()).changes()).isEmpty();
    }

    @Test
    void givesUsersWithTheirTeamsAndClosesThoseWhoLeave() {
        push(RowType.TEAM, List.of(Map.of("externalId", "t1", "name", "Sales North")));
        push(
                RowType.USER,
                List.of(
                        Map.of(
                                "externalId",
                                "u1",
                                "name",
                                "Ann Berg",
                                "email",
                                "ann@acme.example",
                                "teamExternalIds",
                                "t1"),
                        Map.of("externalId", "u2", "name", "Ben Roth", "active", false)));
        assertThat(link().teams()).containsExactly(new CrmTeam("t1", "Sales North"));
        assertThat(link().users(null).users())
                .satisfiesExactly(
                        ann -> assertThat(ann.teamExternalIds()).containsExactly("t1"),
                        ben -> assertThat(ben.active()).isFalse());
        push(RowType.USER, List.of(Map.of("externalId", "u2", "deleted", true)));
        assertThat(link().users(null).users()).hasSize(1);
    }

    @Test
    void saysThatAKeyIsTooShortToLetAnybodyIn() {
        CrmAccess access = access();
        var link = adapter.open(new CrmAccess(
                key,
                access.address(),
                Map.of("api-key", "short"),
                Map.of(),
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO));
        assertThat(link.test()).singleElement().satisfies(check -> {
            assertThat(check.outcome()).isEqualTo(ConnectionCheck.Outcome.FAILED);
            assertThat(check.found()).contains("check.key-short|20");
        });
        assertThat(((IntakeLink) link).key().accepts("short")).isFalse();
    }
}
