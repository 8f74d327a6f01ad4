package rapport.social.thread;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rapport.social.comment.CommentId;
import rapport.social.member.MemberSummary;
import rapport.social.mention.Names;
import rapport.social.mention.Prose;
import rapport.social.post.PostId;
import rapport.social.reaction.ReactionsView;

/** A comment with whom it answers, as it comes from the database; what it says is parsed once. */
record CommentRow(
        CommentId id,
        PostId post,
        int ordinal,
        @Nullable CommentId parent,
        @Nullable MemberSummary parentAuthor,
        @Nullable CommentId thread,
        MemberSummary author,
        Prose text,
        Instant publishedAt,
        @Nullable Instant editedAt,
        boolean deleted,
        @Nullable RemovedView removed,
        int version) {

    /** Of {@code comment c}. */
    static final String COLUMNS = """
            c.id, c.post_id, c.ordinal, c.published_at, c.edited_at, c.deleted_at, c.version, c.body,
            au.id as author_id, au.name as author_name, au.title as author_title, au.site as author_site, au.active as author_active,
            pc.id as parent_id, tc.id as thread_id,
            pa.id as answered_id, pa.name as answered_name, pa.title as answered_title, pa.site as answered_site, pa.active as answered_active,
            """ + RemovedView.COLUMNS + " ";

    static final String JOINS = """
            join member au on au.id = c.author_id
            left join comment pc on pc.post_id = c.post_id and pc.ordinal = c.parent_ordinal
            left join member pa on pa.id = pc.author_id
            left join comment tc on tc.post_id = c.post_id and tc.ordinal = c.thread_ordinal
            left join removal rm on rm.item_id = c.id
            """;

    static CommentRow read(ResultSet row, int number) throws SQLException {
        return new CommentRow(
                new CommentId(row.getLong("id")),
                new PostId(row.getLong("post_id")),
                row.getInt("ordinal"),
                idOrNull(row, "parent_id"),
                Rows.memberOrNull(row, "answered"),
                idOrNull(row, "thread_id"),
                Rows.member(row, "author"),
                Prose.of(row.getString("body")),
                Rows.instant(row, "published_at"),
                Rows.instantOrNull(row, "edited_at"),
                Rows.instantOrNull(row, "deleted_at") != null,
                RemovedView.read(row),
                row.getInt("version"));
    }

    private static @Nullable CommentId idOrNull(ResultSet row, String column) throws SQLException {
        long id = row.getLong(column);
        return row.wasNull() ? null : new CommentId(id);
    }

    /**
     * The comment as the reader sees it.
     *
     * @param thread what the reader may do in it
     */
    CommentView view(ThreadStanding thread, Names names, PartsQuery.Parts parts) {
        boolean own = author.id().equals(thread.viewer());
        boolean words = !deleted && removed == null;
        boolean accepted = words && id.equals(thread.answer());
        PartsQuery.UpVotes upVotes = words ? parts.upVotes(id.value()) : PartsQuery.UpVotes.NONE;
        return new CommentView(
                id,
                post,
                ordinal,
                parent,
                parentAuthor,
                this.thread,
                author,
                words ? text.source(names) : null,
                words ? text.segments(names, parts.images(id.value())) : null,
                publishedAt,
                editedAt,
                deleted,
                removed,
                version,
                words ? parts.reactions(id.value()) : ReactionsView.NONE,
                words ? parts.files(id.value()) : List.of(),
                accepted,
                upVotes.count(),
                upVotes.mine(),
                parts.bookmarked().contains(id.value()),
                parts.followed().contains(id.value()),
                new CommentView.Capabilities(
                        words && thread.standing().mayWrite(),
                        words && thread.standing().mayTakePart(),
                        words && own && thread.standing().mayWrite(),
                        words && own,
                        words && version > 1,
                        words
                                && !accepted
                                && thread.isQuestion()
                                && thread.standing().mayAccept(),
                        words
                                && !own
                                && thread.isQuestion()
                                && thread.standing().mayTakePart(),
                        words,
                        words,
                        removed == null && thread.standing().moderator()));
    }
}
