package rapport.social.member;

import org.jspecify.annotations.Nullable;

/** A member as others' items show: author, owner, follower. */
public record MemberSummary(
        MemberId id,
        String name,
        @Nullable String title,
        @Nullable String site,
        boolean active) {

    public static MemberSummary of(Member member) {
        return new MemberSummary(member.id(), member.name(), member.title(), member.site(), member.active());
    }
}
