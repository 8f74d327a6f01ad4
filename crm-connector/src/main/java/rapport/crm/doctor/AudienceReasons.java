package rapport.crm.doctor;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.crm.connection.Connections;
import rapport.crm.connection.Visibility;
import rapport.social.audience.Audience;
import rapport.social.member.MemberId;
import rapport.social.member.MemberSummary;
import rapport.social.shared.Problem;
import rapport.social.shared.SubjectId;

/**
 * Who sees a record and why, as the access condition itself decides it: by the record's audience, its principals, and who
 * stands for each of them.
 */
@Component
class AudienceReasons {
    private static final int MAX_MEMBERS = 200;

    private final JdbcClient jdbc;
    private final Connections connections;

    AudienceReasons(JdbcClient jdbc, Connections connections) {
        this.jdbc = jdbc;
        this.connections = connections;
    }

    /**
     * @param kind owner, member or team; why everybody sees it: open-by-setting, open-crm-tells-none (this CRM does not say who
     *             sees a record), open-no-team (this record has none), or open where its connection is gone; why one member does
     *             not: none or inactive
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Reason(String kind, @Nullable String name) {}

    record SeenBy(MemberSummary member, List<Reason> reasons) {}

    /** @param members how many active people stand for it */
    record Part(String kind, String name, int members) {}

    /** The answer for one member. */
    record Asked(MemberSummary member, boolean maySee, List<Reason> reasons) {}

    /**
     * @param open    whether everybody sees it
     * @param openReason why, as {@link Reason#kind} tells it; null when it is not open
     * @param parts   whom the CRM lets see it; empty when it is open
     * @param members active people who see it, at most 200; empty when it is open
     * @param count   of active people who see it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Answer(
            String recordId,
            String name,
            String connection,
            boolean open,
            @Nullable String openReason,
            List<Part> parts,
            List<SeenBy> members,
            int count,
            @Nullable Asked asked) {}

    private record Facts(
            String name,
            String connection,
            long audienceId,
            @Nullable Long ownerId) {}

    private record Row(
            long memberId,
            String memberName,
            @Nullable String title,
            @Nullable String site,
            boolean active,
            int kind,
            long principalId,
            String principalName) {}

    /** @throws Problem 404 if there is no such record or member; the caller is an admin, so no access condition stands here */
    Answer of(SubjectId record, @Nullable MemberId asked) {
        Facts facts = jdbc.sql("""
                        select j.name, r.connection, s.audience_id, r.owner_id
                          from crm_record r join subject j on j.id = r.id join subject_access s on s.subject_id = r.id
                         where r.id = :record
                        """)
                .param("record", record.value())
                .query(Facts.class)
                .optional()
                .orElseThrow(Problem::notFound);
        boolean open = facts.audienceId() == Audience.EVERYBODY;
        String openReason = open ? openReason(facts.connection()) : null;
        List<Row> rows = open ? List.of() : rows(facts.audienceId());
        Map<Long, SeenBy> members = new LinkedHashMap<>();
        Map<Long, Part> parts = new LinkedHashMap<>();
        for (Row row : rows) {
            String kind = kind(row, facts);
            if (row.active()) {
                members.computeIfAbsent(row.memberId(), id -> new SeenBy(summary(row), new ArrayList<>()))
                        .reasons()
                        .add(new Reason(kind, kind.equals("team") ? row.principalName() : null));
            }
            parts.merge(
                    row.principalId(),
                    new Part(kind, row.principalName(), row.active() ? 1 : 0),
                    (one, other) -> new Part(one.kind(), one.name(), one.members() + other.members()));
        }
        emptyTeams(facts.audienceId(), parts);
        int count = open
                ? jdbc.sql("select count(*) from member where active")
                        .query(Integer.class)
                        .single()
                : members.size();
        return new Answer(
                record.toString(),
                facts.name(),
                facts.connection(),
                open,
                openReason,
                List.copyOf(parts.values()),
                members.values().stream().limit(MAX_MEMBERS).toList(),
                count,
                asked == null ? null : asked(asked, openReason, members));
    }

    private String openReason(String key) {
        return connections
                .find(key)
                .map(connection -> {
                    if (connection.visibility() == Visibility.EVERYONE) {
                        return "open-by-setting";
                    }
                    return connection.descriptor().tellsSight() ? "open-no-team" : "open-crm-tells-none";
                })
                .orElse("open");
    }

    private Asked asked(MemberId id, @Nullable String openReason, Map<Long, SeenBy> members) {
        MemberSummary member = jdbc.sql("select id, name, title, site, active from member where id = :id")
                .param("id", id.value())
                .query((row, number) -> new MemberSummary(
                        new MemberId(row.getLong("id")),
                        Objects.requireNonNull(row.getString("name")),
                        row.getString("title"),
                        row.getString("site"),
                        row.getBoolean("active")))
                .optional()
                .orElseThrow(Problem::notFound);
        if (!member.active()) {
            return new Asked(member, false, List.of(new Reason("inactive", null)));
        }
        if (openReason != null) {
            return new Asked(member, true, List.of(new Reason(openReason, null)));
        }
        SeenBy seen = members.get(id.value());
        return seen == null
                ? new Asked(member, false, List.of(new Reason("none", null)))
                : new Asked(member, true, seen.reasons());
    }

    private static String kind(Row row, Facts facts) {
        if (row.kind() != 1) {
            return "team";
        }
        return Objects.equals(facts.ownerId(), row.memberId()) ? "owner" : "member";
    }

    private List<Row> rows(long audience) {
        return jdbc.sql("""
                        select m.id as member_id, m.name as member_name, m.title, m.site, m.active, p.kind, p.id as principal_id,
                               p.name as principal_name
                          from audience_principal ap
                          join principal p on p.id = ap.principal_id
                          join member_principal mp on mp.principal_id = p.id
                          join member m on m.id = mp.member_id
                         where ap.audience_id = :audience
                         order by m.name, m.id, p.kind, p.name
                        """).param("audience", audience).query(Row.class).list();
    }

    /** A team that nobody is in lets nobody see anything, which is worth knowing. */
    private void emptyTeams(long audience, Map<Long, Part> parts) {
        jdbc.sql("""
                        select p.id, p.name, p.kind from audience_principal ap join principal p on p.id = ap.principal_id
                         where ap.audience_id = :audience and not exists (
                           select 1 from member_principal mp where mp.principal_id = p.id)
                        """)
                .param("audience", audience)
                .query((row, number) ->
                        parts.put(row.getLong("id"), new Part("team", String.valueOf(row.getString("name")), 0)))
                .list();
    }

    private static MemberSummary summary(Row row) {
        return new MemberSummary(new MemberId(row.memberId()), row.memberName(), row.title(), row.site(), row.active());
    }
}
