package rapport.crm.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.abort;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import rapport.crm.phrase.Phrases;

/** What every adapter promises whose CRM is called. Its test implements this over a replayed CRM that speaks HTTP. */
public interface CrmAdapterContract extends CrmReadingContract {
    /** The replayed CRM, to be arranged by each test. */
    @Override
    ReplayedCrm crm();

    /** Words of the advice when the sign-in is refused: where in this CRM the admin finds the credentials. */
    String whereCredentialsAre();

    /** Words of the advice when accounts may not be read: what this CRM calls the right. */
    String rightToReadAccounts();

    /** What a test can make of a CRM that speaks HTTP. */
    interface ReplayedCrm extends MovingCrm {
        String opportunity(int number, int savedAtSecond, String account, String stage);

        /** The next row read of this account has a value that no adapter can understand. */
        void spoil(String id);

        void fault(Fault fault);

        int calls();

        /** From now on every token given so far is refused. */
        default void expireTokens() {
            abort("signs in with a key that is no token");
        }
    }

    enum Fault {
        NONE,
        SIGN_IN_REFUSED,
        LOCKED_OUT,
        NO_RIGHT,
        SERVER_ERROR,
        UNAVAILABLE_FOR_A_WHILE,
        SLOW,
        CUT_BODY,
        MALFORMED,
        EMPTY_BODY,
        ERROR_PAGE,
        CONNECTION_RESET,
        REDIRECT,
        SMALLER_PAGES,
        /** the status of success, and in the body an error */
        SUCCESS_WITH_ERROR,
        /** twice what {@link #UNAVAILABLE_FOR_A_WHILE} says, then all is well */
        BURST,
        /** a page comes again, once, where the next one was asked for */
        DUPLICATE_PAGE
    }

    /** As patient as the fault needs: a slow CRM must not make the tests slow. */
    private CrmLink link(Fault fault) {
        return fault == Fault.SLOW || fault == Fault.CUT_BODY ? adapter().open(access()) : link();
    }

    @Test
    default void setsASpoiltRowAsideAndReadsTheOthers() {
        List<String> ids = crm().accounts(1, 3, 10);
        crm().spoil(ids.get(1));
        Walk walk = walk(CrmType.ACCOUNT, null);
        assertThat(walk.ids()).containsExactlyInAnyOrder(ids.get(0), ids.get(2));
        assertThat(walk.unreadable()).singleElement().satisfies(row -> {
            assertThat(row.externalId()).isEqualTo(ids.get(1));
            assertThat(row.reason()).contains("expected").doesNotContain("spoilt");
        });
    }

    @Test
    default void asksToReconnectWhenTheSignInIsRefusedAndDoesNotTryAgain() {
        crm().fault(Fault.SIGN_IN_REFUSED);
        CrmFailure failure = failureOfReading();
        assertThat(failure.remedy()).isEqualTo(Remedy.RECONNECT);
        assertThat(Phrases.english(failure.explanation()))
                .contains("sign-in refused")
                .contains(whereCredentialsAre());
        assertThat(crm().calls()).isEqualTo(1);
    }

    @Test
    default void waitsWhenLockedOut() {
        crm().fault(Fault.LOCKED_OUT);
        CrmFailure failure = failureOfReading();
        assertThat(failure.remedy()).isEqualTo(Remedy.WAIT);
        assertThat(failure.pause()).isGreaterThanOrEqualTo(Duration.ofSeconds(60));
    }

    @Test
    default void asksForTheRightThatIsMissing() {
        crm().fault(Fault.NO_RIGHT);
        CrmFailure failure = failureOfReading();
        assertThat(failure.remedy()).isEqualTo(Remedy.RECONNECT);
        assertThat(failure.advice()).contains(rightToReadAccounts());
    }

    @Test
    default void waitsAsLongAsTheCrmAsks() {
        crm().fault(Fault.UNAVAILABLE_FOR_A_WHILE);
        CrmFailure failure = failureOfReading();
        assertThat(failure.remedy()).isEqualTo(Remedy.WAIT);
        assertThat(failure.pause()).isEqualTo(Duration.ofSeconds(37));
    }

