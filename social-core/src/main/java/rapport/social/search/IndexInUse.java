package rapport.social.search;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Which index the texts go to, told by the database that they come from. Who changes from one search engine to another and back again
 * finds the first one as it was left: it is then not complete, whatever it says itself.
 */
@Component
class IndexInUse {
    private final JdbcClient jdbc;

    IndexInUse(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** From now on this index is kept up, and no other. */
    @Transactional
    public void use(String name) {
        jdbc.sql("delete from search_index_in_use where name <> :name")
                .param("name", name)
                .update();
        jdbc.sql("insert into search_index_in_use (id, name, complete) values (1, :name, false) on conflict do nothing")
                .param("name", name)
                .update();
    }

    boolean isComplete() {
        return jdbc.sql("select count(*) from search_index_in_use where complete")
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /** It holds everything there is. */
    void complete(String name) {
        jdbc.sql("update search_index_in_use set complete = true where name = :name")
                .param("name", name)
                .update();
    }
}
