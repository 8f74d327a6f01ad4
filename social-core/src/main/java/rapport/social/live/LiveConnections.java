package rapport.social.live;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.MetaDataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import rapport.social.audience.Audience;
import rapport.social.member.MemberId;
import rapport.social.member.Sessions;
import rapport.social.member.Viewer;
import rapport.social.notification.Notifications;
import rapport.social.shared.Problem;
import tools.jackson.databind.json.JsonMapper;

/** The open pages of this node. */
@Component
@EnableConfigurationProperties(LiveSettings.class)
class LiveConnections implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(LiveConnections.class);
    /** Readers so slow that a write to them waits may each hold one, until the server's idle timeout ends it. */
    private static final int WRITERS = 64;

    private static final String NOTHING = "{}";

    private final Set<LiveConnection> open = ConcurrentHashMap.newKeySet();
    private final JdbcClient jdbc;
    private final DataSource source;
    private final Sessions sessions;
    private final Notifications notifications;
    private final JsonMapper json;
    private final LiveSettings settings;

    private @Nullable LiveBus bus;
    private @Nullable ThreadPoolExecutor writers;
    private @Nullable ScheduledExecutorService heart;

    LiveConnections(
            JdbcClient jdbc,
            DataSource source,
            Sessions sessions,
            Notifications notifications,
            JsonMapper json,
            LiveSettings settings) {
        this.jdbc = jdbc;
        this.source = source;
        this.sessions = sessions;
        this.notifications = notifications;
        this.json = json;
        this.settings = settings;
    }

    @Override
    public synchronized void start() {
        if (isRunning()) {
            return;
        }
        // the queue holds at most one task for each connection
        writers = new ThreadPoolExecutor(
                WRITERS, WRITERS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named("live-write"));
        writers.allowCoreThreadTimeOut(true);
        heart = Executors.newSingleThreadScheduledExecutor(named("live-heart"));
        long millis = settings.heartbeat().toMillis();
        heart.scheduleAtFixedRate(this::beat, millis, millis, TimeUnit.MILLISECONDS);
        bus = isPostgresql() ? new PostgresBus(source, json, this::deliver) : new InProcessBus("live", this::deliver);
    }

    private boolean isPostgresql() {
        try {
            return JdbcUtils.extractDatabaseMetaData(source, metaData -> metaData.getDatabaseProductName())
                    .equals("PostgreSQL");
        } catch (MetaDataAccessException e) {
            throw new IllegalStateException("the database does not tell what it is", e);
        }
    }

    private static ThreadFactory named(String name) {
        var number = new AtomicInteger();
        return task -> {
            var thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Before the web server, which would wait for the open requests to end. */
    @Override
    public synchronized void stop() {
        open.forEach(LiveConnection::cut);
        open.clear();
        if (bus != null) {
            bus.close();
            bus = null;
        }
        if (heart != null) {
            heart.shutdownNow();
            heart = null;
        }
        if (writers != null) {
            writers.shutdown();
            writers = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return bus != null;
    }

    void publish(Signal signal) {
        var running = bus;
        if (running != null) {
            running.publish(signal);
        }
    }

    /** @throws Problem too many requests, when the member has as many open as are allowed */
    SseEmitter open(Viewer viewer) {
        var executor = writers;
        if (executor == null) {
            throw new Problem(503, "stopping");
        }
        long same = open.stream()
                .filter(connection -> connection.viewer().memberId().equals(viewer.memberId()))
                .count();
        if (same >= settings.maxPerMember()) {
            throw Problem.tooManyRequests((int) Math.max(1, settings.heartbeat().toSeconds()));
        }
        var emitter = new SseEmitter(0L);
        var connection = new LiveConnection(viewer, emitter, settings.queue(), executor);
        emitter.onCompletion(() -> open.remove(connection));
        emitter.onError(failure -> open.remove(connection));
        emitter.onTimeout(() -> open.remove(connection));
        // first in, then greeted: whoever reads after the greeting misses nothing
        open.add(connection);
        connection.send("ready", NOTHING);
        connection.send("inbox", inbox(notifications.counts(viewer.memberId())));
        return emitter;
    }

    int count() {
        return open.size();
    }

    /** Gives what happened to those who may know of it, in at most one statement a signal. */
    void deliver(List<Signal> signals) {
        open.removeIf(LiveConnection::isCut);
        if (open.isEmpty()) {
            return;
        }
        for (Signal signal : signals) {
            try {
                deliver(signal);
            } catch (RuntimeException e) {
                LOG.warn("a live signal was lost; pages are asked to catch up", e);
                open.forEach(connection -> connection.send("ready", NOTHING));
            }
        }
    }

    private void deliver(Signal signal) {
        Map<Long, List<LiveConnection>> byMember = open.stream()
                .collect(Collectors.groupingBy(connection -> connection.viewer().id()));
        if (signal instanceof Signal.Change change) {
            var seen = seenBy(change.subject(), byMember.keySet());
            var data = new LinkedHashMap<String, String>();
            data.put("type", change.type());
            put(data, "subject", change.subject());
            put(data, "root", seen.root());
            put(data, "post", change.post());
            put(data, "comment", change.comment());
            put(data, "actor", change.actor());
            send(byMember, seen.members(), "change", json.writeValueAsString(data));
        } else if (signal instanceof Signal.OfRecord record) {
            var data = json.writeValueAsString(Map.of("subject", Long.toString(record.subject())));
            send(byMember, seenBy(record.subject(), byMember.keySet()).members(), "record", data);
        } else if (signal instanceof Signal.Inbox inbox) {
            var here = inbox.members().stream()
                    .filter(byMember::containsKey)
                    .map(MemberId::new)
                    .toList();
            if (!here.isEmpty()) {
                var counts = notifications.counts(here);
                here.forEach(member -> send(
                        byMember,
                        Set.of(member.value()),
                        "inbox",
                        inbox(counts.getOrDefault(member, Notifications.Counts.NONE))));
            }
        } else if (signal instanceof Signal.Sync sync) {
            var data = json.writeValueAsString(Map.of("connection", sync.connection()));
            send(byMember, byMember.keySet(), "sync", data);
        } else {
            send(byMember, byMember.keySet(), "ready", NOTHING);
        }
    }

    private static void put(Map<String, String> data, String key, @Nullable Long value) {
        if (value != null) {
            data.put(key, value.toString());
        }
    }

    private static void send(
            Map<Long, List<LiveConnection>> byMember, Collection<Long> members, String event, String data) {
        members.forEach(
                member -> byMember.getOrDefault(member, List.of()).forEach(connection -> connection.send(event, data)));
    }

    private String inbox(Notifications.Counts counts) {
        return json.writeValueAsString(counts);
    }

    private record Seen(Set<Long> members, @Nullable Long root) {}

    private Seen seenBy(long subject, Set<Long> members) {
        var seen = new HashSet<Long>();
        var root = new HashMap<String, Long>();
        jdbc.sql("""
                        select m.id, sj.root_id
                          from member m join subject_access s on s.subject_id = :subject join subject sj on sj.id = s.subject_id
                         where m.id = any(:members) and m.active and %s
                        """.formatted(Audience.maySee("s.audience_id", "m.id")))
                .param("subject", subject)
                .param("members", members.toArray(Long[]::new))
                .query(row -> {
                    seen.add(row.getLong("id"));
                    long id = row.getLong("root_id");
                    if (!row.wasNull()) {
                        root.put("root", id);
                    }
                });
        return new Seen(seen, root.get("root"));
    }

    /** Ends what has no session any more, and shows the others that we are here. */
    void beat() {
        try {
            open.removeIf(LiveConnection::isCut);
            if (open.isEmpty()) {
                return;
            }
            var valid = sessions.stillOpen(open.stream()
                    .map(connection -> connection.viewer().sessionHash())
                    .collect(Collectors.toSet()));
            for (LiveConnection connection : open) {
                if (valid.contains(connection.viewer().sessionHash())) {
                    connection.beat();
                } else {
                    connection.cut();
                }
            }
        } catch (RuntimeException e) {
            // the timer would stop for good
            LOG.warn("the sessions of live connections could not be checked", e);
        }
    }
}
