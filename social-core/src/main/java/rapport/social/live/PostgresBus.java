package rapport.social.live;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The bus of several nodes on one PostgreSQL. Publishing is one statement for what came together, from a thread of its own;
 * listening keeps one connection of the pool for itself and takes another when it breaks. What was said in between is lost,
 * so everybody is told to catch up.
 */
class PostgresBus implements LiveBus {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresBus.class);
    private static final String CHANNEL = "rapport_live";
    private static final int POLL_MILLIS = 500;
    private static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final long MAX_PAUSE_MILLIS = 10_000;

    private final DataSource source;
    private final JsonMapper json;
    private final Consumer<List<Signal>> receiver;
    private final InProcessBus outgoing;
    private final Thread listener;
    private volatile boolean closed;
    private volatile boolean listening;

    PostgresBus(DataSource source, JsonMapper json, Consumer<List<Signal>> receiver) {
        this.source = source;
        this.json = json;
        this.receiver = receiver;
        this.outgoing = new InProcessBus("live-notify", this::send);
        this.listener = new Thread(this::listen, "live-listen");
        listener.setDaemon(true);
        listener.start();
    }

    @Override
    public void publish(Signal signal) {
        outgoing.publish(signal);
    }

    boolean isListening() {
        return listening;
    }

    private void send(List<Signal> signals) {
        try (var connection = source.getConnection();
                var notify = connection.prepareStatement("select pg_notify(?, p) from unnest(?) p")) {
            notify.setString(1, CHANNEL);
            notify.setArray(
                    2,
                    connection.createArrayOf(
                            "text",
                            signals.stream().map(json::writeValueAsString).toArray()));
            notify.execute();
        } catch (SQLException e) {
            throw new IllegalStateException("live signals could not be sent", e);
        }
    }

    private void listen() {
        boolean first = true;
        long pause = 100;
        while (!closed) {
            try (var connection = source.getConnection()) {
                try (var statement = connection.createStatement()) {
                    // by this name the session is found in pg_stat_activity
                    statement.execute("set application_name = '" + CHANNEL + "'");
                    statement.execute("listen " + CHANNEL);
                }
                listening = true;
                if (!first) {
                    receiver.accept(List.of(new Signal.Gap()));
                }
                first = false;
                pause = 100;
                try {
                    receive(connection);
                } catch (SQLException e) {
                    tellPool(connection);
                    throw e;
                }
                try (var statement = connection.createStatement()) {
                    statement.execute("unlisten *");
                    statement.execute("reset application_name");
                }
            } catch (SQLException | RuntimeException e) {
                if (!closed) {
                    LOG.warn(
                            "live signals of other nodes are cut off; trying again in {} ms: {}",
                            pause,
                            e.getMessage());
                }
            } finally {
                listening = false;
            }
            pause = Math.min(MAX_PAUSE_MILLIS, sleep(pause) * 2);
        }
    }

    /** The pool does not see what fails below its own connections: one statement more shows it that this one is broken. */
    private static void tellPool(Connection connection) {
        try (var statement = connection.createStatement()) {
            statement.execute("select 1");
        } catch (SQLException broken) {
            LOG.debug("the listening connection is given up", broken);
        }
    }

    private void receive(Connection connection) throws SQLException {
        var postgres = connection.unwrap(PGConnection.class);
        long checked = System.nanoTime();
        while (!closed) {
            var notifications = postgres.getNotifications(POLL_MILLIS);
            if (notifications != null && notifications.length > 0) {
                var signals = new ArrayList<Signal>();
                for (var notification : notifications) {
                    signals.add(signal(notification.getParameter()));
                }
                receiver.accept(signals);
            } else if (System.nanoTime() - checked > CHECK_NANOS) {
                // a connection that a firewall forgot looks like silence
                if (!connection.isValid(5)) {
                    throw new SQLException("the listening connection is dead");
                }
                checked = System.nanoTime();
            }
        }
    }

    /** A node of a newer version may say what this one doesn't know: it can't tell who is concerned, so everybody is. */
    private Signal signal(String payload) {
        try {
            return json.readValue(payload, Signal.class);
        } catch (JacksonException e) {
            return new Signal.Gap();
        }
    }

    private long sleep(long millis) {
        if (!closed) {
            try {
                Thread.sleep(millis);
            } catch (InterruptedException e) {
                closed = true;
                Thread.currentThread().interrupt();
            }
        }
        return millis;
    }

    @Override
    public void close() {
        closed = true;
        outgoing.close();
        try {
            // it sees the end at its next look and gives its connection back; interrupted in the middle it would break
            // it
            listener.join(4L * POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
