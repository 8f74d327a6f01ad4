package rapport.crm.spi;

import static org.assertj.core.api.Assertions.assertThat;

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

    @Test
    default void sweepsEveryIdThatIsThere() {
        List<String> ids = crm().accounts(1, adapter().descriptor().pageSize() + 5, 10);
        crm().delete(ids.get(3));
        List<String> swept = new ArrayList<>();
        Checkpoint at = null;
        do {
            IdPage page = link().ids(CrmType.ACCOUNT, at);
            swept.addAll(page.externalIds());
            at = page.next();
        } while (at != null);
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
