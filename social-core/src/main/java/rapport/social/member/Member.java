package rapport.social.member;

import org.jspecify.annotations.Nullable;

/**
 * A person in Rapport.
 *
 * @param title    what the company calls the person's job
 * @param language BCP 47, of the mails and messages that Rapport sends
 * @param active   false for who left: may not sign in, is not suggested; posts and credit stay
 */
public record Member(
        MemberId id,
        String name,
        @Nullable String email,
        @Nullable String title,
        @Nullable String site,
        String language,
        MemberRole role,
        boolean active) {

    /** Keeps order anywhere: moderators and admins. */
    public boolean isModerator() {
        return role != MemberRole.MEMBER;
    }
}
