package rapport.crm.connection;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.crm.phrase.Phrases;
import rapport.crm.spi.CrmAdapter;
import rapport.crm.spi.CrmType;
import rapport.crm.spi.WebhookSubscription;

/** Reads what is to be told of the connections, in a few statements however many there are. */
@Component
public class ConnectionViews {
    /** Rows set aside that are shown; the count tells how many there are. */
    private static final int SET_ASIDE = 20;

    private final Connections connections;
    private final ConnectionStates states;
    private final WebhookSubscriptions subscriptions;
    private final JdbcClient jdbc;
    private final Clock clock;

    ConnectionViews(
            Connections connections,
            ConnectionStates states,
            WebhookSubscriptions subscriptions,
            JdbcClient jdbc,
            Clock clock) {
        this.connections = connections;
        this.states = states;
        this.subscriptions = subscriptions;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    private record Read(
            String connection,
            String type,
            long done,
            @Nullable Long total,
            boolean loaded) {}

    /** One of them with all that an admin may know; empty if there is none. */
    public Optional<ConnectionView> find(String key, Locale language) {
        return connections.findOpened(key).map(opened -> {
            Map<String, Long> counts = counts(key).getOrDefault(key, Map.of());
            Connection connection = opened.connection();
            return connection == null
                    ? unusable(key, opened, counts)
                    : view(opened, connection, reads(key).getOrDefault(key, Map.of()), counts, true, language);
        });
    }

    public List<ConnectionView> all(boolean forAdmin, Locale language) {
        Map<String, Map<String, Read>> reads = reads(null);
        Map<String, Map<String, Long>> counts = counts(null);
        List<ConnectionView> views = new ArrayList<>();
        connections.opened().forEach((key, opened) -> {
            Connection connection = opened.connection();
            if (connection != null) {
                views.add(view(
                        opened,
                        connection,
                        reads.getOrDefault(key, Map.of()),
                        counts.getOrDefault(key, Map.of()),
                        forAdmin,
                        language));
            } else if (forAdmin) {
                views.add(unusable(key, opened, counts.getOrDefault(key, Map.of())));
            }
        });
        return views;
    }

    /** By connection and type; of one connection or of all. */
    private Map<String, Map<String, Read>> reads(@Nullable String key) {
        Map<String, Map<String, Read>> reads = new HashMap<>();
        of(
                        key,
                        "select connection, type, done, total, loaded_at is not null as loaded from crm_progress",
                        "where connection = :key",
                        "")
                .query(Read.class)
                .list()
                .forEach(read -> reads.computeIfAbsent(read.connection(), known -> new HashMap<>())
                        .put(read.type(), read));
        return reads;
    }

    private Map<String, Map<String, Long>> counts(@Nullable String key) {
        Map<String, Map<String, Long>> counts = new HashMap<>();
        of(
                        key,
                        "select connection, type, count(*) as n from crm_record where gone_at is null",
                        "and connection = :key",
                        "group by connection, type")
                .query((row, number) -> counts.computeIfAbsent(row.getString(1), known -> new HashMap<>())
                        .put(row.getString(2), row.getLong(3)))
                .list();
        return counts;
    }

    private JdbcClient.StatementSpec of(@Nullable String key, String select, String where, String rest) {
        return key == null
                ? jdbc.sql(select + " " + rest)
                : jdbc.sql(select + " " + where + " " + rest).param("key", key);
    }

    /** Its settings were right once: an adapter is gone, or the key that opens its credentials. */
    private ConnectionView unusable(String key, Connections.Opened opened, Map<String, Long> counts) {
        ConnectionSettings settings = opened.settings();
        return new ConnectionView(
                key,
                String.valueOf(settings.crm()),
                settings.name() == null ? key : settings.name(),
                "stopped",
                states.of(key).lastSyncAt(),
                List.of(),
                counts,
                String.join(" ", opened.mistakes()),
                "stop",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                false,
                opened.version(),
                null,
                setup(key, opened, null));
    }

    private ConnectionView view(
            Connections.Opened opened,
            Connection connection,
            Map<String, Read> reads,
            Map<String, Long> counted,
            boolean forAdmin,
            Locale language) {
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
                forAdmin ? Phrases.tellOrNull(state.message(), language) : null,
                forAdmin ? state.remedy() : null,
                forAdmin ? state.nextAt() : null,
                forAdmin ? state.lastSweepAt() : null,
                forAdmin ? Boolean.valueOf(state.hookedAt() != null) : null,
                forAdmin ? webhookAddresses(key) : null,
                forAdmin ? number("select collapsed_changes from crm_connection where connection = :key", key) : null,
                forAdmin ? number("select count(*) from crm_set_aside where connection = :key", key) : null,
                forAdmin ? setAside(key) : null,
                forAdmin ? Boolean.valueOf(opened.isDeclared()) : null,
                forAdmin ? opened.version() : null,
                forAdmin && state.lastSyncAt() != null
                        ? Long.valueOf(Math.max(
                                0,
                                Duration.between(state.lastSyncAt(), clock.instant())
                                        .toSeconds()))
                        : null,
                forAdmin ? setup(key, opened, connection) : null);
    }

    private ConnectionView.Setup setup(String key, Connections.Opened opened, @Nullable Connection connection) {
        ConnectionSettings settings = opened.settings();
        Map<String, String> given = settings.allCredentials();
        List<ConnectionView.Credential> credentials = new ArrayList<>();
        connections.adapters().stream()
                .map(CrmAdapter::descriptor)
                .filter(descriptor -> descriptor.crm().equals(settings.crm()))
                .flatMap(descriptor -> descriptor.credentials().stream())
                .forEach(credential -> credentials.add(new ConnectionView.Credential(
                        credential.name(),
                        given.containsKey(credential.name()),
                        credential.secret() ? null : given.get(credential.name()))));
        var mirror = connection == null
                ? new ConnectionView.Mirror(settings.types(), settings.trackedFields(), settings.followRules())
                : new ConnectionView.Mirror(
                        connection.types().stream().map(CrmType::name).toList(),
                        connection.trackedFields(),
                        connection.followRules());
        List<String> types = new ArrayList<>();
        Map<String, List<ConnectionView.Field>> fields = new TreeMap<>();
        if (connection != null) {
            connection.descriptor().types().forEach(type -> types.add(type.name()));
            connection
                    .descriptor()
                    .fields()
                    .forEach((type, known) -> fields.put(
                            type.name(),
                            known.stream()
                                    .map(field -> new ConnectionView.Field(
                                            field.name(), field.kind().name().toLowerCase(Locale.ROOT)))
                                    .toList()));
        }
        return new ConnectionView.Setup(
                settings.address() == null ? null : settings.address().toString(),
                credentials,
                settings.visibility().name().toLowerCase(Locale.ROOT),
                mirror,
                types,
                fields,
                settings.options(),
                settings.webhooks(),
                new ConnectionView.Embed(
                        settings.embed().secret() != null
                                && !settings.embed().secret().isBlank(),
                        settings.embed().origins(),
                        embedSeenAt(key)));
    }

    private @Nullable Instant embedSeenAt(String key) {
        return jdbc.sql("select embed_seen_at from crm_connection where connection = :key")
                .param("key", key)
                .query((row, number) -> Optional.ofNullable(ConnectionStates.time(row, "embed_seen_at")))
                .optional()
                .flatMap(seen -> seen)
                .orElse(null);
    }

    private List<String> webhookAddresses(String key) {
        return subscriptions.of(key).stream()
                .filter(subscription -> subscription.externalId().isEmpty())
                .map(WebhookSubscription::address)
                .sorted()
                .toList();
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
