package rapport.social.audience;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import rapport.social.shared.Ids;
import rapport.social.shared.SubjectId;

/** Audiences: distinct sets of principals, shared by all subjects that have the same set. */
@Component
public class Audiences {
    private final JdbcClient jdbc;
    private final Ids ids;

    Audiences(JdbcClient jdbc, Ids ids) {
        this.jdbc = jdbc;
        this.ids = ids;
    }

    /**
     * The audience of exactly these principals, made when it is new. An empty set is an audience of nobody.
     *
     * @return an id, never {@link Audience#EVERYBODY}
     */
    @Transactional
    public long idFor(Collection<Long> principals) {
        SortedSet<Long> sorted = new TreeSet<>(principals);
        String key = hash(sorted.stream().map(String::valueOf).collect(Collectors.joining(",")));
        var known = find(key);
        if (known != null) {
            return known;
        }
        long id = ids.next();
        int inserted = jdbc.sql("insert into audience (id, key_hash) values (:id, :key) on conflict do nothing")
                .param("id", id)
                .param("key", key)
                .update();
        if (inserted == 0) {
            var raced = find(key);
            if (raced == null) {
                throw new IllegalStateException("audience " + key + " vanished while it was being made");
            }
            return raced;
        }
        for (long principal : sorted) {
            jdbc.sql("insert into audience_principal (audience_id, principal_id) values (:audience, :principal)")
                    .param("audience", id)
                    .param("principal", principal)
                    .update();
        }
        return id;
    }

    /** The same for many sets at once: one look-up for each distinct set. */
    @Transactional
    public <K> Map<K, Long> idsFor(Map<K, ? extends Collection<Long>> sets) {
        Map<SortedSet<Long>, Long> bySet = new HashMap<>();
        Map<K, Long> result = new HashMap<>();
        sets.forEach((key, set) -> result.put(key, bySet.computeIfAbsent(new TreeSet<>(set), this::idFor)));
        return result;
    }

    /** Sets who may see a subject; the words of typeahead follow, since they carry a copy. */
    @Transactional
    public void set(SubjectId subject, long audience) {
        int updated = jdbc.sql("update subject_access set audience_id = :audience where subject_id = :subject")
                .param("audience", audience)
                .param("subject", subject.value())
                .update();
        if (updated == 0) {
            jdbc.sql("insert into subject_access (subject_id, audience_id) values (:subject, :audience)")
                    .param("audience", audience)
                    .param("subject", subject.value())
                    .update();
        }
        jdbc.sql("update subject_word set audience_id = :audience where subject_id = :subject")
                .param("audience", audience)
                .param("subject", subject.value())
                .update();
    }

    private @org.jspecify.annotations.Nullable Long find(String key) {
        return jdbc.sql("select id from audience where key_hash = :key")
                .param("key", key)
                .query(Long.class)
                .optional()
                .orElse(null);
    }

    private static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
