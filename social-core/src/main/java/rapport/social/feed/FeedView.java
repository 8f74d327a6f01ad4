package rapport.social.feed;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rapport.social.member.MemberSummary;
import rapport.social.record.RecordView;
import rapport.social.thread.PostView;

/**
 * One page of a feed.
 *
 * @param record        whose feed it is, on the first page of a record's
 * @param member        whose feed it is, on the first page of a member's
 * @param nextPageToken where the next page starts; missing after the last
 * @param updatesToken  from where to ask {@code /updates} for what is newer; on the first page
 * @param lastReadPost  how far the viewer has read: posts with a higher id are new; missing when never
 */
@Schema(name = "Feed")
public record FeedView(
        @Nullable RecordView record,
        @Nullable MemberSummary member,
        List<PostView> items,
        @Nullable String nextPageToken,
        @Nullable String updatesToken,
        @Nullable String lastReadPost,
        String order) {}
