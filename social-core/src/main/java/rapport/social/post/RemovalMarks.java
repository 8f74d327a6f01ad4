package rapport.social.post;

import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.social.member.MemberId;
import rapport.social.shared.Problem;
import rapport.social.shared.Times;

/** What stands in the place of posts and comments whose words a moderator took out for good. */
@Component
public class RemovalMarks {
    private final JdbcClient jdbc;

    RemovalMarks(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Marks a post or a comment. @return false when it was marked before */
    public boolean put(long item, MemberId by, String reason, Instant at) {
        return jdbc.sql("""
                        insert into removal (item_id, removed_by, reason, removed_at)
                        values (:item, :by, :reason, :at) on conflict do nothing
                        """)
                        .param("item", item)
                        .param("by", by.value())
                        .param("reason", reason)
                        .param("at", Times.utc(at))
                        .update()
                == 1;
    }

    /** @throws Problem if the words were taken out: nothing can be changed about that */
    public void requireStanding(long item) {
        jdbc.sql("select r.reason from removal r where r.item_id = :item")
                .param("item", item)
                .query(String.class)
                .optional()
                .ifPresent(reason -> {
                    throw new Problem(409, "removed", null, reason, null);
                });
    }
}
