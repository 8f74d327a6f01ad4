package rapport.social.shared;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The one sequence that gives every id and every bump. It is asked one by one, never in blocks: the id is the order in
 * which things were published, and a block held by one node would break that order.
 */
@Component
public class Ids {

    private final JdbcClient jdbc;

    Ids(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public long next() {
        return jdbc.sql("select nextval('activity_seq')").query(Long.class).single();
    }

    /**
     * Reads an id as the API writes it.
     *
     * @throws Problem not found, if the text is no id: a malformed id names nothing that exists
     */
    public static long parse(String text) {
        if (text.isEmpty() || text.length() > 18 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw Problem.notFound();
        }
        return Long.parseLong(text);
    }
}
