package rapport.social.member;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A member as the API shows.
 *
 * @param isViewer     whether it is the one who asks
 * @param follow       how the viewer follows this member; absent when not at all
 * @param kudosCount   on a member's page: how many posts thank the member, of those that the viewer may see and the member
 *     shows; at most {@value #COUNT_CAP}
 * @param capabilities follow: not oneself; edit: oneself
 */
public record MemberView(
        MemberId id,
        String name,
        @Nullable String title,
        @Nullable String site,
        @Nullable String email,
        String language,
        MemberRole role,
        boolean active,
        boolean isViewer,
        @Nullable FollowView follow,
        @Nullable Integer kudosCount,
        Map<String, Boolean> capabilities) {
    static final int COUNT_CAP = 1000;

    public record FollowView(String level) {}

    public static MemberView own(Member member) {
        return of(member, member.id(), null, null);
    }

    static MemberView of(Member member, MemberId viewer, @Nullable String followLevel, @Nullable Integer kudosCount) {
        boolean own = member.id().equals(viewer);
        return new MemberView(
                member.id(),
                member.name(),
                member.title(),
                member.site(),
                member.email(),
                member.language(),
                member.role(),
                member.active(),
                own,
                followLevel == null ? null : new FollowView(followLevel),
                kudosCount,
                Map.of("follow", !own && member.active(), "edit", own));
    }
}
