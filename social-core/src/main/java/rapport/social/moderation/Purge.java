package rapport.social.moderation;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import rapport.social.draft.Drafts;
import rapport.social.file.UploadedFiles;
import rapport.social.shared.Times;

/**
 * Deletes for good what authors deleted long ago. Until then a deleted post waits aside for its author's undo, and for
 * whoever must prove what was said.
 */
@Component
@EnableConfigurationProperties(ModerationSettings.class)
class Purge {
    /** Posts, or comments, of one transaction. */
    static final int CHUNK = 100;

    private final JdbcClient jdbc;
    private final UploadedFiles files;
    private final Drafts drafts;
    private final Traces traces;
    private final ModerationSettings settings;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Purge(
            JdbcClient jdbc,
            UploadedFiles files,
            Drafts drafts,
            Traces traces,
            ModerationSettings settings,
            TransactionTemplate transaction,
            Clock clock) {
        this.jdbc = jdbc;
        this.files = files;
        this.drafts = drafts;
        this.traces = traces;
        this.settings = settings;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** @return how many posts and comments */
    int run() {
        Instant before = clock.instant().minus(settings.purgeAfter());
        int purged = 0;
        int chunk;
        do {
            chunk = inTransaction(() -> purgePosts(before));
            purged += chunk;
        } while (chunk == CHUNK);
        do {
            chunk = inTransaction(() -> purgeComments(before));
            purged += chunk;
        } while (chunk == CHUNK);
        return purged;
    }

    private interface Step {
        int run();
    }

    private int inTransaction(Step step) {
        Integer done = transaction.execute(status -> step.run());
        return done == null ? 0 : done;
    }

    private int purgePosts(Instant before) {
        List<Long> posts = jdbc.sql("""
                        select d.id from deleted_post d where d.deleted_at < :before
                         order by d.deleted_at limit :chunk for update
                        """)
                .param("before", Times.utc(before))
                .param("chunk", CHUNK)
                .query(Long.class)
                .list();
        if (posts.isEmpty()) {
            return 0;
        }
        Long[] ids = posts.toArray(Long[]::new);
        List<Long> items = new ArrayList<>(posts);
        items.addAll(jdbc.sql("select c.id from comment c where c.post_id = any(:posts)")
                .param("posts", ids)
                .query(Long.class)
                .list());
        files.deleteOf(items);
        drafts.forgetEdits(items);
        traces.forgetPosts(posts, items);
        jdbc.sql("delete from deleted_post where id = any(:posts)")
                .param("posts", ids)
                .update();
        return posts.size();
    }

    /** A deleted comment keeps its place in the thread; what it had said goes. */
    private int purgeComments(Instant before) {
        List<Long> comments = jdbc.sql("""
                        select c.id from comment c
                         where c.deleted_at < :before
                           and (exists (select 1 from revision r where r.item_id = c.id)
                                or exists (select 1 from file f where f.item_id = c.id))
                         order by c.deleted_at limit :chunk for update
                        """)
                .param("before", Times.utc(before))
                .param("chunk", CHUNK)
                .query(Long.class)
                .list();
        files.deleteOf(comments);
        drafts.forgetEdits(comments);
        traces.forgetWords(comments);
        return comments.size();
    }
}
