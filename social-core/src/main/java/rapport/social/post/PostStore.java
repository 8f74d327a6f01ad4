package rapport.social.post;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.social.audience.Audience;
import rapport.social.member.MemberId;
import rapport.social.record.RecordRef;
import rapport.social.shared.SubjectId;
import rapport.social.shared.SubjectKind;
import rapport.social.shared.Times;
import tools.jackson.databind.json.JsonMapper;

/** Posts in the database. */
@Component
class PostStore {
    private static final String COLUMNS =
            "p.id, p.subject_id, p.author_id, p.kind, p.title, p.body, p.story, p.published_at, p.edited_at, p.version";

    /** The access condition for the viewer or for the author in whose name an import writes. */
    private static final String EITHER_MAY_SEE =
            "(" + Audience.MAY_SEE + " or " + Audience.maySee("s.audience_id", ":author") + ")";

    private final JdbcClient jdbc;
    private final JsonMapper json;

    PostStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** What a post can stand on. */
    record Place(SubjectId id, SubjectKind kind) {
        boolean isProfileOfAnother(MemberId author) {
            return kind == SubjectKind.MEMBER && id.value() != author.value();
        }
    }

    /** A deleted post, and by whom and when. */
    record DeletedPost(Post post, MemberId deletedBy, Instant deletedAt) {}

    // ---- places

    Optional<Place> place(MemberId viewer, MemberId author, SubjectId subject) {
        return jdbc.sql("""
                        select sj.id, sj.kind from subject sj join subject_access s on s.subject_id = sj.id
                         where sj.id = coalesce((select mg.winner_id from record_merge mg where mg.loser_id = :subject), :subject)
                           and sj.kind <> 7 and %s
                        """.formatted(EITHER_MAY_SEE))
                .param("subject", subject.value())
                .param("viewer", viewer.value())
                .param("author", author.value())
                .query(PostStore::place)
                .optional();
    }

    Optional<Place> place(MemberId viewer, MemberId author, RecordRef record) {
        return jdbc.sql("""
                        select sj.id, sj.kind
                          from crm_record r left join record_merge mg on mg.loser_id = r.id
                          join subject sj on sj.id = coalesce(mg.winner_id, r.id) join subject_access s on s.subject_id = sj.id
                         where r.connection = :connection and r.type = :type and r.external_id = :external and %s
                        """.formatted(EITHER_MAY_SEE))
                .param("connection", record.connection())
                .param("type", record.type())
                .param("external", record.externalId())
                .param("viewer", viewer.value())
                .param("author", author.value())
                .query(PostStore::place)
                .optional();
    }

    /**
     * What a member has to do with a post and its place.
     *
     * @param closedFor the reason for which its thread is closed; may be missing then
     */
    record Circumstances(
            SubjectKind placeKind,
            boolean owner,
            boolean moderator,
            boolean closed,
            @Nullable String closedFor) {}

    /** The caller has seen to it that the member may see the post. */
    Circumstances circumstances(MemberId member, Post post) {
        return jdbc.sql("""
                        select sj.kind, r.owner_id, m.role, cl.post_id as closed, cl.reason
                          from subject sj left join crm_record r on r.id = sj.id left join member m on m.id = :member
                          left join closed_post cl on cl.post_id = :post
                         where sj.id = :subject
                        """)
                .param("member", member.value())
                .param("post", post.id().value())
                .param("subject", post.subject().value())
                .query((row, number) -> new Circumstances(
                        SubjectKind.of(row.getInt("kind")),
                        row.getLong("owner_id") == member.value(),
                        row.getInt("role") > 0,
                        row.getObject("closed") != null,
                        row.getString("reason")))
                .single();
    }

    private static Place place(ResultSet row, int number) throws SQLException {
        return new Place(new SubjectId(row.getLong("id")), SubjectKind.of(row.getInt("kind")));
    }

    // ---- posts

    Optional<Post> visibleTo(MemberId viewer, PostId id) {
        return visibleTo(viewer, viewer, id);
    }

    Optional<Post> visibleTo(MemberId viewer, MemberId author, PostId id) {
        return jdbc.sql("select " + COLUMNS
                        + " from post p join subject_access s on s.subject_id = p.subject_id where p.id = :post and "
                        + EITHER_MAY_SEE)
                .param("post", id.value())
                .param("viewer", viewer.value())
                .param("author", author.value())
                .query((row, number) -> post(row))
                .optional();
    }

