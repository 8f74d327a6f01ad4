package rapport.social.record;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.social.audience.Audience;
import rapport.social.member.MemberId;
import rapport.social.member.MemberSummary;
import rapport.social.member.Members;
import rapport.social.shared.Problem;
import rapport.social.shared.SubjectId;
import rapport.social.shared.SubjectKind;
import rapport.social.shared.Words;

/** Reads records for a reader. */
@Component
public class RecordViews {
    private static final String[] LEVELS = {"everything", "people", "mentions", "muted"};

    private final JdbcClient jdbc;
    private final Records records;
    private final Members members;

    RecordViews(JdbcClient jdbc, Records records, Members members) {
        this.jdbc = jdbc;
        this.records = records;
        this.members = members;
    }

    /** @throws Problem not found, if there is none or the viewer may not see it */
    public RecordView view(MemberId viewer, RecordRef ref) {
        return view(viewer, records.visibleTo(viewer, ref));
    }

    /** @throws Problem not found, if there is none or the viewer may not see it */
    public RecordView view(MemberId viewer, SubjectId id) {
        return view(viewer, records.visibleTo(viewer, id));
    }

    private record Facts(@Nullable Integer level, int followers, int contacts, int opportunities) {}

    /** Three statements besides the one that found the record. */
    public RecordView view(MemberId viewer, CrmRecord record) {
        var facts = jdbc.sql("""
                        select (select f.level from follow f where f.member_id = :viewer and f.subject_id = :id) as level,
                               (select count(*) from follow f join member m on m.id = f.member_id and m.active
                                  join subject_access s on s.subject_id = f.subject_id
                                 where f.subject_id = :id and f.level < 3 and %s) as followers,
                               (select count(*) from subject x join subject_access s on s.subject_id = x.id
                                 where x.root_id = :id and x.kind = 4 and %s) as contacts,
                               (select count(*) from subject x join subject_access s on s.subject_id = x.id
                                 where x.root_id = :id and x.kind = 5 and %s) as opportunities
                        """.formatted(
                                Audience.maySee("s.audience_id", "f.member_id"), Audience.MAY_SEE, Audience.MAY_SEE))
                .param("viewer", viewer.value())
                .param("id", record.id().value())
                .query(Facts.class)
                .single();
        var owner = record.owner() == null ? null : members.find(record.owner()).orElse(null);
        RecordSummary account = null;
        if (record.root() != null && !record.root().equals(record.id())) {
            account = summaries(viewer, List.of(record.root())).stream()
                    .findFirst()
                    .orElse(null);
        }
        return new RecordView(
                record.id(),
                record.kind(),
                record.ref().type(),
                record.ref().connection(),
                record.ref().externalId(),
                record.name(),
                record.url(),
                owner == null ? null : MemberSummary.of(owner),
                account,
                record.fields(),
                record.goneAt(),
                facts.level() == null ? null : new RecordView.FollowView(LEVELS[facts.level()]),
                facts.followers(),
                record.kind() == SubjectKind.ACCOUNT
                        ? new RecordView.Related(facts.contacts(), facts.opportunities())
                        : null,
                Map.of("post", true, "follow", true));
    }

    /** Those of the records that exist and that the viewer may see, in no order. */
    public List<RecordSummary> summaries(MemberId viewer, List<SubjectId> wanted) {
        if (wanted.isEmpty()) {
            return List.of();
        }
        return jdbc.sql("""
                        select r.id, sj.kind, r.type, r.connection, r.external_id, sj.name, r.url
                          from crm_record r join subject sj on sj.id = r.id join subject_access s on s.subject_id = r.id
                         where r.id in (:ids) and %s
                        """.formatted(Audience.MAY_SEE))
                .param("ids", wanted.stream().map(SubjectId::value).toList())
                .param("viewer", viewer.value())
                .query((row, number) -> summary(row))
                .list();
    }

    /**
     * Typeahead: records one of whose words starts with the last word of the query and that have all the others.
     *
     * @param type null for every type
     */
    public List<RecordSummary> search(MemberId viewer, String query, @Nullable String type, int limit) {
        var words = List.copyOf(Words.of(query));
        if (words.isEmpty()) {
            return List.of();
        }
        String last = words.get(words.size() - 1);
        var sql = new StringBuilder("""
                select r.id, sj.kind, r.type, r.connection, r.external_id, sj.name, r.url
                  from (select distinct t.subject_id from subject_word t
                         where t.word >= :from and t.word < :to and %s) x
                  join subject_access s on s.subject_id = x.subject_id
                  join crm_record r on r.id = x.subject_id join subject sj on sj.id = r.id
                 where r.gone_at is null and %s
                """.formatted(Audience.maySee("t.audience_id", ":viewer"), Audience.MAY_SEE));
        for (int i = 0; i < words.size() - 1; i++) {
            sql.append(
                            " and exists (select 1 from subject_word o where o.subject_id = x.subject_id and o.word >= :from")
                    .append(i)
                    .append(" and o.word < :to")
                    .append(i)
                    .append(")");
        }
        if (type != null) {
            sql.append(" and r.type = :type");
        }
        var statement = jdbc.sql(
                        sql.append(" order by sj.name, r.id limit :limit").toString())
                .param("from", last)
                .param("to", Words.after(last))
                .param("viewer", viewer.value())
                .param("limit", limit);
        for (int i = 0; i < words.size() - 1; i++) {
            statement = statement.param("from" + i, words.get(i)).param("to" + i, Words.after(words.get(i)));
        }
        if (type != null) {
            statement = statement.param("type", type);
        }
        return statement.query((row, number) -> summary(row)).list();
    }

    private static RecordSummary summary(java.sql.ResultSet row) throws java.sql.SQLException {
        return new RecordSummary(
                new SubjectId(row.getLong("id")),
                SubjectKind.of(row.getInt("kind")),
                row.getString("type"),
                row.getString("connection"),
                row.getString("external_id"),
                row.getString("name"),
                row.getString("url"));
    }
}
