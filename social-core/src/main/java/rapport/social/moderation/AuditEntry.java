package rapport.social.moderation;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import rapport.social.member.MemberSummary;

/**
 * A line of the audit log.
 *
 * @param action what was done, such as post-removed
 * @param item   to what, such as post:34
 * @param details what else there is to know, such as the role before and after; never words of a member
 */
@Schema(
        example =
                "{\"id\":\"5012\",\"at\":\"2026-11-20T09:15:27.000Z\",\"actor\":{\"id\":\"7\",\"name\":\"Ann Berg\",\"active\":true},\"action\":\"post-removed\",\"item\":\"post:34\",\"reason\":\"Names a patient\"}")
public record AuditEntry(
        String id,
        Instant at,
        MemberSummary actor,
        String action,
        @Nullable String item,
        @Nullable String reason,
        @Nullable String details) {}