    void insert(Post post, @Nullable String language) {
        jdbc.sql("""
                        insert into post (id, subject_id, author_id, kind, title, body, story, language, published_at, version)
                        values (:id, :subject, :author, :kind, :title, :body, :story, :language, :publishedAt, :version)
                        """)
                .param("id", post.id().value())
                .param("subject", post.subject().value())
                .param("author", idOrNull(post.author()))
                .param("kind", post.kind().code())
                .param("title", post.title())
                .param("body", post.body())
                .param("story", written(post.story()))
                .param("language", language)
                .param("publishedAt", Times.utc(post.publishedAt()))
                .param("version", post.version())
                .update();
        jdbc.sql("""
                        insert into post_activity (post_id, subject_id, author_id, kind, bump)
                        values (:id, :subject, :author, :kind, :id)
                        """)
                .param("id", post.id().value())
                .param("subject", post.subject().value())
                .param("author", idOrNull(post.author()))
                .param("kind", post.kind().code())
                .update();
    }

    /** The post as it is once nobody else is changing it; empty when it is gone. */
    Optional<Post> lock(PostId id) {
        return jdbc.sql("select " + COLUMNS + " from post p where p.id = :post for update")
                .param("post", id.value())
                .query((row, number) -> post(row))
                .optional();
    }

    void update(Post post) {
        jdbc.sql("""
                        update post set title = :title, body = :body, story = :story, edited_at = :editedAt, version = :version
                         where id = :id
                        """)
                .param("title", post.title())
                .param("body", post.body())
                .param("story", written(post.story()))
                .param("editedAt", Times.utcOrNull(post.editedAt()))
                .param("version", post.version())
                .param("id", post.id().value())
                .update();
    }

    /** A post that became one of another kind stands in the feeds of that kind from now on. */
    void updateKind(Post post) {
        for (String statement : List.of(
                "update post set kind = :kind where id = :id",
                "update post_activity set kind = :kind where post_id = :id")) {
            jdbc.sql(statement)
                    .param("kind", post.kind().code())
                    .param("id", post.id().value())
                    .update();
        }
    }

    /** Makes this transaction the only one that changes the post's thread. */
    void lockThread(PostId id) {
        jdbc.sql("select a.post_id from post_activity a where a.post_id = :post for update")
                .param("post", id.value())
                .query(Long.class)
                .optional();
    }

    /** Takes the words out; a reader with the version before has to look again. */
    void wipe(PostId id) {
        jdbc.sql("update post set title = null, body = '', version = version + 1 where id = :post")
                .param("post", id.value())
                .update();
    }

    // ---- change stories

    /** The newest of the record's last stories that the actor made since; a long search would cost more than a second post. */
    Optional<PostId> lastStory(SubjectId subject, @Nullable MemberId actor, Instant since) {
        return jdbc.sql("""
                        select w.id from (select p.id, p.author_id, p.kind, p.published_at from post p
                                           where p.subject_id = :subject order by p.id desc limit 50) w
                         where w.kind = :story and w.author_id is not distinct from cast(:actor as bigint)
                           and w.published_at >= :since
                         order by w.id desc limit 1
                        """)
                .param("subject", subject.value())
                .param("story", PostKind.CHANGE_STORY.code())
                .param("actor", idOrNull(actor))
                .param("since", Times.utc(since))
                .query((row, number) -> new PostId(row.getLong("id")))
                .optional();
    }

    /** Whether nobody has commented, from now on until the transaction ends. */
    boolean lockUncommented(PostId id) {
        return jdbc.sql("select a.last_ordinal from post_activity a where a.post_id = :post for update")
                .param("post", id.value())
                .query(Integer.class)
                .optional()
                .filter(ordinal -> ordinal == 0)
                .isPresent();
    }

