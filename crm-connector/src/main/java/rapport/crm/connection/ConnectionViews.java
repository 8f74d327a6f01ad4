package rapport.crm.connection;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.crm.spi.CrmType;

/** Reads what is to be told of the connections, in a few statements however many there are. */
@Component
class ConnectionViews {
    /** Rows set aside that are shown; the count tells how many there are. */
    private static final int SET_ASIDE = 20;

    private final Connections connections;
    private final ConnectionStates states;
    private final JdbcClient jdbc;

    ConnectionViews(Connections connections, ConnectionStates states, JdbcClient jdbc) {
        this.connections = connections;
        this.states = states;
        this.jdbc = jdbc;
    }

    private record Read(
            String connection,
            String type,
            long done,
            @Nullable Long total,
            boolean loaded) {}

    List<ConnectionView> all(boolean forAdmin) {
        Map<String, Map<String, Read>> reads = new HashMap<>();
        jdbc.sql("select connection, type, done, total, loaded_at is not null as loaded from crm_progress")
                .query(Read.class)
                .list()
                .forEach(read -> reads.computeIfAbsent(read.connection(), key -> new HashMap<>())
                        .put(read.type(), read));
        Map<String, Map<String, Long>> counts = new HashMap<>();
        jdbc.sql(
                        "select connection, type, count(*) as n from crm_record where gone_at is null group by connection, type")
                .query((row, number) -> counts.computeIfAbsent(row.getString(1), key -> new HashMap<>())
                        .put(row.getString(2), row.getLong(3)))
                .list();
        List<ConnectionView> views = new ArrayList<>();
        for (Connection connection : connections.all()) {
            views.add(view(
                    connection,
                    reads.getOrDefault(connection.key(), Map.of()),
                    counts.getOrDefault(connection.key(), Map.of()),
                    forAdmin));
        }
        return views;
    }

    private ConnectionView view(
            Connection connection, Map<String, Read> reads, Map<String, Long> counted, boolean forAdmin) {
        ConnectionState state = states.of(connection.key());
        List<ConnectionView.Progress> progress = new ArrayList<>();
        Map<String, Long> counts = new LinkedHashMap<>();
        for (CrmType type : connection.types()) {
            var read = reads.get(type.name());
            long count = counted.getOrDefault(type.name(), 0L);
            if (read == null) {
                progress.add(new ConnectionView.Progress(type.name(), 0, null, false));
            } else if (read.loaded()) {
                progress.add(new ConnectionView.Progress(type.name(), count, count, true));
            } else {
                progress.add(new ConnectionView.Progress(type.name(), read.done(), read.total(), false));
            }
            counts.put(type.name(), count);
        }
        String key = connection.key();
        return new ConnectionView(
                key,
                connection.descriptor().crm(),
                connection.name(),
                state.phase().name().toLowerCase(Locale.ROOT),
                state.lastSyncAt(),
                progress,
                counts,
                forAdmin ? state.message() : null,
                forAdmin ? state.remedy() : null,
                forAdmin ? state.nextAt() : null,
                forAdmin ? state.lastSweepAt() : null,
                forAdmin ? Boolean.valueOf(state.hookedAt() != null) : null,
                forAdmin ? webhookAddresses(key) : null,
                forAdmin ? number("select collapsed_changes from crm_connection where connection = :key", key) : null,
                forAdmin ? number("select count(*) from crm_set_aside where connection = :key", key) : null,
                forAdmin ? setAside(key) : null);
    }

    private List<String> webhookAddresses(String key) {
        return jdbc.sql("select address from crm_webhook where connection = :key and external_id = '' order by address")
                .param("key", key)
                .query(String.class)
                .list();
    }

    private Long number(String sql, String key) {
        return jdbc.sql(sql).param("key", key).query(Long.class).single();
    }

    private List<ConnectionView.SetAside> setAside(String key) {
        return jdbc.sql("""
                        select type, external_id, reason, last_at, times from crm_set_aside
                         where connection = :key order by last_at desc, type, external_id limit :limit
                        """)
                .param("key", key)
                .param("limit", SET_ASIDE)
                .query((row, number) -> setAside(row))
                .list();
    }

    private static ConnectionView.SetAside setAside(ResultSet row) throws SQLException {
        return new ConnectionView.SetAside(
                row.getString("type"),
                row.getString("external_id"),
                row.getString("reason"),
                java.util.Objects.requireNonNull(ConnectionStates.time(row, "last_at")),
                row.getInt("times"));
    }
}
