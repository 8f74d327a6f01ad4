package rapport.social.live;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import rapport.social.member.Viewer;

/**
 * One open page. Events wait in a bounded queue and are written by a thread of the executor, one at a time: a slow reader
 * keeps nobody waiting. When the queue is full the connection is cut; the page connects anew and catches up.
 */
class LiveConnection {
    private final Viewer viewer;
    private final SseEmitter emitter;
    private final Queue<SseEmitter.SseEventBuilder> waiting;
    private final Executor executor;
    private final AtomicBoolean writing = new AtomicBoolean();
    private volatile boolean cut;

    LiveConnection(Viewer viewer, SseEmitter emitter, int queue, Executor executor) {
        this.viewer = viewer;
        this.emitter = emitter;
        this.waiting = new ArrayBlockingQueue<>(queue);
        this.executor = executor;
    }

    Viewer viewer() {
        return viewer;
    }

    boolean isCut() {
        return cut;
    }

    void send(String event, String json) {
        offer(SseEmitter.event().name(event).data(json, MediaType.APPLICATION_JSON));
    }

    /** Keeps proxies from taking the connection for idle, and finds out that nobody is there any more. */
    void beat() {
        offer(SseEmitter.event().comment("beat"));
    }

    private void offer(SseEmitter.SseEventBuilder event) {
        if (cut) {
            return;
        }
        if (!waiting.offer(event)) {
            cut();
            return;
        }
        write();
    }

    private void write() {
        if (!waiting.isEmpty() && writing.compareAndSet(false, true)) {
            try {
                executor.execute(this::drain);
            } catch (RejectedExecutionException stopping) {
                writing.set(false);
            }
        }
    }

    private void drain() {
        try {
            for (var event = waiting.poll(); event != null && !cut; event = waiting.poll()) {
                emitter.send(event);
            }
        } catch (IOException | IllegalStateException gone) {
            cut = true;
        }
        if (cut) {
            // the flag stays: nothing is written any more
            emitter.complete();
            waiting.clear();
            return;
        }
        writing.set(false);
        // what was offered between the last look and the flag
        write();
    }

    /** Ends the connection, after the write that is under way if there is one. The page may connect again. */
    void cut() {
        cut = true;
        if (writing.compareAndSet(false, true)) {
            try {
                executor.execute(this::drain);
            } catch (RejectedExecutionException stopping) {
                emitter.complete();
            }
        }
    }
}
