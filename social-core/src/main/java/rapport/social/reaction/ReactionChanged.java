package rapport.social.reaction;

import org.jspecify.annotations.Nullable;
import rapport.social.comment.CommentId;
import rapport.social.member.MemberId;
import rapport.social.post.PostId;
import rapport.social.shared.SubjectId;

/**
 * A member reacted to a post or a comment, chose another reaction, or took it back.
 *
 * @param comment    null: the reaction is on the post itself
 * @param itemAuthor who wrote the item; null: nobody knows
 * @param kind       null: taken back
 * @param imported   an earlier reaction brought in: nobody is to be told
 */
public record ReactionChanged(
        PostId post,
        SubjectId subject,
        MemberId actor,
        @Nullable CommentId comment,
        @Nullable MemberId itemAuthor,
        @Nullable String kind,
        boolean imported) {}
