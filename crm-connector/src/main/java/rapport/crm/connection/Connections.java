package rapport.crm.connection;

import jakarta.annotation.PreDestroy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import rapport.crm.spi.CallLedger;
import rapport.crm.spi.CrmAccess;
import rapport.crm.spi.CrmAdapter;
import rapport.crm.spi.CrmDescriptor;
import rapport.crm.spi.CrmLink;
import rapport.crm.spi.CrmType;
import rapport.crm.spi.KeptTokens;
import rapport.social.shared.Problem;

/**
 * The connections that there are: those of the configuration, which never change, and those that admins set up on the pages,
 * which change while the server runs. Every node looks every second whether they did. Opening them calls no CRM, so a CRM
 * that is down or wrong keeps no server from starting.
 */
@Component
public class Connections {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
    /** How old may be what a node knows of the stored ones. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    private static final Map<String, Set<String>> TRACKED = Map.of(
            "opportunity", Set.of("stage", "amount", "closeOn", "owner"),
            "account", Set.of("owner", "type", "industry"),
            "contact", Set.of("account"));

    private final Map<String, CrmAdapter> adapters = new TreeMap<>();
    private final URI publicUrl;
    private final @Nullable StoredConnections stored;
    private final @Nullable ConnectionTokens tokens;
    private final @Nullable ConnectionCalls calls;
    private final Map<String, Opened> declared;
    private volatile Known known;

    /** @param at as {@link System#nanoTime} tells it */
    private record Known(Map<String, Opened> byKey, Map<String, StoredConnections.Stamp> versions, long at) {}

    /**
     * A connection and what it was opened with.
     *
     * @param connection null if it cannot be opened
     * @param version    null when it stands in the configuration
     * @param mistakes   why it cannot be opened
     */
    record Opened(
            @Nullable Connection connection,
            @Nullable CrmAccess access,
            ConnectionSettings settings,
            @Nullable Integer version,
            List<String> mistakes) {
        boolean isDeclared() {
            return version == null;
        }
    }

    @Autowired
    Connections(
            ConnectionsSettings settings,
            List<CrmAdapter> adapters,
            @Nullable StoredConnections stored,
            @Nullable ConnectionTokens tokens,
            @Nullable ConnectionCalls calls) {
        this.publicUrl = settings.publicUrl();
        this.stored = stored;
        this.tokens = tokens;
        this.calls = calls;
        adapters.forEach(adapter -> this.adapters.put(adapter.descriptor().crm(), adapter));
        List<String> mistakes = new ArrayList<>();
        Map<String, Opened> opened = new LinkedHashMap<>();
        new TreeMap<>(settings.connections()).forEach((key, connection) -> {
            int before = mistakes.size();
            var adapter = SettingsCheck.check(key, connection, this.adapters, mistakes);
            if (adapter != null && mistakes.size() == before) {
                opened.put(key, open(key, connection, adapter, null));
            }
        });
        if (!mistakes.isEmpty()) {
            throw new InvalidConnectionSettings(mistakes);
        }
        this.declared = opened;
        this.known = new Known(opened, Map.of(), System.nanoTime() - FRESH.toNanos());
    }

    /** Those of the configuration alone. */
    Connections(ConnectionsSettings settings, List<CrmAdapter> adapters) {
        this(settings, adapters, null, null, null);
    }

    public Collection<Connection> all() {
        return opened().values().stream()
                .map(Opened::connection)
                .filter(Objects::nonNull)
                .toList();
    }

    public Optional<Connection> find(String key) {
        return findOpened(key).map(Opened::connection);
    }

    /** @throws Problem 404 if there is none, 409 if its settings do not allow to open it */
    public Connection require(String key) {
        return find(key)
                .orElseThrow(() -> mistakesOf(key).isEmpty()
                        ? Problem.notFound()
                        : new Problem(
                                409, "connection-unusable", "connection", String.join(" ", mistakesOf(key)), null));
    }

    /** With what it was opened with, or why it was not. One that is not known may be new: then the database is asked. */
    Optional<Opened> findOpened(String key) {
        var found = opened().get(key);
        if (found == null && SettingsCheck.KEY.matcher(key).matches()) {
            refresh();
            found = known.byKey().get(key);
        }
        return Optional.ofNullable(found);
    }

