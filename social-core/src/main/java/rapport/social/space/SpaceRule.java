package rapport.social.space;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.social.audience.Audience;
import rapport.social.member.MemberId;
import rapport.social.post.PlaceRule;
import rapport.social.shared.SubjectId;
import rapport.social.shared.SubjectKind;

/** A space is written in by those who are in it, while it is open; in a broadcast space only its managers post. */
@Component
class SpaceRule implements PlaceRule {
    private final JdbcClient jdbc;

    SpaceRule(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public SubjectKind kind() {
        return SubjectKind.SPACE;
    }

    @Override
    public Map<SubjectId, Rights> rights(MemberId member, Collection<SubjectId> places) {
        Map<SubjectId, Rights> rights = new HashMap<>();
        jdbc.sql("""
                        select sp.id, sp.broadcast, ms.role
                          from space sp join subject_access s on s.subject_id = sp.id
                          join membership ms on ms.space_id = sp.id and ms.member_id = :viewer
                         where sp.id = any(:spaces) and sp.archived_at is null and %s
                        """.formatted(Audience.MAY_SEE))
                .param("viewer", member.value())
                .param("spaces", places.stream().map(SubjectId::value).toArray(Long[]::new))
                .query(row -> {
                    SpaceRole role = SpaceRole.values()[row.getInt("role")];
                    rights.put(
                            new SubjectId(row.getLong("id")),
                            new Rights(
                                    role.isIn() && (!row.getBoolean("broadcast") || role.manages()),
                                    role.isIn(),
                                    role.manages()));
                });
        return rights;
    }
}
