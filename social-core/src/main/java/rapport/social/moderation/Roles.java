package rapport.social.moderation;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import rapport.social.member.Member;
import rapport.social.member.MemberId;
import rapport.social.member.MemberRole;
import rapport.social.member.MemberSummary;
import rapport.social.member.Members;
import rapport.social.shared.Page;
import rapport.social.shared.PageToken;
import rapport.social.shared.Problem;

/** Gives and takes roles, and writes down who did. */
@Component
class Roles {
    private final Members members;
    private final AuditLog audit;
    private final JdbcClient jdbc;

    Roles(Members members, AuditLog audit, JdbcClient jdbc) {
        this.members = members;
        this.audit = audit;
        this.jdbc = jdbc;
    }

    /** @throws Problem not found */
    MemberRole of(MemberId id) {
        return members.get(id).role();
    }

    /** A page of those who are more than members: admins first. */
    Page<RoleResource.All.Holder> holders(@Nullable Integer limit, @Nullable String pageToken) {
        long role = MemberRole.ADMIN.ordinal();
        long after = 0;
        if (pageToken != null) {
            List<String> parts = PageToken.decode("pageToken", pageToken, 2);
            role = PageToken.number("pageToken", pageToken, parts.get(0));
            after = PageToken.number("pageToken", pageToken, parts.get(1));
        }
        int size = Page.limit(limit);
        List<RoleResource.All.Holder> found = jdbc.sql("""
                        select m.id, m.name, m.title, m.site, m.active, m.role from member m
                         where m.role > 0 and (m.role < :role or m.role = :role and m.id > :after)
                         order by m.role desc, m.id limit :limit
                        """)
                .param("role", role)
                .param("after", after)
                .param("limit", size + 1)
                .query((row, number) -> new RoleResource.All.Holder(
                        new MemberSummary(
                                new MemberId(row.getLong("id")),
                                row.getString("name"),
                                row.getString("title"),
                                row.getString("site"),
                                row.getBoolean("active")),
                        MemberRole.values()[row.getInt("role")]))
                .list();
        if (found.size() <= size) {
            return new Page<>(found, null, null);
        }
        RoleResource.All.Holder last = found.get(size - 1);
        return new Page<>(
                found.subList(0, size),
                PageToken.encode(last.role().ordinal(), last.member().id()),
                null);
    }

    /**
     * Twice is as once.
     *
     * @throws Problem not found; or if it is the last admin whose role is to go
     */
    @Transactional
    void change(MemberId admin, MemberId id, MemberRole role, @Nullable String reason) {
        String why = reason == null ? null : Reasons.checked("reason", reason);
        Member before = members.get(id);
        if (before.role() != role) {
            if (!before.active() && role != MemberRole.MEMBER) {
                throw Problem.invalid("role", role.toString(), "member: the member has left");
            }
            members.setRole(id, role);
            audit.append(admin, "role-changed", "member:" + id, why, before.role() + " -> " + role);
        }
    }
}
