package rapport.crm.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every adapter promises, whether its CRM is called or calls us: pages, checkpoints, finding and sweeping. */
public interface CrmReadingContract {
    /** A secret of {@link #access()}; no message may show it. */
    String SECRET = "k3y-of-the-integration-user";

    CrmAdapter adapter();

    /** Signed in with {@link #SECRET}, waiting at most half a second for an answer. */
    CrmAccess access();

    /** To be arranged by each test. */
    MovingCrm crm();

    /** What a test can make of a CRM. Numbers are turned into ids of the CRM's own form, in rising order. */
    interface MovingCrm {
        /** An account saved at that second of the CRM's clock, a page being as large as the adapter asks. */
        String account(int number, int savedAtSecond);

        /** Many accounts at once, saved in the same second. */
        List<String> accounts(int from, int to, int savedAtSecond);

        void save(String accountId, int savedAtSecond, String name);

        void delete(String id);

        /** Sets the CRM's clock, which the adapter learns from the answers. */
        void clock(int second);

        /** What was deleted is there again. */
        default void restore(String accountId, int savedAtSecond) {
            abort("what was deleted cannot be brought back");
        }

        /** The loser's content goes on under the winner. */
        default void merge(String winnerId, String loserId, int savedAtSecond) {
            abort("merges nothing by itself");
        }

        /** A user, by whatever names the CRM has for one. */
        default String user(int number) {
            return abort("its users are no rows of their own here");
        }

        /** Who signs in no more. */
        default void deactivate(String userId) {
            abort("its users are no rows of their own here");
        }

        default void owner(String accountId, int savedAtSecond, String userId) {
            abort("another owner moves no stamp");
        }

        /** @return the team that is told to see it now */
        default String team(String accountId, int savedAtSecond) {
            return abort("its teams give no sight of a record");
        }

        default void parent(String accountId, int savedAtSecond, String parentId) {
            abort("its accounts have no parents by themselves");
        }

        default String lead(int number, int savedAtSecond) {
            return abort("has no leads");
        }

        /** @return what it is from then on */
        default CrmRef convert(String leadId, int savedAtSecond) {
            return abort("has no leads");
        }

        /** Runs before each answer, with its number from 1: somebody works in the CRM while we read. */
        void meanwhile(Consumer<Integer> work);
    }

    /** Patient, so that a busy machine makes no failure. */
    default CrmLink link() {
        CrmAccess access = access();
        return adapter()
                .open(new CrmAccess(
                        access.connection(),
                        access.address(),
                        access.credentials(),
                        access.options(),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(20),
                        access.overlap()));
    }

    /** All that is to be read now, and where it ended. */
    record Walk(List<CrmChange> changes, List<Unreadable> unreadable, int pages, Checkpoint end) {
        public List<String> ids() {
            return changes.stream().map(change -> change.ref().externalId()).toList();
        }
    }

    default Walk walk(CrmType type, @Nullable Checkpoint from) {
        List<CrmChange> changes = new ArrayList<>();
        List<Unreadable> unreadable = new ArrayList<>();
        Checkpoint at = from;
        for (int pages = 1; pages < 1_000; pages++) {
            ChangePage page = link().read(type, at); // a new link for each page: all state is in the checkpoint
            changes.addAll(page.changes());
            unreadable.addAll(page.unreadable());
            at = page.next();
            if (!page.more()) {
                return new Walk(changes, unreadable, pages, at);
            }
        }
        throw new AssertionError("reading " + type + " does not end");
    }

    @Test
    default void readsEveryRecordOnceAcrossPages() {
        List<String> ids = crm().accounts(1, adapter().descriptor().pageSize() * 2 + 7, 10);
        Walk walk = walk(CrmType.ACCOUNT, null);
        assertThat(walk.ids()).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(walk.pages()).isEqualTo(3);
    }

