package rapport.social.follow;

import rapport.social.member.MemberId;

/** A member follows another one, who was not followed by her before. */
public record MemberFollowed(MemberId follower, MemberId followed) {}
