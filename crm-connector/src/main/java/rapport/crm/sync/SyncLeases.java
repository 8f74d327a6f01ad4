package rapport.crm.sync;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import rapport.crm.connection.Connection;
import rapport.crm.connection.ConnectionStates;
import rapport.social.shared.Times;

/** One writer for each connection, among all threads and nodes: the holder of a lease in the database. */
@Component
class SyncLeases {
    /** On top of the longest call to the CRM, between two of which the lease is renewed. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    private final JdbcClient jdbc;
    private final Clock clock;
    private final ConnectionStates states;
    private final DataSource database;
    private final String node = hostName() + "/" + UUID.randomUUID().toString().substring(0, 8);

    SyncLeases(JdbcClient jdbc, Clock clock, ConnectionStates states, DataSource database) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.states = states;
        this.database = database;
    }

    /** @param owner differs for each run, so that two runs of one node exclude each other too */
    record Lease(String connection, String owner, Duration length) {}

    /** Somebody else has taken over; this run must write no more. */
    static final class LeaseLost extends RuntimeException {
        LeaseLost(String connection) {
            super("connection " + connection + ": another node has taken over");
        }
    }

    Optional<Lease> acquire(Connection connection) {
        states.of(connection.key());
        var lease = new Lease(
                connection.key(),
                node + "/" + UUID.randomUUID().toString().substring(0, 8),
                connection.callLimit().plus(MARGIN));
        Instant now = clock.instant();
        int taken = jdbc.sql("""
                        update crm_connection set lease_owner = :owner, lease_until = :until
                         where connection = :connection and (lease_owner is null or lease_until < :now)
                        """)
                .param("owner", lease.owner())
                .param("until", Times.utc(now.plus(lease.length())))
                .param("connection", lease.connection())
                .param("now", Times.utc(now))
                .update();
        return taken == 1 ? Optional.of(lease) : Optional.empty();
    }

    /**
     * Keeps the lease. Inside a transaction it also locks the row until the commit, so nobody else can take over while
     * rows are written.
     *
     * @throws LeaseLost if somebody else has
     */
    @Transactional(propagation = Propagation.SUPPORTS)
    public void renew(Lease lease) {
        int kept = jdbc.sql("""
                        update crm_connection set lease_until = :until
                         where connection = :connection and lease_owner = :owner
                        """)
                .param("until", Times.utc(clock.instant().plus(lease.length())))
                .param("connection", lease.connection())
                .param("owner", lease.owner())
                .update();
        if (kept == 0) {
            throw new LeaseLost(lease.connection());
        }
    }

    void release(Lease lease) {
        jdbc.sql("""
                        update crm_connection set lease_owner = null, lease_until = null
                         where connection = :connection and lease_owner = :owner
                        """)
                .param("connection", lease.connection())
                .param("owner", lease.owner())
                .update();
    }

    /**
     * At the start of a server whose database is embedded: it belongs to this process alone, so whoever holds a lease or
     * has picked a job is dead, and nothing needs to wait for it to expire.
     */
    void forgetTheDead() {
        if (isEmbedded()) {
            jdbc.sql("update crm_connection set lease_owner = null, lease_until = null where lease_owner is not null")
                    .update();
            jdbc.sql("update scheduled_tasks set picked = false, picked_by = null, last_heartbeat = null where picked")
                    .update();
        }
    }

    private boolean isEmbedded() {
        try (var connection = database.getConnection()) {
            String url = String.valueOf(connection.getMetaData().getURL()).toLowerCase(Locale.ROOT);
            return url.startsWith("jdbc:h2:") && !url.contains("tcp:") && !url.contains("auto_server=true");
        } catch (SQLException e) {
            return false;
        }
    }

    private static String hostName() {
        try {
            String name = InetAddress.getLocalHost().getHostName();
            return name.length() > 30 ? name.substring(0, 30) : name;
        } catch (UnknownHostException e) {
            return "node";
        }
    }
}
