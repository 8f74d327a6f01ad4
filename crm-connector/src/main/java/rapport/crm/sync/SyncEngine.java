package rapport.crm.sync;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import rapport.crm.connection.Connection;
import rapport.crm.connection.ConnectionState;
import rapport.crm.connection.ConnectionStates;
import rapport.crm.connection.Connections;
import rapport.crm.connection.WebhookSubscriptions;
import rapport.crm.follow.FollowRules;
import rapport.crm.phrase.Phrases;
import rapport.crm.spi.ChangePage;
import rapport.crm.spi.CrmChange;
import rapport.crm.spi.CrmFailure;
import rapport.crm.spi.CrmHint;
import rapport.crm.spi.CrmRef;
import rapport.crm.spi.CrmType;
import rapport.crm.spi.Found;
import rapport.crm.spi.Phrase;
import rapport.crm.spi.Remedy;
import rapport.crm.spi.Tombstone;
import rapport.crm.spi.Unreadable;
import rapport.crm.spi.WebhookSubscription;
import rapport.crm.story.Stories;
import rapport.crm.sync.SyncLeases.Lease;
import rapport.crm.sync.SyncLeases.LeaseLost;
import rapport.social.live.Live;

/** Keeps the records of a connection in step with its CRM, one run after the other. */
@Component
public class SyncEngine {
    private static final Logger LOG = LoggerFactory.getLogger(SyncEngine.class);

    /** Somebody else is at it; look again. */
    private static final Duration BUSY = Duration.ofSeconds(5);
    /** How long a run goes on comparing before it lets the news have their turn. */
    private static final Duration SWEEP_TURN = Duration.ofSeconds(20);
    /** Nothing to do until an admin lets it run. Being woken does not wait for this, unless another node was told of it. */
    private static final Duration HELD = Duration.ofMinutes(1);
    /** A CRM forgets webhooks when somebody tidies up there. */
    private static final Duration HOOKS_EVERY = Duration.ofHours(6);

    private static final int HINTS_AT_ONCE = 200;

    private final Connections connections;
    private final ConnectionStates states;
    private final WebhookSubscriptions subscriptions;
    private final SyncLeases leases;
    private final SyncStore store;
    private final PeopleSync people;
    private final RecordWriter writer;
    private final Sweep sweep;
    private final Stories stories;
    private final FollowRules rules;
    private final MovedChildren movedChildren;
    private final SyncControl control;
    private final Runs runs;
    private final TransactionTemplate transaction;
    private final Live live;
    private final Clock clock;
    private volatile boolean closing;
    private final Backoff backoff = new Backoff(RandomGenerator.getDefault());

    SyncEngine(
            Connections connections,
            ConnectionStates states,
            WebhookSubscriptions subscriptions,
            SyncLeases leases,
            SyncStore store,
            PeopleSync people,
            RecordWriter writer,
            Sweep sweep,
            Stories stories,
            FollowRules rules,
            MovedChildren movedChildren,
            SyncControl control,
            Runs runs,
            TransactionTemplate transaction,
            Live live,
            Clock clock) {
        this.connections = connections;
        this.states = states;
        this.subscriptions = subscriptions;
        this.leases = leases;
        this.store = store;
        this.people = people;
        this.writer = writer;
        this.sweep = sweep;
        this.stories = stories;
        this.rules = rules;
        this.movedChildren = movedChildren;
        this.control = control;
        this.runs = runs;
        this.transaction = transaction;
        this.live = live;
        this.clock = clock;
    }