    Map<String, Opened> opened() {
        if (System.nanoTime() - known.at() >= FRESH.toNanos()) {
            refresh();
        }
        return known.byKey();
    }

    /** The adapters, by their words in the configuration. */
    public Collection<CrmAdapter> adapters() {
        return adapters.values();
    }

    /**
     * Another way to the CRM than the one that runs use, which belongs to them alone; reading it changes nothing. To be closed.
     *
     * @return empty if there is no such connection, or its settings are wrong
     */
    public Optional<CrmLink> openLink(String key) {
        return findOpened(key).flatMap(opened -> {
            var connection = opened.connection();
            var access = opened.access();
            return connection == null || access == null
                    ? Optional.empty()
                    : Optional.of(connection.adapter().look(access));
        });
    }

    /** Why a connection that exists cannot be opened; none if it can, or does not exist. */
    public List<String> mistakesOf(String key) {
        return findOpened(key).map(Opened::mistakes).orElse(List.of());
    }

    /** Where the CRM is. */
    public Optional<URI> address(String key) {
        return findOpened(key).map(opened -> opened.settings().address());
    }

    /** Whether it stands in the configuration, where alone it can be changed. */
    public boolean isDeclared(String key) {
        return declared.containsKey(key);
    }

    /** Takes up at once what changed in the database. */
    synchronized void refresh() {
        if (stored == null) {
            return;
        }
        Known before = known;
        try {
            Map<String, StoredConnections.Stamp> versions = stored.versions();
            if (versions.equals(before.versions())) {
                known = new Known(before.byKey(), versions, System.nanoTime());
                return;
            }
            Map<String, Opened> now = new LinkedHashMap<>(declared);
            new TreeMap<>(versions).forEach((key, version) -> {
                var old = before.byKey().get(key);
                if (declared.containsKey(key)) {
                    LOG.warn("connection {}: stands in the configuration too, which is what counts", key);
                } else if (old != null && version.equals(before.versions().get(key))) {
                    now.put(key, old);
                } else {
                    stored.find(key).ifPresent(found -> now.put(key, open(found)));
                }
            });
            known = new Known(now, versions, System.nanoTime());
        } catch (DataAccessException e) {
            LOG.warn("the stored connections cannot be read; those known go on");
            known = new Known(before.byKey(), before.versions(), System.nanoTime());
        }
    }

    private Opened open(StoredConnection connection) {
        List<String> mistakes = new ArrayList<>();
        ConnectionSettings settings = settings(connection, mistakes);
        var adapter = SettingsCheck.check(connection.key(), settings, adapters, mistakes);
        if (adapter == null || !mistakes.isEmpty()) {
            LOG.error("connection {} cannot be used: {}", connection.key(), String.join("; ", mistakes));
            return new Opened(null, null, settings, connection.version(), List.copyOf(mistakes));
        }
        return open(connection.key(), settings, adapter, connection.version());
    }

    /** What is wrong with it; none if it can be opened. */
    List<String> mistakes(StoredConnection connection) {
        List<String> mistakes = new ArrayList<>();
        ConnectionSettings settings = settings(connection, mistakes);
        if (mistakes.isEmpty()) {
            SettingsCheck.check(connection.key(), settings, adapters, mistakes);
        }
        return mistakes;
    }

    /** Read as the configuration is, so that both have the same names, defaults and limits. */
    private static ConnectionSettings settings(StoredConnection connection, List<String> mistakes) {
        String prefix = "rapport.connections." + connection.key();
        Map<String, String> flat = new HashMap<>();
        flatten(prefix, connection.settings(), flat);
        connection.secrets().forEach((name, value) -> {
            String place = name.startsWith("credentials.")
                    ? prefix + ".credentials[" + name.substring("credentials.".length()) + "]"
                    : prefix + "." + name;
            flat.put(place, value);
        });
        var binder = new Binder(new MapConfigurationPropertySource(flat));
        try {
            return binder.bindOrCreate(prefix, ConnectionSettings.class);
        } catch (BindException e) {
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            mistakes.add(e.getName() + ": cannot be used (expected: "
                    + String.valueOf(cause.getMessage()).replaceAll("\\s+", " ") + ")");
            return new Binder(new MapConfigurationPropertySource(Map.of()))
                    .bindOrCreate(prefix, ConnectionSettings.class);
        }
    }

