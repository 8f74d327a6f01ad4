package rapport.social.post;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.social.shared.Problem;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes a create safe to repeat: the same {@code Idempotency-Key} by the same member gives the same item, however often
 * and however concurrently it is sent. A key is kept as long as its item: a phone may try again after weeks.
 */
@Component
public class CreateKeys {
    private static final int MAX_LENGTH = 200;
    private static final String HEADER = "Idempotency-Key";

    private final JdbcClient jdbc;
    private final JsonMapper json;

    CreateKeys(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** What a key was used for. The code is what the table holds. */
    public enum Kind {
        POST(1),
        COMMENT(2),
        STREAM(3);

        private final int code;

        Kind(int code) {
            this.code = code;
        }
    }

    private record Used(String requestHash, int kind, long itemId) {}

    /**
     * Ties a key to the item about to be created, in the caller's transaction. A second request with the key waits here
     * until the first is through.
     *
     * @param key     null: the caller does not care for repeats
     * @param place   what the request is addressed to: the same words elsewhere are another request
     * @param request what was sent
     * @return the item that an earlier request with this key created
     * @throws Problem if the key is malformed, or was sent before with another request
     */
    public Optional<Long> claim(long member, @Nullable String key, Kind kind, String place, Object request, long item) {
        if (key == null) {
            return Optional.empty();
        }
        if (key.isBlank() || key.length() > MAX_LENGTH) {
            throw key.isBlank() ? Problem.required(HEADER) : Problem.tooLong(HEADER, key.length(), MAX_LENGTH);
        }
        String hash = hash(place, request);
        int claimed = jdbc.sql("""
                        insert into idempotency (member_id, idempotency_key, request_hash, kind, item_id)
                        values (:member, :key, :hash, :kind, :item) on conflict do nothing
                        """)
                .param("member", member)
                .param("key", key)
                .param("hash", hash)
                .param("kind", kind.code)
                .param("item", item)
                .update();
        if (claimed == 1) {
            return Optional.empty();
        }
        Used used = jdbc.sql("""
                        select i.request_hash, i.kind, i.item_id from idempotency i
                         where i.member_id = :member and i.idempotency_key = :key
                        """)
                .param("member", member)
                .param("key", key)
                .query(Used.class)
                .single();
        if (used.kind() != kind.code || !used.requestHash().equals(hash)) {
            throw new Problem(422, "idempotency-key-reused", HEADER, key, null);
        }
        return Optional.of(used.itemId());
    }

    /** What was created by a request became another item: a repeat is answered with that. */
    public void move(long from, long to) {
        jdbc.sql("update idempotency set item_id = :to where item_id = :from")
                .param("to", to)
                .param("from", from)
                .update();
    }

    private String hash(String place, Object request) {
        try {
            byte[] sent = (place + "\n" + json.writeValueAsString(request)).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(sent));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