    /**
     * Reads all that is new, and looks where hints point. Returns normally whatever the CRM does.
     *
     * @return when to come again
     */
    public Instant run(Connection connection) {
        String key = connection.key();
        ConnectionState state = states.of(key);
        if (!connection.settingsHash().equals(state.settingsHash())) {
            states.settingsChanged(key, connection.settingsHash());
            store.askAgain(key);
            state = states.of(key);
        }
        Instant now = clock.instant();
        if (control.of(key) != Running.RUNNING) {
            return now.plus(HELD);
        }
        Instant pausedUntil = state.nextAt();
        if (pausedUntil != null && pausedUntil.isAfter(now)) {
            return pausedUntil;
        }
        var lease = leases.acquire(connection);
        if (lease.isEmpty()) {
            return now.plus(BUSY);
        }
        Runs.Run run = runs.begin(key, Runs.Kind.CHANGES);
        try {
            Instant next = work(connection, lease.get(), state, run);
            run.end(null);
            return next;
        } catch (Closing e) {
            run.end(null);
            return clock.instant();
        } catch (Held e) {
            run.end(null);
            told(key);
            return clock.instant().plus(HELD);
        } catch (LeaseLost e) {
            LOG.info("{}", e.getMessage());
            return clock.instant().plus(BUSY);
        } catch (CrmFailure failure) {
            return failed(connection, state, failure, run);
        } catch (RuntimeException e) {
            // Not the CRM: our database, or a mistake of ours. The next run starts from the last commit.
            LOG.error("connection {}: the run broke off", key, e);
            return failed(
                    connection,
                    state,
                    CrmFailure.retry(
                            key + ": the run broke off (" + e.getClass().getSimpleName() + ").", e),
                    run);
        } finally {
            leases.release(lease.get());
        }
    }

    private Instant work(Connection connection, Lease lease, ConnectionState state, Runs.Run run) {
        String key = connection.key();
        List<CrmType> types = connection.types();
        transaction.executeWithoutResult(status -> {
            leases.renew(lease);
            store.keepOnly(key, types);
        });
        boolean firstLoad =
                types.stream().map(type -> store.progress(key, type)).anyMatch(this::isToBeLoaded);
        if (firstLoad) {
            run.becomes(Runs.Kind.LOAD);
            states.loading(key);
            told(key);
        }
        if (isDue(state.lastPeopleAt(), connection.peopleEvery())) {
            leases.renew(lease);
            String notice = people.read(connection, lease);
            states.peopleRead(key, clock.instant(), notice);
        }
        readAll(connection, lease, types, run);
        followHints(connection, lease, run);
        rules.catchUp(connection, () -> leases.renew(lease));
        stories.tell(connection, () -> leases.renew(lease), run::advanced);
        stories.forgetOld(connection);
        movedChildren.forgetOld(key);

        boolean swept = sweep(connection, lease, state, firstLoad, run);
        if (connection.webhooks() && isDue(state.hookedAt(), HOOKS_EVERY)) {
            subscribe(connection, lease, state);
        }
        leases.renew(lease);
        states.ok(key, clock.instant());
        if (firstLoad || state.phase() != ConnectionState.Phase.OK) {
            LOG.info(
                    "connection {}: in step with {}",
                    key,
                    connection.descriptor().name());
            told(key);
        }
        return swept ? next(connection) : clock.instant();
    }

    private boolean isToBeLoaded(SyncStore.Progress progress) {
        return !progress.loaded() && !isRefused(progress);
    }

    private boolean isRefused(SyncStore.Progress progress) {
        return progress.nextAt() != null && progress.nextAt().isAfter(clock.instant());
    }

    /**
     * One type that we may not read does not keep the others from being read. When the CRM refuses all of them, or the first
     * two, it refuses us, and asking on might lock us out.
     */
    private void readAll(Connection connection, Lease lease, List<CrmType> types, Runs.Run run) {
        String key = connection.key();
        int read = 0;
        List<CrmFailure> refusals = new ArrayList<>();
        for (CrmType type : types) {
            followHints(connection, lease, run);
            if (isRefused(store.progress(key, type))) {
                continue;
            }
            try {
                readChanges(connection, lease, type, run);
                read++;
            } catch (CrmFailure failure) {
                if (failure.remedy() != Remedy.RECONNECT && failure.remedy() != Remedy.SET_ASIDE) {
                    throw failure;
                }
                refusals.add(failure);
                if (read == 0 && (refusals.size() == 2 || types.size() == 1)) {
                    throw failure;
                }
                LOG.warn("{}", named(key, type + " records are not read. " + failure.explanation()));
                store.refused(
                        key,
                        type,
                        Phrase.of("sync.type-refused", Phrase.of(type), failure.explanation())
                                .toString(),
                        clock.instant().plus(backoff.jittered(Backoff.FOR_A_PERSON)));
            }
        }
    }

    private Instant next(Connection connection) {
        Instant poll = clock.instant().plus(connection.pollEvery());
        return store.nextHintAt(connection.key())
                .filter(due -> due.isBefore(poll))
                .orElse(poll);
    }