    private static void flatten(String name, @Nullable Object value, Map<String, String> flat) {
        if (value instanceof Map<?, ?> map) {
            // Names of an adapter's own are taken as they are, with every sign they may hold.
            boolean own = name.endsWith(".options") || name.endsWith(".credentials") || name.endsWith(".tracked");
            map.forEach((key, part) -> flatten(own ? name + "[" + key + "]" : name + "." + key, part, flat));
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                flatten(name + "[" + i + "]", list.get(i), flat);
            }
        } else if (value != null) {
            flat.put(name, value.toString());
        }
    }

    /** Where CRMs and browsers reach Rapport, without a slash at the end. */
    public String publicUrl() {
        return publicUrl.toString().replaceAll("/+$", "");
    }

    @PreDestroy
    void close() {
        all().forEach(connection -> connection.link().close());
    }

    private Opened open(String key, ConnectionSettings settings, CrmAdapter adapter, @Nullable Integer version) {
        // Who calls nobody has no address; nothing is ever sent to this one.
        var address = settings.address() == null ? publicUrl : settings.address();
        Map<String, String> credentials = settings.allCredentials();
        CrmDescriptor descriptor = adapter.descriptor(settings.options());
        List<CrmType> types = descriptor.types().stream()
                .filter(type -> settings.types().isEmpty() || settings.types().contains(type.name()))
                .toList();
        String secret = settings.embed().secret();
        var access = new CrmAccess(
                key,
                address,
                credentials,
                settings.options(),
                settings.connectTimeout(),
                settings.answerTimeout(),
                settings.overlap(),
                tokens == null ? KeptTokens.inMemory() : tokens.of(key),
                calls == null ? CallLedger.inMemory() : calls.of(key, hash(address, credentials)));
        var connection = new Connection(
                key,
                settings.name() == null || settings.name().isBlank() ? key : settings.name(),
                adapter,
                descriptor,
                adapter.open(access),
                settings.visibility(),
                types,
                tracked(settings, descriptor, types),
                List.copyOf(settings.followRules()),
                settings.pollEvery(),
                settings.reconcileEvery(),
                settings.peopleEvery(),
                settings.overlap(),
                settings.connectTimeout().plus(settings.answerTimeout()),
                settings.webhooks() && descriptor.webhooks(),
                settings.vanishPercent(),
                settings.storyLimit(),
                hash(address, credentials),
                secret == null || secret.isBlank() ? null : secret,
                List.copyOf(settings.embed().origins()));
        return new Opened(connection, access, settings, version, List.of());
    }

    /** For each type the fields with thresholds, else the plain ones, else the default. */
    private static List<TrackedField> tracked(
            ConnectionSettings settings, CrmDescriptor descriptor, List<CrmType> types) {
        List<TrackedField> tracked = new ArrayList<>();
        for (CrmType type : types) {
            List<TrackedField> own = settings.trackedFields().stream()
                    .filter(field -> field.type().equals(type.name()))
                    .toList();
            if (!own.isEmpty()) {
                tracked.addAll(own);
                continue;
            }
            Set<String> wanted = new TreeSet<>(
                    settings.tracked().containsKey(type.name())
                            ? settings.tracked().get(type.name())
                            : TRACKED.getOrDefault(type.name(), Set.of()));
            wanted.retainAll(Connection.fieldNames(descriptor, type));
            wanted.forEach(field -> tracked.add(new TrackedField(type.name(), field, null, null)));
        }
        return List.copyOf(tracked);
    }

    private static String hash(URI address, Map<String, String> credentials) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(address.toString().getBytes(StandardCharsets.UTF_8));
            new TreeMap<>(credentials).forEach((name, value) -> {
                digest.update((byte) 0);
                digest.update(name.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
                digest.update(value.getBytes(StandardCharsets.UTF_8));
            });
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
