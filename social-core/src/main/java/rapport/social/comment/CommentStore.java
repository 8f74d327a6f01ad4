package rapport.social.comment;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.social.audience.Audience;
import rapport.social.member.MemberId;
import rapport.social.post.PostId;
import rapport.social.shared.SubjectId;
import rapport.social.shared.Times;

/** Comments in the database. */
@Component
class CommentStore {
    private final JdbcClient jdbc;

    CommentStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Comment> visibleTo(MemberId viewer, CommentId id) {
        return jdbc.sql("""
                        select c.id, c.post_id, p.subject_id, c.ordinal, c.parent_ordinal, c.thread_ordinal, c.author_id, c.body,
                               c.published_at, c.edited_at, c.deleted_at, c.version
                          from comment c join post p on p.id = c.post_id join subject_access s on s.subject_id = p.subject_id
                         where c.id = :comment and %s
                        """.formatted(Audience.MAY_SEE))
                .param("comment", id.value())
                .param("viewer", viewer.value())
                .query((row, number) -> comment(row))
                .optional();
    }

    /** The comment as it is once nobody else is changing it. */
    Optional<Comment> lock(Comment comment) {
        return jdbc.sql("""
                        select c.id, c.post_id, cast(:subject as bigint) as subject_id, c.ordinal, c.parent_ordinal, c.thread_ordinal,
                               c.author_id, c.body, c.published_at, c.edited_at, c.deleted_at, c.version
                          from comment c where c.id = :comment for update
                        """)
                .param("subject", comment.subject().value())
                .param("comment", comment.id().value())
                .query((row, number) -> comment(row))
                .optional();
    }

    /**
     * Makes this transaction the only one that adds to the post's thread.
     *
     * @return the ordinal of its last comment; empty when the post is gone
     */
    Optional<Integer> lockThread(PostId post) {
        return jdbc.sql("select a.last_ordinal from post_activity a where a.post_id = :post for update")
                .param("post", post.value())
                .query(Integer.class)
                .optional();
    }

    /** A comment's place in its thread. */
    record Position(int ordinal, @Nullable Integer threadOrdinal) {
        /** The first-level comment under which an answer to this one stands. */
        int thread() {
            return threadOrdinal == null ? ordinal : threadOrdinal;
        }
    }

    Optional<Position> position(PostId post, CommentId id) {
        return jdbc.sql("select c.ordinal, c.thread_ordinal from comment c where c.id = :comment and c.post_id = :post")
                .param("comment", id.value())
                .param("post", post.value())
                .query(Position.class)
                .optional();
    }

    void insert(Comment comment) {
        jdbc.sql("""
                        update post_activity set bump = :id, comment_count = comment_count + 1, last_ordinal = :ordinal
                         where post_id = :post
                        """)
                .param("id", comment.id().value())
                .param("ordinal", comment.ordinal())
                .param("post", comment.post().value())
                .update();
        jdbc.sql("""
                        insert into comment (id, post_id, ordinal, parent_ordinal, thread_ordinal, author_id, published_at, version, body)
                        values (:id, :post, :ordinal, :parent, :thread, :author, :publishedAt, :version, :body)
                        """)
                .param("id", comment.id().value())
                .param("post", comment.post().value())
                .param("ordinal", comment.ordinal())
                .param("parent", comment.parentOrdinal())
                .param("thread", comment.threadOrdinal())
                .param("author", comment.author().value())
                .param("publishedAt", Times.utc(comment.publishedAt()))
                .param("version", comment.version())
                .param("body", comment.body())
                .update();
    }

    void update(Comment comment) {
        jdbc.sql("""
                        update comment set body = :body, edited_at = :editedAt, deleted_at = :deletedAt, version = :version
                         where id = :id
                        """)
                .param("body", comment.body())
                .param("editedAt", Times.utcOrNull(comment.editedAt()))
                .param("deletedAt", Times.utcOrNull(comment.deletedAt()))
                .param("version", comment.version())
                .param("id", comment.id().value())
                .update();
    }

    /** A deletion or its undo changes the number of comments and neither the order of feeds nor of the thread. */
    void count(PostId post, int difference) {
        jdbc.sql("update post_activity set comment_count = comment_count + :difference where post_id = :post")
                .param("difference", difference)
                .param("post", post.value())
                .update();
    }

    private static Comment comment(ResultSet row) throws SQLException {
        return new Comment(
                new CommentId(row.getLong("id")),
                new PostId(row.getLong("post_id")),
                new SubjectId(row.getLong("subject_id")),
                row.getInt("ordinal"),
                row.getObject("parent_ordinal", Integer.class),
                row.getObject("thread_ordinal", Integer.class),
                new MemberId(row.getLong("author_id")),
                row.getString("body"),
                row.getObject("published_at", OffsetDateTime.class).toInstant(),
                instantOrNull(row, "edited_at"),
                instantOrNull(row, "deleted_at"),
                row.getInt("version"));
    }

    private static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
