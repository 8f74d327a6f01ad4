package rapport.social.post;

import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.social.shared.Times;

/** Every version of posts and comments but the current one, which stands with its item. */
@Component
public class Revisions {
    private final JdbcClient jdbc;

    Revisions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Keeps a version that is about to be replaced, with the files that stand on the item. */
    public void keep(long item, Revision revision) {
        jdbc.sql("""
                        insert into revision (item_id, version, author_id, title, body, written_at, expires_at)
                        values (:item, :version, :author, :title, :body, :writtenAt, :expiresAt)
                        """)
                .param("item", item)
                .param("version", revision.version())
                .param("author", revision.author().value())
                .param("title", revision.title())
                .param("body", revision.body())
                .param("writtenAt", Times.utc(revision.writtenAt()))
                .param("expiresAt", Times.utcOrNull(revision.expiresAt()))
                .update();
        jdbc.sql("""
                        insert into revision_file (item_id, version, file_id, position)
                        select f.item_id, cast(:version as int), f.id, f.position from file f where f.item_id = :item
                        """).param("item", item).param("version", revision.version()).update();
    }

    /** The versions kept, newest first. */
    public List<Revision> of(long item) {
        return jdbc.sql("""
                        select r.version, r.author_id, r.title, r.body, r.written_at, r.expires_at from revision r
                         where r.item_id = :item order by r.version desc
                        """)
                .param("item", item)
                .query((row, number) -> PostRows.revision(row))
                .list();
    }

    /** Takes a version out again, to become the current one. */
    public Optional<Revision> take(long item, int version) {
        Optional<Revision> kept = jdbc.sql("""
                        select r.version, r.author_id, r.title, r.body, r.written_at, r.expires_at from revision r
                         where r.item_id = :item and r.version = :version
                        """)
                .param("item", item)
                .param("version", version)
                .query((row, number) -> PostRows.revision(row))
                .optional();
        jdbc.sql("delete from revision where item_id = :item and version = :version")
                .param("item", item)
                .param("version", version)
                .update();
        jdbc.sql("delete from revision_file where item_id = :item and version = :version")
                .param("item", item)
                .param("version", version)
                .update();
        return kept;
    }
}
