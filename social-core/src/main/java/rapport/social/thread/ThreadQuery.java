package rapport.social.thread;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.social.audience.Audience;
import rapport.social.comment.CommentId;
import rapport.social.comment.Comments;
import rapport.social.member.MemberId;
import rapport.social.mention.Mentions;
import rapport.social.mention.Names;
import rapport.social.post.PlaceRules;
import rapport.social.post.PostId;
import rapport.social.reaction.Reactions;
import rapport.social.reaction.ReactionsView;
import rapport.social.shared.Problem;
import rapport.social.shared.SubjectId;
import rapport.social.shared.SubjectKind;

/** Reads the comments of a post: four statements a page, whatever its length and wherever it lies in the
 * thread, and one more in a place whose kind has a rule of its own. */
@Component
class ThreadQuery {
    private final JdbcClient jdbc;
    private final Reactions reactions;
    private final Mentions mentions;
    private final PlaceRules rules;

    ThreadQuery(JdbcClient jdbc, Reactions reactions, Mentions mentions, PlaceRules rules) {
        this.jdbc = jdbc;
        this.reactions = reactions;
        this.mentions = mentions;
        this.rules = rules;
    }

    private record Thread(
            SubjectId subject,
            SubjectKind kind,
            int lastOrdinal,
            @Nullable Integer ordinal) {}

    /** @throws Problem not found, if the viewer may not see the post or the comment asked for isn't one of it */
    CommentPage page(MemberId viewer, PostId post, CommentWindow window) {
        Thread thread = jdbc.sql("""
                        select a.last_ordinal, c.ordinal, sj.id as subject_id, sj.kind as subject_kind
                          from post p
                          join post_activity a on a.post_id = p.id
                          join subject sj on sj.id = p.subject_id
                          join subject_access s on s.subject_id = p.subject_id
                          left join comment c on c.post_id = p.id and c.id = :around
                         where p.id = :post and %s
                        """.formatted(Audience.MAY_SEE))
                .param("around", window.around() == null ? 0L : window.around().value())
                .param("post", post.value())
                .param("viewer", viewer.value())
                .query((row, number) -> new Thread(
                        new SubjectId(row.getLong("subject_id")),
                        SubjectKind.of(row.getInt("subject_kind")),
                        row.getInt("last_ordinal"),
                        row.getObject("ordinal", Integer.class)))
                .optional()
                .filter(found -> window.around() == null || found.ordinal() != null)
                .orElseThrow(Problem::notFound);
        CommentWindow.Range range = window.range(thread.lastOrdinal(), thread.ordinal());
        List<CommentRow> rows = jdbc.sql("select " + CommentRow.COLUMNS
                        + " from comment c join post p on p.id = c.post_id join subject_access s on s.subject_id = p.subject_id "
                        + CommentRow.JOINS
                        + " where c.post_id = :post and c.ordinal between :from and :to and "
                        + Audience.MAY_SEE
                        + " order by c.ordinal")
                .param("post", post.value())
                .param("from", range.from())
                .param("to", range.to())
                .param("viewer", viewer.value())
                .query(CommentRow::read)
                .list();
        boolean open = rules.rights(viewer, thread.subject(), thread.kind()).comment();
        return new CommentPage(
                views(viewer, open, rows), range.previousPageToken(), range.nextPageToken(thread.lastOrdinal()));
    }

    /** The answer to who added a comment: an import may write where its author may see and the viewer may not. */
    CommentView added(MemberId viewer, Comments.Added added) {
        return Stream.of(viewer, added.author())
                .distinct()
                .flatMap(reader -> find(reader, added.id()).stream())
                .findFirst()
                .orElseThrow(Problem::notFound);
    }

    /** @throws Problem not found, if there is none or the viewer may not see it; a deleted one is found */
    CommentView one(MemberId viewer, CommentId id) {
        return find(viewer, id).orElseThrow(Problem::notFound);
    }

    private record Standing(SubjectId subject, SubjectKind kind, CommentRow comment) {}

    private Optional<CommentView> find(MemberId viewer, CommentId id) {
        return jdbc.sql("select sj.id as subject_id, sj.kind as subject_kind, " + CommentRow.COLUMNS
                        + " from comment c join post p on p.id = c.post_id join subject sj on sj.id = p.subject_id"
                        + " join subject_access s on s.subject_id = p.subject_id "
                        + CommentRow.JOINS
                        + " where c.id = :comment and "
                        + Audience.MAY_SEE)
                .param("comment", id.value())
                .param("viewer", viewer.value())
                .query((row, number) -> new Standing(
                        new SubjectId(row.getLong("subject_id")),
                        SubjectKind.of(row.getInt("subject_kind")),
                        CommentRow.read(row, number)))
                .optional()
                .map(found -> views(
                                viewer,
                                rules.rights(viewer, found.subject(), found.kind())
                                        .comment(),
                                List.of(found.comment()))
                        .get(0));
    }

    private List<CommentView> views(MemberId viewer, boolean open, List<CommentRow> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        Map<Long, ReactionsView> given =
                reactions.of(viewer, rows.stream().map(row -> row.id().value()).toList());
        Names names = mentions.names(viewer, rows.stream().map(CommentRow::text).toList());
        return rows.stream()
                .map(row -> row.view(
                        viewer, open, names, given.getOrDefault(row.id().value(), ReactionsView.NONE)))
                .toList();
    }
}
