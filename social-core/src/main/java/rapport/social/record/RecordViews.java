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
import rapport.social.shared.PageToken;
import rapport.social.shared.Problem;
import rapport.social.shared.SubjectId;
import rapport.social.shared.SubjectKind;

/** Reads records for a reader. */
@Component
public class RecordViews {
    private static final String[] LEVELS = {"everything", "people", "mentions", "muted"};

    private final JdbcClient jdbc;
    private final Records records;
    private final Members members;
    private final Typeahead typeahead;

    RecordViews(JdbcClient jdbc, Records records, Members members, Typeahead typeahead) {
        this.jdbc = jdbc;
        this.records = records;
        this.members = members;
        this.typeahead = typeahead;
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
     * What belongs to an account, by name.
     *
     * @param after the id of the last one of the page before; 0 at first
     * @throws Problem not found, if the viewer may not see the account
     */
    List<RecordSummary> related(MemberId viewer, SubjectId account, SubjectKind kind, long after, int limit) {
        long root = records.visibleTo(viewer, account).id().value();
        if (after != 0 && visible(viewer, root, after) == 0) {
            // moved away or lost from sight since: where the next page would begin is not known any more
            throw PageToken.refusal("pageToken", Long.toString(after));
        }
        // the token is not signed: a name that the viewer may not see must not even order the answer
        String behind = after == 0 ? "" : """
                 and (sj.name, r.id) > ((select z.name from subject z join subject_access s on s.subject_id = z.id
                                          where z.id = :after and z.root_id = :root and %s), cast(:after as bigint))
                """.formatted(Audience.MAY_SEE);
        return jdbc.sql("""
                        select r.id, sj.kind, r.type, r.connection, r.external_id, sj.name, r.url
                          from subject sj join crm_record r on r.id = sj.id join subject_access s on s.subject_id = sj.id
                         where sj.root_id = :root and sj.kind = :kind and r.gone_at is null and %s%s
                         order by sj.name, r.id limit :limit
                        """.formatted(Audience.MAY_SEE, behind))
                .param("viewer", viewer.value())
                .param("root", root)
                .param("kind", kind.code())
                .param("after", after)
                .param("limit", limit)
                .query((row, number) -> summary(row))
                .list();
    }

    private int visible(MemberId viewer, long root, long record) {
        return jdbc.sql("""
                        select count(*) from subject z join subject_access s on s.subject_id = z.id
                         where z.id = :record and z.root_id = :root and %s
                        """.formatted(Audience.MAY_SEE))
                .param("viewer", viewer.value())
                .param("root", root)
                .param("record", record)
                .query(Integer.class)
                .single();
    }

    /** Typeahead, see {@link Typeahead#find}. */
    public List<RecordSummary> search(MemberId viewer, String query, @Nullable String type, int limit) {
        return typeahead.find(viewer, query, type, limit);
    }

    static RecordSummary summary(java.sql.ResultSet row) throws java.sql.SQLException {
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
