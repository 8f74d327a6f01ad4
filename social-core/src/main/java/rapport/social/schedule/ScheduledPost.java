package rapport.social.schedule;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import rapport.social.member.MemberId;
import rapport.social.post.NewPost;
import rapport.social.post.PostId;
import rapport.social.shared.SubjectId;

/**
 * A post that waits for its time.
 *
 * @param id      its own; the post gets another one when it is published, because the id is the order of feeds
 * @param place   where it is to stand
 * @param content what is to be published, as it was sent
 * @param refused the type of the problem for which it could not be published, until it is changed
 */
public record ScheduledPost(
        PostId id,
        MemberId author,
        SubjectId place,
        NewPost content,
        Instant publishAt,
        Instant createdAt,
        int version,
        @Nullable String refused) {}
