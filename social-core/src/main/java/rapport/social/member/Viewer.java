package rapport.social.member;

/**
 * The member for whom this request runs.
 *
 * @param sessionHash names the session, so that it can be ended; not the token
 */
public record Viewer(Member member, SessionKind sessionKind, String sessionHash) {

    public MemberId memberId() {
        return member.id();
    }

    /** The member's id as SQL parameters take it. */
    public long id() {
        return member.id().value();
    }

    public MemberRole role() {
        return member.role();
    }

    public boolean isAdmin() {
        return member.role() == MemberRole.ADMIN;
    }

    /** Keeps order anywhere: moderators and admins. */
    public boolean isModerator() {
        return member.isModerator();
    }

    /** May say when and by whom a post was written: an import of earlier conversations. */
    public boolean mayImport() {
        return isAdmin();
    }
}