    private void readChanges(Connection connection, Lease lease, CrmType type, Runs.Run run) {
        String key = connection.key();
        boolean more = true;
        while (more) {
            stopIfClosing();
            stopIfHeld(key);
            SyncStore.Progress progress = store.progress(key, type);
            leases.renew(lease);
            ChangePage page = connection.link().read(type, progress.checkpoint());
            RecordWriter.Written written = writer.write(
                    connection, lease, type, page.changes(), page.unreadable(), tellSince(connection, progress), () -> {
                        store.advance(
                                key,
                                type,
                                page.next(),
                                page.more(),
                                page.changes().size(),
                                page.total());
                        if (page.restarted()) {
                            store.restarted(key);
                        }
                    });
            run.count(type, written, page.unreadable().size());
            more = page.more();
            if (!progress.loaded()) {
                told(key);
            }
            if (more) {
                followHints(connection, lease, run);
            }
        }
    }

    /** Webhooks only say where to look; what is true is read from the CRM. */
    private void followHints(Connection connection, Lease lease, Runs.Run run) {
        String key = connection.key();
        List<SyncStore.Hint> hints = store.hints(key, HINTS_AT_ONCE);
        while (!hints.isEmpty()) {
            Map<CrmType, List<SyncStore.Hint>> byType = new LinkedHashMap<>();
            hints.forEach(hint -> byType.computeIfAbsent(hint.ref().type(), type -> new ArrayList<>())
                    .add(hint));
            byType.forEach((type, some) -> followHints(connection, lease, type, some, run));
            stories.tell(connection, () -> leases.renew(lease), run::advanced);
            hints = store.hints(key, HINTS_AT_ONCE);
        }
    }

    private void followHints(
            Connection connection, Lease lease, CrmType type, List<SyncStore.Hint> hints, Runs.Run run) {
        String key = connection.key();
        stopIfClosing();
        leases.renew(lease);
        if (!connection.types().contains(type)) {
            transaction.executeWithoutResult(status -> store.followed(key, hints)); // of something that is not mirrored
            return;
        }
        SyncStore.Progress progress = store.progress(key, type);
        Found found;
        try {
            found = connection
                    .link()
                    .find(
                            type,
                            hints.stream().map(hint -> hint.ref().externalId()).toList());
        } catch (CrmFailure failure) {
            if (failure.remedy() != Remedy.SET_ASIDE) {
                throw failure;
            }
            if (hints.size() > 1) { // one of them: find out which
                hints.forEach(hint -> followHints(connection, lease, type, List.of(hint), run));
                return;
            }
            String id = hints.get(0).ref().externalId();
            found = new Found(List.of(), List.of(), List.of(new Unreadable(type, id, failure.explanation())));
        }
        List<CrmChange> changes = new ArrayList<>(found.records());
        found.gone().forEach(gone -> changes.add(withWinner(gone, hints)));
        RecordWriter.Written written = writer.write(
                connection,
                lease,
                type,
                changes,
                found.unreadable(),
                tellSince(connection, progress),
                () -> store.followed(key, hints));
        run.count(type, written, found.unreadable().size());
    }

    /** Null while the first load lasts: then nothing is news. */
    private @Nullable Instant tellSince(Connection connection, SyncStore.Progress progress) {
        return progress.loaded()
                ? Objects.requireNonNullElse(progress.readAt(), clock.instant()).minus(connection.overlap())
                : null;
    }

    /** Some CRMs name the winner of a merge in their call and nowhere else. */
    private static Tombstone withWinner(Tombstone gone, List<SyncStore.Hint> hints) {
        if (gone.mergedInto() != null) {
            return gone;
        }
        CrmRef winner = hints.stream()
                .filter(hint -> hint.ref().equals(gone.ref()))
                .map(SyncStore.Hint::mergedInto)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        return new Tombstone(gone.ref(), winner, gone.goneAt());
    }

