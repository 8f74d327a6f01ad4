package rapport.crm.doctor;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds a connection's records for an admin, whoever may see them: by the CRM's id, our number, or part of the name. */
@Component
class MirroredRecords {
    private final JdbcClient jdbc;

    MirroredRecords(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param gone whether the CRM has it no more */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Mirrored(
            String id,
            String type,
            String externalId,
            String name,
            boolean gone,
            @Nullable String url) {}

    /** @param after only those with a greater number */
    List<Mirrored> find(String connection, String query, long after, int limit) {
        String part = query.toLowerCase(Locale.ROOT)
                .replace("\\", "\\\\")
                .replace("%", "\\%")
                .replace("_", "\\_");
        return jdbc.sql("""
                        select r.id, r.type, r.external_id, j.name, r.gone_at is not null as gone, r.url
                          from crm_record r join subject j on j.id = r.id
                         where r.connection = :connection and r.id > :after
                           and (r.external_id = :query or cast(r.id as varchar(20)) = :query
                                or lower(j.name) like :part escape '\\')
                         order by r.id limit :limit
                        """)
                .param("connection", connection)
                .param("after", after)
                .param("query", query)
                .param("part", "%" + part + "%")
                .param("limit", limit)
                .query(Mirrored.class)
                .list();
    }
}
