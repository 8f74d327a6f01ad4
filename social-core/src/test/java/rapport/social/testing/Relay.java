package rapport.social.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Stands before a server of the tests, on loopback, and can be cut: whoever comes then finds nobody there, or nobody who answers. */
public final class Relay implements AutoCloseable {
    private final URI server;
    private final int port;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile @Nullable ServerSocket listening;
    private final AtomicInteger calls = new AtomicInteger();
    private volatile boolean silent;
    private volatile @Nullable Thread accepting;

    public Relay(URI server) {
        this.server = server;
        this.port = listen(0);
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** How many connections were taken so far. */
    public int calls() {
        return calls.get();
    }

    /** Connections are refused, and those that are open end. */
    public void cut() {
        var socket = listening;
        listening = null;
        if (socket != null) {
            close(socket);
            join(accepting); // only then the port is free
        }
        open.forEach(Relay::close);
        open.clear();
    }

    /** Connections are taken, but nothing ever comes back. */
    public void silence() {
        cut();
        silent = true;
        listen(port);
    }

    public void mend() {
        cut();
        silent = false;
        listen(port);
    }

    private int listen(int wanted) {
        try {
            var socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
            listening = socket;
            accepting = start(() -> accept(socket));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                Socket caller = socket.accept();
                open.add(caller);
                calls.incrementAndGet();
                if (!silent) {
                    var behind = new Socket(server.getHost(), server.getPort());
                    open.add(behind);
                    start(() -> pass(caller, behind));
                    start(() -> pass(behind, caller));
                }
            } catch (IOException e) {
                // cut
            }
        }
    }

    private static void pass(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // one of them went
        }
    }

    private static Thread start(Runnable work) {
        var thread = new Thread(work, "relay");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void join(@Nullable Thread thread) {
        try {
            if (thread != null) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            // it is gone already
        }
    }

    @Override
    public void close() {
        cut();
    }
}