    @Test
    default void tellsToTryAgainAfterWhatPasses() {
        for (Fault fault : List.of(
                Fault.SERVER_ERROR,
                Fault.SLOW,
                Fault.CUT_BODY,
                Fault.MALFORMED,
                Fault.EMPTY_BODY,
                Fault.ERROR_PAGE,
                Fault.CONNECTION_RESET)) {
            crm().fault(fault);
            assertThat(failureOfReading(fault).remedy()).as(fault.name()).isEqualTo(Remedy.RETRY);
        }
    }

    @Test
    default void followsNoRedirectWithItsKey() {
        crm().fault(Fault.REDIRECT);
        assertThat(failureOfReading().remedy()).isEqualTo(Remedy.RECONNECT);
        assertThat(crm().calls()).isEqualTo(1);
    }

    @Test
    default void asksForLessWhenTheCrmAllowsOnlySmallerPages() {
        List<String> ids = crm().accounts(1, 120, 10);
        crm().fault(Fault.SMALLER_PAGES);
        List<CrmChange> changes = new ArrayList<>();
        CrmLink link = link();
        ChangePage page = link.read(CrmType.ACCOUNT, null);
        changes.addAll(page.changes());
        while (page.more()) {
            page = link.read(CrmType.ACCOUNT, page.next());
            changes.addAll(page.changes());
        }
        assertThat(changes).extracting(change -> change.ref().externalId()).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    default void goesOnWhereItWasOnceTheCrmAnswersAgain() {
        List<String> ids = crm().accounts(1, adapter().descriptor().pageSize() + 1, 10);
        ChangePage first = link().read(CrmType.ACCOUNT, null);
        crm().fault(Fault.SERVER_ERROR);
        assertThatThrownBy(() -> link().read(CrmType.ACCOUNT, first.next())).isInstanceOf(CrmFailure.class);
        crm().fault(Fault.NONE);
        assertThat(walk(CrmType.ACCOUNT, first.next()).ids()).hasSize(1).isSubsetOf(ids);
    }

    @Test
    default void showsNoSecretInMessagesNorInText() {
        for (Fault fault : Fault.values()) {
            if (fault != Fault.NONE
                    && fault != Fault.SMALLER_PAGES
                    && fault != Fault.BURST
                    && fault != Fault.DUPLICATE_PAGE) {
                crm().fault(fault);
                CrmFailure failure = failureOfReading(fault);
                for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                    assertThat(String.valueOf(cause.getMessage())).doesNotContain(SECRET);
                }
            }
        }
        assertThat(access().toString()).doesNotContain(SECRET);
        assertThat(link().toString()).doesNotContain(SECRET);
    }

    @Test
    default void testsTheConnectionWithoutThrowing() {
        assertThat(link().test())
                .isNotEmpty()
                .allSatisfy(check -> assertThat(check.outcome()).isEqualTo(ConnectionCheck.Outcome.PASSED));
        for (Fault fault : List.of(Fault.SIGN_IN_REFUSED, Fault.SERVER_ERROR, Fault.SLOW, Fault.MALFORMED)) {
            crm().fault(fault);
            assertThat(link(fault).test()).as(fault.name()).anySatisfy(check -> {
                assertThat(check.outcome()).isEqualTo(ConnectionCheck.Outcome.FAILED);
                assertThat(check.advice()).isNotBlank();
            });
        }
    }

    /** Each way of asking a CRM something. */
    private Map<String, Consumer<CrmLink>> calls(String account) {
        Map<String, Consumer<CrmLink>> calls = new LinkedHashMap<>();
        calls.put("teams", CrmLink::teams);
        calls.put("users", link -> link.users(null));
        calls.put("find", link -> link.find(CrmType.ACCOUNT, List.of(account)));
        calls.put("ids", link -> link.ids(CrmType.ACCOUNT, null));
        if (adapter().descriptor().namesEditors()) {
            calls.put("edits", link -> link.edits(new CrmRef(CrmType.ACCOUNT, account), Instant.EPOCH));
        }
        return calls;
    }

    @Test
    default void saysWhatHelpsWhateverItWasAsked() {
        String account = crm().account(1, 10);
        Map<Fault, Remedy> remedies = Map.of(
                Fault.SERVER_ERROR, Remedy.RETRY,
                Fault.MALFORMED, Remedy.RETRY,
                Fault.EMPTY_BODY, Remedy.RETRY,
                Fault.CONNECTION_RESET, Remedy.RETRY,
                Fault.SIGN_IN_REFUSED, Remedy.RECONNECT,
                Fault.UNAVAILABLE_FOR_A_WHILE, Remedy.WAIT);
        remedies.forEach((fault, remedy) -> calls(account).forEach((name, call) -> {
            crm().fault(fault);
            CrmFailure failure = catchThrowableOfType(CrmFailure.class, () -> call.accept(link(fault)));
            if (failure == null) {
                assertThat(crm().calls()).as(name + " after " + fault).isZero();
            } else {
                assertThat(failure.remedy()).as(name + " after " + fault).isEqualTo(remedy);
                assertThat(failure.explanation()).doesNotContain(SECRET);
            }
        }));
    }

