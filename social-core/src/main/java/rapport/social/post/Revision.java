package rapport.social.post;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import rapport.social.member.MemberId;

/**
 * One version of a post or a comment.
 *
 * @param body      Markdown as it is stored
 * @param expiresAt of an announcement: until when it was to stand on top of its place
 */
public record Revision(
        int version,
        MemberId author,
        @Nullable String title,
        String body,
        Instant writtenAt,
        @Nullable Instant expiresAt) {}
