package rapport.social.thread;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rapport.social.file.FileView;
import rapport.social.link.LinkPreview;
import rapport.social.member.MemberSummary;
import rapport.social.mention.Segment;
import rapport.social.post.PostId;
import rapport.social.post.PostKind;
import rapport.social.reaction.ReactionsView;
import rapport.social.shared.SubjectId;

/**
 * A post as one reader sees it.
 *
 * @param author   missing: a change story whose actor nobody knows
 * @param body     Markdown
 * @param segments the body as it is shown
 * @param comments the last 3, in the order of the thread
 * @param links    previews of the pages that it links
 * @param removed  a moderator took its words out: no title, an empty body, no files
 * @param reason   why it is in this reader's feed
 * @param isRead   whether the reader has seen it with all its comments; what one does not follow counts as read
 * @param pinned   whether it stands first on its place, for everybody
 * @param bookmarked whether the reader keeps it in a list of her own
 * @param muted    whether the reader wants to hear nothing of its thread
 * @param followed whether the reader follows it by itself: its edits and new comments
 * @param waitingSince of a question in the list of those that wait for an answer: since when
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
        List<FileView> files,
        List<LinkPreview> links,
        List<TopicName> topics,
        @Nullable PollView poll,
        @Nullable KudosView kudos,
        @Nullable AnnouncementView announcement,
        @Nullable SharedView shared,
        @Nullable QuestionView question,
        @Nullable ClosedView closed,
        @Nullable RemovedView removed,
        @Nullable Reason reason,
        boolean isRead,
        boolean pinned,
        boolean bookmarked,
        boolean muted,
        boolean followed,
        @Nullable Instant waitingSince,
        Capabilities capabilities) {

    /** What the reader may do with the post. */
    @Schema(name = "PostCapabilities")
    public record Capabilities(
            boolean comment,
            boolean react,
            boolean edit,
            boolean delete,
            boolean history,
            boolean close,
            boolean reopen,
            boolean vote,
            boolean acknowledge,
            boolean share,
            boolean accept,
            boolean turnIntoQuestion,
            boolean bookmark,
            boolean mute,
            boolean follow,
            boolean pin,
            boolean markUnread,
            boolean topics,
            boolean remove) {}

    /** A topic in the text, or assigned by a reader. */
    @Schema(name = "TopicName", example = "{\"id\":\"812\",\"name\":\"renewal\"}")
    public record TopicName(SubjectId id, String name) {}

    /**
     * What was asked, and the votes.
     *
     * @param ended         no vote is taken any more
     * @param voters        how many people voted
     * @param resultsHidden the reader has not voted yet, and the author wants that first
     */
    @Schema(name = "Poll")
    public record PollView(
            List<Option> options,
            boolean multiple,
            boolean anonymous,
            @Nullable Instant endsAt,
            boolean ended,
            int voters,
            boolean resultsHidden) {

        /**
         * One answer offered.
         *
         * @param id    within this poll
         * @param votes missing while the result is hidden
         * @param share of the voters who chose it, in percent; missing as votes
         * @param mine  whether the reader chose it
         */
        @Schema(
                name = "PollOption",
                example = "{\"id\":\"1\",\"text\":\"Lyon\",\"votes\":3,\"share\":60,\"mine\":true}")
        public record Option(
                String id,
                String text,
                @Nullable Integer votes,
                @Nullable Integer share,
                boolean mine) {}
    }

    /**
     * Who is thanked, and for what.
     *
     * @param hidden the reader is one of them, and does not show it on her page
     */
    @Schema(name = "Kudos")
    public record KudosView(
            List<MemberSummary> members, @Nullable String reason, boolean hidden) {}

    /**
     * What stands on top of its place for a while.
     *
     * @param acknowledge  whether readers are asked to say that they have read it
     * @param acknowledged whether this reader has
     * @param missing      for its author and for who keeps the place in order: how many have not
     */
    @Schema(name = "Announcement")
    public record AnnouncementView(
            Instant expiresAt,
            boolean acknowledge,
            boolean acknowledged,
            @Nullable Integer missing) {}

    /**
     * Another post.
     *
     * @param available false for a reader who may not see it, and when it is gone: nothing else is told then
     */
    @Schema(name = "Shared")
    public record SharedView(boolean available, @Nullable SharedPost post) {
        static final SharedView NOT_AVAILABLE = new SharedView(false, null);

        /** The other post, as it is now. */
        @Schema(name = "SharedPost")
        public record SharedPost(
                PostId id,
                PostKind kind,
                @Nullable MemberSummary author,
                SubjectView subject,
                Instant publishedAt,
                @Nullable String title,
                List<Segment> segments) {}
    }

    /**
     * How a question stands.
     *
     * @param state  open or answered
     * @param answer the comment that was accepted
     */
    @Schema(name = "Question")
    public record QuestionView(
            String state,
            @Nullable CommentView answer,
            @Nullable Instant answeredAt) {
        static final QuestionView OPEN = new QuestionView("open", null, null);

        static QuestionView answered(CommentView answer, Instant at) {
            return new QuestionView("answered", answer, at);
        }
    }

    /** Nothing can be said in the thread any more, until it is opened again. */
    @Schema(
            name = "Closed",
            example =
                    "{\"by\":{\"id\":\"123\",\"name\":\"Ann Berg\",\"active\":true},\"reason\":\"Solved by phone\",\"at\":\"2026-11-23T09:00:00Z\"}")
    public record ClosedView(MemberSummary by, @Nullable String reason, Instant at) {}

    /**
     * Why a post is in a feed.
     *
     * @param kind follows-record, follows-account, follows-space, follows-member, follows-topic or own
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
        return with(why, waitingSince);
    }

    /** The same question with the time from which it has waited for an answer. */
    public PostView waitingSince(Instant since) {
        return with(reason, since);
    }

    private PostView with(@Nullable Reason why, @Nullable Instant since) {
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
                files,
                links,
                topics,
                poll,
                kudos,
                announcement,
                shared,
                question,
                closed,
                removed,
                why,
                isRead,
                pinned,
                bookmarked,
                muted,
                followed,
                since,
                capabilities);
    }
}
