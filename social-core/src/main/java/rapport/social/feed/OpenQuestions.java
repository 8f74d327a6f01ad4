package rapport.social.feed;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.social.audience.Audience;
import rapport.social.comment.CommentDeleted;
import rapport.social.comment.CommentRestored;
import rapport.social.post.PostAdded;
import rapport.social.post.PostEdited;
import rapport.social.post.PostId;
import rapport.social.post.PostStateChanged;
import rapport.social.reaction.AnswerAccepted;
import rapport.social.shared.PageToken;
import rapport.social.shared.Times;

/**
 * Questions that wait for an answer, the longest wait first. They are kept in a list of their own, which follows what happens
 * to a post in the same transaction.
 */
@Component
class OpenQuestions {
    private static final String IS_OPEN = """
            p.kind = 2 and not exists (select 1 from accepted_answer q join comment c on c.id = q.comment_id
                                        where q.post_id = p.id and c.deleted_at is null)
              and not exists (select 1 from closed_post cl where cl.post_id = p.id)
            """;

    private final JdbcClient jdbc;
    private final Clock clock;

    OpenQuestions(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @EventListener
    void on(PostAdded event) {
        addIfOpen(event.post(), null);
    }

    /** An update that was turned into a question waits from then on. */
    @EventListener
    void on(PostEdited event) {
        removeUnlessOpen(event.post());
        addIfOpen(event.post(), clock.instant());
    }

    @EventListener
    void on(AnswerAccepted event) {
        removeUnlessOpen(event.post());
    }

    /** If it was the accepted answer, the question waits anew. */
    @EventListener
    void on(CommentDeleted event) {
        addIfOpen(event.post(), clock.instant());
    }

    @EventListener
    void on(CommentRestored event) {
        removeUnlessOpen(event.post());
    }

    /** Closed, or open again: then it waits since it was published. */
    @EventListener
    void on(PostStateChanged event) {
        removeUnlessOpen(event.post());
        addIfOpen(event.post(), null);
    }

    private void removeUnlessOpen(PostId post) {
        jdbc.sql("""
                        delete from open_question
                         where post_id = :post and not exists (select 1 from post p where p.id = :post and %s)
                        """.formatted(IS_OPEN)).param("post", post.value()).update();
    }

    /** @param since from when it waits, if it did not wait before; null: since it was published */
    private void addIfOpen(PostId post, @Nullable Instant since) {
        jdbc.sql("""
                        insert into open_question (post_id, since)
                        select p.id, %s from post p where p.id = :post and %s
                        on conflict do nothing
                        """.formatted(since == null ? "p.published_at" : "cast(:since as timestamp with time zone)", IS_OPEN))
                .param("post", post.value())
                .param("since", since == null ? null : Times.utc(since))
                .update();
    }

    /** @param since when it began to wait */
    record Waiting(PostId post, Instant since) {}

    /**
     * A page of them.
     *
     * @param next where the next page starts; null after the last
     */
    record Page(List<Waiting> items, @Nullable String next) {}

    /** @throws rapport.social.shared.Problem if the token is none of this list with these criteria */
    Page read(long viewer, FeedCriteria criteria, @Nullable String token, int limit) {
        Instant after = FeedCriteria.EARLIEST;
        long afterPost = 0;
        if (token != null) {
            var parts = PageToken.decode("pageToken", token, 4);
            if (!parts.get(0).equals("wait") || !parts.get(1).equals(criteria.code())) {
                throw PageToken.refusal("pageToken", token);
            }
            after = FeedCriteria.time(parts.get(2), "pageToken", token);
            afterPost = PageToken.number("pageToken", token, parts.get(3));
        }
        var values = new HashMap<String, Object>();
        criteria.putInto(values);
        values.put("viewer", viewer);
        values.put("since", Times.utc(after));
        values.put("post", afterPost);
        values.put("rows", limit + 1);
        var rows = jdbc.sql("""
                        select q.post_id, q.since
                          from open_question q join post p on p.id = q.post_id join subject_access s on s.subject_id = p.subject_id
                         where (q.since, q.post_id) > (:since, :post)%s and %s
                         order by q.since, q.post_id limit :rows
                        """.formatted(criteria.on("p", "p.id"), Audience.MAY_SEE))
                .params(values)
                .query((row, number) -> new Waiting(
                        new PostId(row.getLong("post_id")),
                        row.getObject("since", OffsetDateTime.class).toInstant()))
                .list();
        if (rows.size() <= limit) {
            return new Page(rows, null);
        }
        var last = rows.get(limit - 1);
        return new Page(
                List.copyOf(rows.subList(0, limit)),
                PageToken.encode("wait", criteria.code(), last.since().toEpochMilli(), last.post()));
    }
}
