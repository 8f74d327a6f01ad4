package rapport.social.moderation;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import rapport.social.member.Member;
import rapport.social.member.MemberId;
import rapport.social.member.MemberRole;
import rapport.social.member.Members;
import rapport.social.shared.Problem;

/** Gives and takes roles, and writes down who did. */
@Component
class Roles {
    private final Members members;
    private final AuditLog audit;

    Roles(Members members, AuditLog audit) {
        this.members = members;
        this.audit = audit;
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
