package rapport.social.thread;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rapport.social.member.MemberSummary;
import rapport.social.mention.Segment;
import rapport.social.post.PostId;
import rapport.social.post.PostKind;
import rapport.social.reaction.ReactionsView;

/**
 * A post as one reader sees it.
 *
 * @param author   missing: a change story whose actor nobody knows
 * @param body     Markdown
 * @param segments the body as it is shown
 * @param comments the last 3, in the order of the thread
 * @param reason   why it is in this reader's feed
 * @param isRead   whether the reader has seen it with all its comments; what one does not follow counts as read
 */
@Schema(name = "Post")
public record PostView(
        PostId id,
        PostKind kind,
        SubjectView subject,
        @Nullable MemberSummary author,
        @Nullable String title,
        String body,
        List<Segment> segments,
        Instant publishedAt,
        @Nullable Instant editedAt,
        int version,
        int commentCount,
        List<CommentView> comments,
        ReactionsView reactions,
        @Nullable StoryView story,
        @Nullable Reason reason,
        boolean isRead,
        Capabilities capabilities) {

    /** What the reader may do with the post. */
    @Schema(name = "PostCapabilities")
    public record Capabilities(boolean comment, boolean react, boolean edit, boolean delete, boolean history) {}

    /**
     * Why a post is in a feed.
     *
     * @param kind follows-record, follows-member, follows-account or own
     * @param name of what is followed
     */
    @Schema(name = "FeedReason", example = "{\"kind\":\"follows-record\",\"name\":\"Acme\"}")
    public record Reason(String kind, @Nullable String name) {}

    /** What changed on a record. */
    @Schema(name = "Story")
    public record StoryView(List<ChangeView> changes) {}

    /**
     * One field that changed.
     *
     * @param type   text, money, date, number, member or boolean: tells what the values are
     * @param before missing: there was no value
     */
    @Schema(
            name = "StoryChange",
            example =
                    "{\"field\":\"amount\",\"type\":\"money\",\"before\":{\"amount\":40000,\"currency\":\"EUR\"},\"after\":{\"amount\":45000,\"currency\":\"EUR\"}}")
    public record ChangeView(
            String field,
            String type,
            @Nullable Object before,
            @Nullable Object after) {}

    /** The same post with the reason for which it is in a feed. */
    public PostView because(Reason why) {
        return new PostView(
                id,
                kind,
                subject,
                author,
                title,
                body,
                segments,
                publishedAt,
                editedAt,
                version,
                commentCount,
                comments,
                reactions,
                story,
                why,
                isRead,
                capabilities);
    }
}
