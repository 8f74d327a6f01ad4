package rapport.social.notification;

import java.util.Set;
import rapport.social.member.MemberId;

/** The inboxes of these members have something new, or less. Published inside the transaction that did it. */
public record InboxChanged(Set<MemberId> members) {}
