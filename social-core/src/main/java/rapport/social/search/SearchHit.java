package rapport.social.search;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rapport.social.comment.CommentId;
import rapport.social.file.FileView;
import rapport.social.member.MemberSummary;
import rapport.social.post.PostId;
import rapport.social.post.PostKind;
import rapport.social.record.RecordSummary;
import rapport.social.shared.SubjectId;
import rapport.social.thread.SubjectView;

/** One thing found. */
@Schema(
        oneOf = {
            SearchHit.OfPost.class,
            SearchHit.OfComment.class,
            SearchHit.OfFile.class,
            SearchHit.OfRecord.class,
            SearchHit.OfMember.class,
            SearchHit.OfSpace.class,
            SearchHit.OfTopic.class
        })
sealed interface SearchHit {

    /**
     * @param state   of a question: open or answered
     * @param excerpt what it says around the words that were looked for
     */
    @Schema(name = "PostHit")
    record OfPost(
            PostId id,
            PostKind kind,
            SubjectView subject,
            @Nullable MemberSummary author,
            Instant publishedAt,
            int commentCount,
            @Nullable String state,
            @Nullable List<Marked> title,
            List<Marked> excerpt)
            implements SearchHit {}

    /**
     * @param kind of the post
     * @param post the title of the post, or how it begins
     */
    @Schema(name = "CommentHit")
    record OfComment(
            CommentId id,
            PostId postId,
            PostKind kind,
            SubjectView subject,
            @Nullable MemberSummary author,
            Instant publishedAt,
            String post,
            List<Marked> excerpt)
            implements SearchHit {}

    /** @param commentId the comment on which it stands; absent when on the post itself */
    @Schema(name = "FileHit")
    record OfFile(FileView file, PostId postId, @Nullable CommentId commentId, SubjectView subject, List<Marked> name)
            implements SearchHit {}

    @Schema(name = "RecordHit")
    record OfRecord(RecordSummary record, List<Marked> name) implements SearchHit {}

    @Schema(name = "MemberHit")
    record OfMember(MemberSummary member, List<Marked> name) implements SearchHit {}

    @Schema(name = "SpaceHit")
    record OfSpace(SpaceSummary space, List<Marked> name) implements SearchHit {}

    @Schema(name = "SpaceHitSummary")
    record SpaceSummary(SubjectId id, String name, @Nullable String description, String visibility) {}

    @Schema(name = "TopicHit")
    record OfTopic(TopicSummary topic, List<Marked> name) implements SearchHit {}

    @Schema(name = "TopicHitSummary")
    record TopicSummary(SubjectId id, String name, @Nullable String description) {}
}
