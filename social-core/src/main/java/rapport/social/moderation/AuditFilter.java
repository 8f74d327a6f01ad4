package rapport.social.moderation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import rapport.social.member.MemberId;

/** Which lines of the audit log are wanted; null: whichever. The end of the period is not in it. */
record AuditFilter(
        @Nullable MemberId actor,
        @Nullable String action,
        @Nullable String item,
        @Nullable Instant from,
        @Nullable Instant to) {}
