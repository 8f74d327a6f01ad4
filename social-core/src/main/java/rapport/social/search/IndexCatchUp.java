package rapport.social.search;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Brings the index up to date at start and when a new one was made, newest texts first: an index that is missing, that a crash cut off
 * or that is older than the database. Beside the running server, and again until the index can be reached; until it is through, older
 * texts may be missing in what is found.
 */
@Component
class IndexCatchUp implements DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(IndexCatchUp.class);
    private static final int CHUNK = 500;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final IndexSource source;
    private final SearchIndex index;
    private final IndexInUse inUse;
    private final SearchSettings settings;
    private final AtomicBoolean running = new AtomicBoolean();
    /** The index was made anew, perhaps while it was being compared: what was compared before then counts for nothing. */
    private final AtomicBoolean madeAnew = new AtomicBoolean();

    private final CountDownLatch ended = new CountDownLatch(1);

    IndexCatchUp(IndexSource source, SearchIndex index, IndexInUse inUse, SearchSettings settings) {
        this.source = source;
        this.index = index;
        this.inUse = inUse;
        this.settings = settings;
    }

    @EventListener({ApplicationReadyEvent.class, SearchIndexMade.class})
    void start() {
        madeAnew.set(true);
        if (running.compareAndSet(false, true)) {
            var started = new Thread(this::runUntilDone, "search-catch-up");
            started.setDaemon(true);
            started.start();
        }
    }

    @Override
    public void destroy() {
        ended.countDown();
    }

    private void runUntilDone() {
        boolean again = true;
        try {
            inUse.use(index.name());
            Duration pause = FIRST_PAUSE;
            while (ended.getCount() > 0) {
                try {
                    run();
                    if (!madeAnew.get()) {
                        return;
                    }
                } catch (SearchUnavailable e) {
                    ended.await(pause.toMillis(), TimeUnit.MILLISECONDS);
                    pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            again = false;
            LOG.warn("The search index could not be brought up to date. It is tried again at the next start.", e);
        } finally {
            running.set(false);
        }
        if (again && madeAnew.get() && ended.getCount() > 0) {
            start();
        }
    }

    /** Whether the index may still lack older texts. */
    boolean isRunning() {
        return running.get();
    }

    /** @return how many items the index lacked, had in another version or held for nothing */
    int run() {
        index.isComplete(); // makes one where there is none
        madeAnew.set(false);
        boolean complete = index.isComplete() && inUse.isComplete();
        long before = Long.MAX_VALUE;
        int compared = 0;
        int different = 0;
        while (!complete || compared < settings.catchUp()) {
            Map<Long, Integer> there = source.newest(before, CHUNK);
            if (there.isEmpty()) {
                different += removeSurplus(Map.of(), 0, before - 1);
                break;
            }
            var ids = new ArrayList<>(there.keySet());
            boolean last = ids.size() < CHUNK;
            long from = last ? 0 : ids.get(ids.size() - 1);
            long to = Math.min(before - 1, ids.get(0)); // newer ones are coming in by events
            Map<Long, Integer> indexed = index.versions(from, to);
            List<Long> missing = ids.stream()
                    .filter(id -> !Objects.equals(there.get(id), indexed.get(id)))
                    .toList();
            index.put(source.items(missing));
            different += missing.size() + removeSurplus(there, from, to);
            compared += ids.size();
            before = ids.get(ids.size() - 1);
            if (last) {
                break;
            }
        }
        if (madeAnew.get()) {
            return different;
        }
        index.complete();
        inUse.complete(index.name());
        if (different > 0) {
            LOG.info("The search index was brought up to date: {} of {} texts.", different, compared);
        }
        return different;
    }

    private int removeSurplus(Map<Long, Integer> there, long from, long to) {
        var surplus = new HashSet<>(index.versions(from, to).keySet());
        surplus.removeAll(there.keySet());
        // one that came back in between is there after all
        source.items(surplus).forEach(text -> surplus.remove(text.item()));
        if (!surplus.isEmpty()) {
            index.remove(surplus);
        }
        return surplus.size();
    }
}