    Map<SubjectId, Instant> lastSaid(Collection<SubjectId> subjects) {
        Map<SubjectId, Instant> said = new HashMap<>();
        jdbc.sql("""
                        select n.subject_id, coalesce(c.published_at, p.published_at) as said_at
                          from (select a.subject_id, max(a.bump) as bump from post_activity a
                                 where a.subject_id = any(:subjects) group by a.subject_id) n
                          left join post p on p.id = n.bump left join comment c on c.id = n.bump
                        """)
                .param(
                        "subjects",
                        subjects.stream().map(SubjectId::value).distinct().toArray(Long[]::new))
                .query(row -> {
                    Instant at = PostRows.instantOrNull(row, "said_at");
                    if (at != null) {
                        said.put(new SubjectId(row.getLong("subject_id")), at);
                    }
                });
        return said;
    }

    // ---- deleted posts

    /** Moves a post out of every feed. The row of its activity goes first: who is about to comment waits for it. */
    void delete(PostId id, @Nullable MemberId by, Instant at) {
        lockThread(id);
        jdbc.sql("""
                        insert into deleted_post (id, subject_id, author_id, kind, title, body, story, language, published_at,
                                                  edited_at, version, bump, comment_count, last_ordinal, deleted_by, deleted_at)
                        select p.id, p.subject_id, p.author_id, p.kind, p.title, p.body, p.story, p.language, p.published_at,
                               p.edited_at, p.version, a.bump, a.comment_count, a.last_ordinal, :by, :at
                          from post p join post_activity a on a.post_id = p.id where p.id = :post
                        """)
                .param("post", id.value())
                .param("by", by == null ? 0L : by.value())
                .param("at", Times.utc(at))
                .update();
        remove(id);
    }

    /** Removes a post without a trace. */
    void remove(PostId id) {
        jdbc.sql("delete from post_activity where post_id = :post")
                .param("post", id.value())
                .update();
        jdbc.sql("delete from post where id = :post").param("post", id.value()).update();
    }

    Optional<DeletedPost> lockDeleted(PostId id) {
        return jdbc.sql("select " + COLUMNS
                        + ", p.deleted_by, p.deleted_at from deleted_post p where p.id = :post for update")
                .param("post", id.value())
                .query((row, number) -> new DeletedPost(
                        post(row), new MemberId(row.getLong("deleted_by")), PostRows.instant(row, "deleted_at")))
                .optional();
    }

    boolean exists(PostId id) {
        return jdbc.sql("select 1 from post p where p.id = :post")
                .param("post", id.value())
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    boolean isDeleted(PostId id) {
        return jdbc.sql("select 1 from deleted_post p where p.id = :post")
                .param("post", id.value())
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    void restore(PostId id) {
        jdbc.sql("""
                        insert into post (id, subject_id, author_id, kind, title, body, story, language, published_at, edited_at, version)
                        select d.id, d.subject_id, d.author_id, d.kind, d.title, d.body, d.story, d.language, d.published_at,
                               d.edited_at, d.version
                          from deleted_post d where d.id = :post
                        """).param("post", id.value()).update();
        jdbc.sql("""
                        insert into post_activity (post_id, subject_id, author_id, kind, bump, comment_count, last_ordinal)
                        select d.id, d.subject_id, d.author_id, d.kind, d.bump, d.comment_count, d.last_ordinal
                          from deleted_post d where d.id = :post
                        """).param("post", id.value()).update();
        jdbc.sql("delete from deleted_post where id = :post")
                .param("post", id.value())
                .update();
    }

    boolean maySee(MemberId viewer, SubjectId subject) {
        return place(viewer, viewer, subject).isPresent();
    }

    // ---- rows

    private Post post(ResultSet row) throws SQLException {
        String story = row.getString("story");
        return new Post(
                new PostId(row.getLong("id")),
                new SubjectId(row.getLong("subject_id")),
                PostRows.memberOrNull(row, "author_id"),
                PostKind.of(row.getInt("kind")),
                row.getString("title"),
                row.getString("body"),
                story == null ? null : json.readValue(story, ChangeStory.class),
                PostRows.instant(row, "published_at"),
                PostRows.instantOrNull(row, "edited_at"),
                row.getInt("version"));
    }

    private @Nullable String written(@Nullable ChangeStory story) {
        return story == null ? null : json.writeValueAsString(story);
    }

    private static @Nullable Long idOrNull(@Nullable MemberId member) {
        return member == null ? null : member.value();
    }
}
