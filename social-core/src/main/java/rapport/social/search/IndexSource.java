package rapport.social.search;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.social.mention.Names;
import rapport.social.mention.Prose;
import rapport.social.post.PostId;
import rapport.social.post.PostKind;
import rapport.social.shared.SubjectId;

/**
 * What is to be indexed, as the database has it now. Change stories are not: nobody wrote their words, and a search for a stage
 * would find every deal that passed it. Comments on them are.
 */
@Component
class IndexSource {
    /** Longer than any text may be. */
    private static final int WHOLE = 1_000_000;

    private static final String POSTS = """
            select p.id as item_id, p.id as post_id, p.subject_id, p.author_id, p.kind, p.published_at, p.version, p.title, p.body,
                   (select string_agg(o.label, ' ' order by o.position) from poll_option o where o.post_id = p.id) as options
              from post p
             where p.kind <> 10
            """;
    private static final String COMMENTS = """
            select c.id as item_id, p.id as post_id, p.subject_id, c.author_id, p.kind, c.published_at, c.version,
                   cast(null as varchar(300)) as title, c.body, cast(null as varchar) as options
              from comment c join post p on p.id = c.post_id
             where c.deleted_at is null
            """;

    private final JdbcClient jdbc;

    IndexSource(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A post with all its comments; nothing when it is gone. */
    List<IndexedText> thread(PostId post) {
        return jdbc.sql(POSTS + " and p.id = :post union all " + COMMENTS + " and c.post_id = :post")
                .param("post", post.value())
                .query((row, number) -> text(row))
                .list();
    }

    /** Some of the posts of a subject, from after one of them, oldest first; none when there are no more. */
    List<PostId> postsOn(SubjectId subject, long after) {
        return jdbc.sql(
                        "select p.id from post p where p.subject_id = :subject and p.id > :after order by p.id limit 200")
                .param("subject", subject.value())
                .param("after", after)
                .query((row, number) -> new PostId(row.getLong(1)))
                .list();
    }

    /** Those of the posts and comments that are there. */
    List<IndexedText> items(Collection<Long> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        return jdbc.sql(POSTS + " and p.id = any(:ids) union all " + COMMENTS + " and c.id = any(:ids)")
                .param("ids", ids.toArray(Long[]::new))
                .query((row, number) -> text(row))
                .list();
    }

    /** The newest items with an id below {@code before}, newest first, and their versions. */
    Map<Long, Integer> newest(long before, int limit) {
        Map<Long, Integer> versions = new LinkedHashMap<>();
        jdbc.sql("""
                        select n.id, n.version from (
                          (select p.id, p.version from post p where p.id < :before and p.kind <> 10 order by p.id desc limit :limit)
                          union all
                          (select c.id, c.version from comment c join post p on p.id = c.post_id
                            where c.id < :before and c.deleted_at is null order by c.id desc limit :limit)) n
                         order by n.id desc limit :limit
                        """).param("before", before).param("limit", limit).query(row -> {
            versions.put(row.getLong("id"), row.getInt("version"));
        });
        return versions;
    }

    private static IndexedText text(ResultSet row) throws SQLException {
        long author = row.getLong("author_id");
        boolean known = !row.wasNull();
        String options = row.getString("options");
        return new IndexedText(
                row.getLong("item_id"),
                row.getLong("post_id"),
                row.getLong("subject_id"),
                known ? author : null,
                PostKind.of(row.getInt("kind")),
                row.getObject("published_at", OffsetDateTime.class).toInstant(),
                row.getInt("version"),
                row.getString("title"),
                // Without names of records: a reader of the text may not know them all.
                Prose.of(row.getString("body")).excerpt(Names.NONE, WHOLE) + (options == null ? "" : " " + options));
    }
}