    /** @return whether there is nothing left to compare for now */
    private boolean sweep(Connection connection, Lease lease, ConnectionState state, boolean firstLoad, Runs.Run run) {
        String key = connection.key();
        boolean asked = store.isCompareRequested(key);
        boolean restarted = store.hasRestarted(key);
        if (firstLoad && !asked && !restarted) {
            states.swept(key, clock.instant(), null); // everything has just been read
            return true;
        }
        if (asked || restarted || !store.isSweeping(key)) {
            if (!asked && !restarted && !isDue(state.lastSweepAt(), connection.reconcileEvery())) {
                return true;
            }
            if (isOutdated(connection)) {
                return false; // the next run compares with what is set now
            }
            sweep.start(connection, lease, asked);
            run.becomes(Runs.Kind.COMPARISON);
            told(key);
        } else {
            run.goesOnComparing();
        }
        run.id(); // also when it finds nothing to read
        boolean done = sweep.goOn(connection, lease, run, clock.instant().plus(SWEEP_TURN), () -> {
            stopIfHeld(key);
            followHints(connection, lease, run);
        });
        stories.tell(connection, () -> leases.renew(lease), run::advanced);
        if (done) {
            states.swept(key, clock.instant(), store.sweepNotices(key));
            told(key);
            LOG.info(
                    "connection {}: compared with {}",
                    key,
                    connection.descriptor().name());
        }
        return done;
    }

    /** Whether an admin changed it since this run began. */
    private boolean isOutdated(Connection connection) {
        return connections
                .find(connection.key())
                .filter(now -> now != connection)
                .isPresent();
    }

    /** Without webhooks all works, only later: so their failure is a notice, unless the sign-in itself is refused. */
    private void subscribe(Connection connection, Lease lease, ConnectionState state) {
        String key = connection.key();
        String base = connections.publicUrl() + "/api/hooks/"
                + connection.descriptor().crm() + "/" + key + "/" + state.hookSecret() + "/";
        try {
            leases.renew(lease);
            List<WebhookSubscription> standing =
                    connection.link().subscribe(event -> URI.create(base + event), subscriptions.of(key));
            transaction.executeWithoutResult(status -> {
                leases.renew(lease);
                subscriptions.replace(key, standing);
                states.hooked(key, clock.instant());
            });
        } catch (CrmFailure failure) {
            LOG.warn("{}", named(key, "no webhooks. " + failure.explanation()));
            states.notHooked(
                    key,
                    Phrase.of("sync.no-webhooks", connection.pollEvery().toSeconds(), failure.explanation())
                            .toString());
        }
    }

    /** Adapters begin their messages with the connection's name; it stands in a line of the log once. */
    private static String named(String key, String message) {
        return "connection " + key + ": " + Phrases.english(message).replace(key + ": ", "");
    }

    private Instant failed(Connection connection, ConnectionState state, CrmFailure failure, Runs.Run run) {
        String key = connection.key();
        // A CRM that turns away every tenth call is not one that is down: as long as pages come in between, pauses stay
        // short.
        int failures = run.hasAdvanced() ? 1 : state.failures() + 1;
        Instant now = clock.instant();
        Instant next = switch (failure.remedy()) {
            case RETRY, SET_ASIDE -> now.plus(backoff.after(failures));
            case WAIT ->
                now.plus(Objects.requireNonNullElse(failure.pause(), Duration.ofMinutes(1)))
                        .plus(backoff.after(1));
            case RECONNECT -> now.plus(backoff.jittered(Backoff.FOR_A_PERSON));
            case STOP -> now.plus(Duration.ofDays(3_650));
        };
        String message = failure.explanation();
        if (failures == 1 || failure.remedy() == Remedy.STOP) {
            LOG.warn("{}", named(key, message));
        } else {
            LOG.info("{}", named(key, "still failing (" + failures + " times). " + message));
        }
        run.end(message);
        states.failed(key, failure.remedy(), message, failures, next);
        told(key);
        return next;
    }

    /** The server stops: a run ends after the page under way. */
    private static final class Closing extends RuntimeException {}

    /** An admin holds the connection: a run ends after the page under way. */
    private static final class Held extends RuntimeException {}

    private void stopIfHeld(String connection) {
        if (control.of(connection) != Running.RUNNING) {
            throw new Held();
        }
    }

    @EventListener(ContextClosedEvent.class)
    void close() {
        closing = true;
    }

    private void stopIfClosing() {
        if (closing) {
            throw new Closing();
        }
    }

    /** Keeps what a webhook said for the next run. */
    public void hint(String connection, Collection<CrmHint> hints) {
        transaction.executeWithoutResult(status -> store.addHints(connection, hints));
    }

    private boolean isDue(@Nullable Instant last, Duration every) {
        return last == null || !last.plus(every).isAfter(clock.instant());
    }

    private void told(String connection) {
        live.syncMoved(connection);
    }
}