    @Test
    default void endsAtAPageThatIsExactlyFull() {
        List<String> ids = crm().accounts(1, adapter().descriptor().pageSize(), 10);
        assertThat(walk(CrmType.ACCOUNT, null).ids()).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    default void readsAnEmptyCrm() {
        assertThat(walk(CrmType.ACCOUNT, null).changes()).isEmpty();
    }

    @Test
    default void givesTheSamePageAgainFromTheSameCheckpoint() {
        crm().accounts(1, adapter().descriptor().pageSize() + 3, 10);
        ChangePage first = link().read(CrmType.ACCOUNT, null);
        assertThat(link().read(CrmType.ACCOUNT, first.next()).changes())
                .isEqualTo(link().read(CrmType.ACCOUNT, first.next()).changes())
                .hasSize(3);
    }

    @Test
    default void losesNothingThatIsSavedWhileTheFirstReadLasts() {
        int page = adapter().descriptor().pageSize();
        List<String> ids = crm().accounts(1, page * 3, 10);
        crm().clock(1_000);
        crm().meanwhile(answer -> {
            if (answer == 2) {
                crm().save(ids.get(0), 1_000, "Saved while reading");
                crm().delete(ids.get(1));
            }
        });
        Walk first = walk(CrmType.ACCOUNT, null);
        assertThat(first.ids()).containsAll(ids.subList(2, ids.size()));
        List<CrmChange> told = new ArrayList<>(first.changes());
        told.addAll(walk(CrmType.ACCOUNT, first.end()).changes());
        assertThat(told)
                .filteredOn(CrmRecord.class::isInstance)
                .anySatisfy(change -> assertThat(((CrmRecord) change).name()).isEqualTo("Saved while reading"));
    }

    @Test
    default void losesNoneOfManyChangesOfOneSecondWhileOthersAreSaved() {
        int page = adapter().descriptor().pageSize();
        List<String> ids = crm().accounts(1, page * 3, 10);
        crm().clock(2_000);
        Checkpoint loaded = walk(CrmType.ACCOUNT, null).end();
        ids.forEach(id -> crm().save(id, 2_100, "All in one second"));
        crm().clock(2_101);
        crm().meanwhile(answer -> {
            if (answer == 2) {
                crm().save(ids.get(0), 2_101, "Saved again"); // all rows behind it move up by one
            }
        });
        assertThat(walk(CrmType.ACCOUNT, loaded).ids()).containsAll(ids);
    }

    @Test
    default void readsLateCommitsWhoseStampLiesBeforeTheLastRead() {
        String early = crm().account(1, 10);
        crm().clock(3_000);
        Checkpoint loaded = walk(CrmType.ACCOUNT, null).end();
        String late = crm().account(2, 2_990); // stamped before that read began, visible only now
        crm().clock(3_030);
        assertThat(walk(CrmType.ACCOUNT, loaded).ids()).contains(late).doesNotContain(early);
    }

    @Test
    default void tellsLittleAgainWhenNothingChanged() {
        crm().accounts(1, 20, 10);
        crm().clock(10_000);
        Walk first = walk(CrmType.ACCOUNT, null);
        Walk second = walk(CrmType.ACCOUNT, first.end());
        assertThat(second.changes()).isEmpty();
        assertThat(second.pages()).isEqualTo(1);
    }

    @Test
    default void startsOverFromACheckpointThatIsNotItsOwn() {
        List<String> ids = crm().accounts(1, 5, 10);
        assertThat(walk(CrmType.ACCOUNT, new Checkpoint("0r8-of-another-age")).ids())
                .containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    default void findsRecordsByIdAndTellsWhichAreGone() {
        String acme = crm().account(1, 10);
        String gone = crm().account(2, 10);
        crm().delete(gone);
        Found found = link().find(CrmType.ACCOUNT, List.of(acme, gone));
        assertThat(found.records())
                .extracting(record -> record.ref().externalId())
                .containsExactly(acme);
        assertThat(found.gone()).extracting(Tombstone::ref).containsExactly(new CrmRef(CrmType.ACCOUNT, gone));
    }

    private List<String> sweep(CrmType type) {
        List<String> swept = new ArrayList<>();
        Checkpoint at = null;
        do {
            IdPage page = link().ids(type, at);
            swept.addAll(page.externalIds());
            at = page.next();
        } while (at != null);
        return swept;
    }

    /** What is told of an account after something happened to it. */
    private CrmRecord toldAgain(String id, Checkpoint from) {
        return walk(CrmType.ACCOUNT, from).changes().stream()
                .filter(change -> change.ref().externalId().equals(id) && change instanceof CrmRecord)
                .map(CrmRecord.class::cast)
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing is told of " + id));
    }

    @Test
    default void findsAgainWhatWasDeletedAndRestored() {
        String id = crm().account(1, 10);
        crm().clock(5_000);
        crm().delete(id);
        assertThat(link().find(CrmType.ACCOUNT, List.of(id)).gone()).hasSize(1);
        crm().restore(id, 5_010);
        assertThat(link().find(CrmType.ACCOUNT, List.of(id)).records()).hasSize(1);
        assertThat(sweep(CrmType.ACCOUNT)).containsExactly(id);
    }

    @Test
    default void tellsTheLoserOfAMergeAsGoneAndWhoWonWhereTheCrmNamesIt() {
        List<String> ids = crm().accounts(1, 2, 10);
        crm().clock(5_000);
        crm().merge(ids.get(0), ids.get(1), 5_000);
        Found found = link().find(CrmType.ACCOUNT, ids);
        assertThat(found.records())
                .extracting(record -> record.ref().externalId())
                .containsExactly(ids.get(0));
        assertThat(found.gone()).singleElement().satisfies(gone -> {
            assertThat(gone.ref()).isEqualTo(new CrmRef(CrmType.ACCOUNT, ids.get(1)));
            if (adapter().namesWinners()) {
                assertThat(gone.mergedInto()).isEqualTo(new CrmRef(CrmType.ACCOUNT, ids.get(0)));
            }
        });
    }

    @Test
    default void tellsAnotherOwner() {
        String id = crm().account(1, 10);
        String user = crm().user(5);
        crm().clock(5_000);
        Checkpoint loaded = walk(CrmType.ACCOUNT, null).end();
        crm().owner(id, 5_010, user);
        crm().clock(5_020);
        assertThat(toldAgain(id, loaded).ownerExternalId()).isEqualTo(user);
    }

    @Test
    default void tellsAnotherTeam() {
        String id = crm().account(1, 10);
        crm().clock(5_000);
        Checkpoint loaded = walk(CrmType.ACCOUNT, null).end();
        String team = crm().team(id, 5_010);
        crm().clock(5_020);
        assertThat(toldAgain(id, loaded).teamExternalIds()).containsExactly(team);
    }

    @Test
    default void tellsAnotherParent() {
        List<String> ids = crm().accounts(1, 2, 10);
        crm().clock(5_000);
        Checkpoint loaded = walk(CrmType.ACCOUNT, null).end();
        crm().parent(ids.get(1), 5_010, ids.get(0));
        crm().clock(5_020);
        assertThat(toldAgain(ids.get(1), loaded).account()).isEqualTo(new CrmRef(CrmType.ACCOUNT, ids.get(0)));
    }

    @Test
    default void goesOnWithAConvertedLeadAsWhatItBecame() {
        String lead = crm().lead(1, 10);
        crm().clock(5_000);
        Checkpoint loaded = walk(CrmType.LEAD, null).end();
        CrmRef became = crm().convert(lead, 5_010);
        crm().clock(5_020);
        assertThat(walk(CrmType.LEAD, loaded).changes())
                .filteredOn(change -> change.ref().externalId().equals(lead))
                .singleElement()
                .isInstanceOfSatisfying(
                        Tombstone.class, gone -> assertThat(gone.mergedInto()).isEqualTo(became));
    }

    @Test
    default void tellsWhoSignsInNoMore() {
        String user = crm().user(5);
        crm().user(6);
        crm().deactivate(user);
        List<CrmUser> users = new ArrayList<>();
        Checkpoint at = null;
        do {
            UserPage page = link().users(at);
            users.addAll(page.users());
            at = page.next();
        } while (at != null);
        assertThat(users).filteredOn(CrmUser::active).hasSize(1);
        assertThat(users)
                .filteredOn(one -> one.externalId().equals(user))
                .allSatisfy(one -> assertThat(one.active()).isFalse());
    }

    @Test
    default void sweepsEveryIdThatIsThere() {
        List<String> ids = crm().accounts(1, adapter().descriptor().pageSize() + 5, 10);
        crm().delete(ids.get(3));
        List<String> swept = sweep(CrmType.ACCOUNT);
        assertThat(swept).doesNotHaveDuplicates().hasSize(ids.size() - 1).doesNotContain(ids.get(3));
    }

    @Test
    default void canLoadWhatItsDescriptorNames() {
        CrmDescriptor descriptor = adapter().descriptor();
        descriptor.types().forEach(type -> {
            assertThat(walk(type, null).changes()).isEmpty();
            assertThat(descriptor.fields()).containsKey(type);
        });
    }
}
