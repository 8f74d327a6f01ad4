package rapport.social.thread;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
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
import rapport.social.post.PlaceRule.Rights;
import rapport.social.post.PlaceRules;
import rapport.social.post.PostId;
import rapport.social.post.PostKind;
import rapport.social.post.Standing;
import rapport.social.shared.Problem;
import rapport.social.shared.SubjectId;
import rapport.social.shared.SubjectKind;

/** Reads the comments of a post: four statements a page, whatever its length and wherever it lies in the
 * thread, and one more in a place whose kind has a rule of its own. */
@Component
public class ThreadQuery {
    private final JdbcClient jdbc;
    private final PartsQuery parts;
    private final Mentions mentions;
    private final PlaceRules rules;

    ThreadQuery(JdbcClient jdbc, PartsQuery parts, Mentions mentions, PlaceRules rules) {
        this.jdbc = jdbc;
        this.parts = parts;
        this.mentions = mentions;
        this.rules = rules;
    }

    /** What a thread tells of itself; of {@code post p}, whose place the viewer may see. */
    private static final String THREAD = """
            sj.id as subject_id, sj.kind as subject_kind, p.kind as post_kind, p.author_id as post_author_id, r.owner_id,
            (select v.role from member v where v.id = :viewer) as viewer_role, cl.post_id as closed, q.comment_id as answer_id
            """;

    private static final String OF_THREAD = """
            join subject sj on sj.id = p.subject_id
            join subject_access s on s.subject_id = p.subject_id
            left join crm_record r on r.id = p.subject_id
            left join closed_post cl on cl.post_id = p.id
            left join accepted_answer q on q.post_id = p.id
            """;

    /** A thread as it comes from the database: all that the rights in its place are needed for to tell what the viewer may do. */
    private record Thread(
            SubjectId subject,
            SubjectKind place,
            PostKind kind,
            boolean author,
            boolean owner,
            boolean moderator,
            boolean closed,
            @Nullable CommentId answer) {

        static Thread read(MemberId viewer, ResultSet row) throws SQLException {
            long answer = row.getLong("answer_id");
            boolean answered = !row.wasNull();
            return new Thread(
                    new SubjectId(row.getLong("subject_id")),
                    SubjectKind.of(row.getInt("subject_kind")),
                    PostKind.of(row.getInt("post_kind")),
                    row.getLong("post_author_id") == viewer.value(),
                    row.getLong("owner_id") == viewer.value(),
                    row.getInt("viewer_role") > 0,
                    row.getObject("closed") != null,
                    answered ? new CommentId(answer) : null);
        }

        ThreadStanding standing(MemberId viewer, Rights rights) {
            return new ThreadStanding(viewer, kind, new Standing(author, owner, moderator, rights, closed), answer);
        }
    }

    private record Opened(
            Thread thread, int lastOrdinal, @Nullable Integer ordinal) {}

    private ThreadStanding standing(MemberId viewer, Thread thread) {
        return thread.standing(viewer, rules.rights(viewer, thread.subject(), thread.place()));
    }

    /** @throws Problem not found, if the viewer may not see the post or the comment asked for isn't one of it */
    CommentPage page(MemberId viewer, PostId post, CommentWindow window) {
        Opened opened = jdbc.sql("""
                        select a.last_ordinal, c.ordinal, %s
                          from post p
                          join post_activity a on a.post_id = p.id
                          %s
                          left join comment c on c.post_id = p.id and c.id = :around
                         where p.id = :post and %s
                        """.formatted(THREAD, OF_THREAD, Audience.MAY_SEE))
                .param("around", window.around() == null ? 0L : window.around().value())
                .param("post", post.value())
                .param("viewer", viewer.value())
                .query((row, number) -> new Opened(
                        Thread.read(viewer, row), row.getInt("last_ordinal"), row.getObject("ordinal", Integer.class)))
                .optional()
                .filter(found -> window.around() == null || found.ordinal() != null)
                .orElseThrow(Problem::notFound);
        CommentWindow.Range range = window.range(opened.lastOrdinal(), opened.ordinal());
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
        return new CommentPage(
                views(standing(viewer, opened.thread()), rows),
                range.previousPageToken(),
                range.nextPageToken(opened.lastOrdinal()));
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

    private record Found(Thread thread, CommentRow comment) {}

    private Optional<CommentView> find(MemberId viewer, CommentId id) {
        return Optional.ofNullable(byId(viewer, List.of(id)).get(id));
    }

    /** Comments of any threads by their ids; those that the viewer may not see are left out. */
    public Map<CommentId, CommentView> byId(MemberId viewer, List<CommentId> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        List<Found> found = jdbc.sql(
                        """
                        select %s, %s from comment c join post p on p.id = c.post_id
                          %s
                          %s
                         where c.id = any(:comments) and %s
                        """.formatted(THREAD, CommentRow.COLUMNS, OF_THREAD, CommentRow.JOINS, Audience.MAY_SEE))
                .param("comments", ids.stream().map(CommentId::value).toArray(Long[]::new))
                .param("viewer", viewer.value())
                .query((row, number) -> new Found(Thread.read(viewer, row), CommentRow.read(row, number)))
                .list();
        if (found.isEmpty()) {
            return Map.of();
        }
        Map<SubjectId, SubjectKind> places = new HashMap<>();
        found.forEach(one -> places.put(one.thread().subject(), one.thread().place()));
        Map<SubjectId, Rights> rights = rules.rights(viewer, places);
        PartsQuery.Parts standing = parts.read(
                viewer,
                PartsQuery.Wanted.ofComments(
                        found.stream().map(one -> one.comment().id().value()).toList(),
                        found.stream()
                                .filter(one -> one.thread().kind() == PostKind.QUESTION)
                                .map(one -> one.comment().id().value())
                                .toList()));
        Names names = mentions.names(
                viewer, found.stream().map(one -> one.comment().text()).toList());
        Map<CommentId, CommentView> views = new HashMap<>();
        for (Found one : found) {
            var thread = one.thread()
                    .standing(viewer, rights.getOrDefault(one.thread().subject(), Rights.NONE));
            views.put(one.comment().id(), one.comment().view(thread, names, standing));
        }
        return views;
    }

    private List<CommentView> views(ThreadStanding thread, List<CommentRow> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        List<Long> comments = rows.stream().map(row -> row.id().value()).toList();
        PartsQuery.Parts found = parts.read(
                thread.viewer(), PartsQuery.Wanted.ofComments(comments, thread.isQuestion() ? comments : List.of()));
        Names names = mentions.names(
                thread.viewer(), rows.stream().map(CommentRow::text).toList());
        return rows.stream().map(row -> row.view(thread, names, found)).toList();
    }
}
