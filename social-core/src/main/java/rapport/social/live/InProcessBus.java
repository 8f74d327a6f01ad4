package rapport.social.live;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bus of the only node. Its thread hands on what was published, in batches without repetitions. */
class InProcessBus implements LiveBus {
    static final int CAPACITY = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(InProcessBus.class);

    private final BlockingQueue<Signal> waiting = new LinkedBlockingQueue<>(CAPACITY);
    private final AtomicBoolean overflown = new AtomicBoolean();
    private final Consumer<List<Signal>> receiver;
    private final Thread thread;
    private volatile boolean closed;

    InProcessBus(String name, Consumer<List<Signal>> receiver) {
        this.receiver = receiver;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void publish(Signal signal) {
        if (!waiting.offer(signal)) {
            overflown.set(true);
        }
    }

    private void run() {
        while (!closed) {
            try {
                var batch = new ArrayList<Signal>();
                batch.add(waiting.take());
                waiting.drainTo(batch, 99);
                if (overflown.compareAndSet(true, false)) {
                    batch.add(new Signal.Gap());
                }
                receiver.accept(List.copyOf(new LinkedHashSet<>(batch)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                if (closed) {
                    return;
                }
                LOG.warn("live signals were lost; pages are asked to catch up", e);
                overflown.set(true);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