    @Test
    default void takesNoErrorForAnEmptyAnswerBecauseOfItsStatus() {
        String account = crm().account(1, 10);
        Map<String, Consumer<CrmLink>> calls = calls(account);
        calls.remove("edits"); // who it was may stay unknown
        calls.put("read", link -> link.read(CrmType.ACCOUNT, null));
        calls.forEach((name, call) -> {
            crm().fault(Fault.SUCCESS_WITH_ERROR);
            CrmFailure failure = catchThrowableOfType(CrmFailure.class, () -> call.accept(link()));
            if (failure == null) {
                assertThat(crm().calls()).as(name).isZero();
            }
        });
    }

    /** All there is, from wherever it stopped, each failure followed by another try. */
    private List<String> walkThrough(Iterator<Fault> weather, @Nullable Checkpoint from) {
        List<String> ids = new ArrayList<>();
        Checkpoint at = from;
        for (int tries = 0; tries < 200; tries++) {
            Fault fault = weather.hasNext() ? weather.next() : Fault.NONE;
            crm().fault(fault);
            try {
                ChangePage page = link(fault).read(CrmType.ACCOUNT, at);
                page.changes().forEach(change -> ids.add(change.ref().externalId()));
                at = page.next();
                if (!page.more()) {
                    return ids;
                }
            } catch (CrmFailure failure) {
                assertThat(failure.remedy()).isIn(Remedy.RETRY, Remedy.WAIT);
            }
        }
        throw new AssertionError("reading does not end");
    }

    @Test
    default void losesNothingUnderThrottlingCutsAndDuplicatePages() {
        List<String> ids = crm().accounts(1, adapter().descriptor().pageSize() * 3 + 5, 10);
        List<Fault> weather = List.of(
                Fault.UNAVAILABLE_FOR_A_WHILE,
                Fault.NONE,
                Fault.DUPLICATE_PAGE,
                Fault.CUT_BODY,
                Fault.NONE,
                Fault.CONNECTION_RESET,
                Fault.DUPLICATE_PAGE,
                Fault.UNAVAILABLE_FOR_A_WHILE,
                Fault.SERVER_ERROR);
        assertThat(walkThrough(weather.iterator(), null)).containsAll(ids);
    }

    @Test
    default void waitsThroughABurst() {
        crm().account(1, 10);
        crm().fault(Fault.BURST);
        for (int refusals = 0; ; refusals++) {
            CrmFailure failure = catchThrowableOfType(CrmFailure.class, () -> link().read(CrmType.ACCOUNT, null));
            if (failure == null) {
                assertThat(refusals).isEqualTo(2);
                return;
            }
            assertThat(failure.remedy()).isEqualTo(Remedy.WAIT);
            assertThat(failure.pause()).isEqualTo(Duration.ofSeconds(37));
        }
    }

    @Test
    default void signsInAnewWhenItsTokenExpiresInTheMiddleOfAWalk() {
        List<String> ids = crm().accounts(1, adapter().descriptor().pageSize() + 5, 10);
        CrmLink link = link();
        ChangePage first = link.read(CrmType.ACCOUNT, null);
        crm().expireTokens();
        ChangePage second = link.read(CrmType.ACCOUNT, first.next());
        List<String> read = new ArrayList<>();
        first.changes().forEach(change -> read.add(change.ref().externalId()));
        second.changes().forEach(change -> read.add(change.ref().externalId()));
        assertThat(read).containsExactlyInAnyOrderElementsOf(ids);
    }

    private CrmFailure failureOfReading() {
        return failureOfReading(Fault.NONE);
    }

    private CrmFailure failureOfReading(Fault fault) {
        return java.util.Objects.requireNonNull(
                catchThrowableOfType(CrmFailure.class, () -> link(fault).read(CrmType.ACCOUNT, null)), "no failure");
    }
}
