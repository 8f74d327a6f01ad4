package rapport.social.post;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import rapport.social.member.MemberId;
import rapport.social.shared.SubjectId;
import rapport.social.shared.SubjectKind;

/**
 * What a post of one kind has besides its text: the options of a poll, say. Answered by the capability that it belongs to.
 */
public interface PostPart {

    /** The kind that it makes of a post. */
    PostKind kind();

    /** The member of {@link NewPost} in which it comes. */
    String field();

    boolean isIn(NewPost input);

    /** @throws rapport.social.shared.Problem if it is refused; nothing is written here */
    void check(NewPost input, Publishing publishing);

    /** Keeps it with its post, in the transaction that adds the post. */
    void add(PostId post, NewPost input, Publishing publishing);

    /** Until when it stands for something; null where that has no end that an edit can move. */
    default @Nullable Instant end(PostId post) {
        return null;
    }

    /**
     * Moves that end, in the transaction that edits the post; asked only where there is one.
     *
     * @throws rapport.social.shared.Problem if it can't be then
     */
    default void moveEnd(PostId post, Instant end, Instant now) {}

    /**
     * The circumstances in which a post is published.
     *
     * @param managesPlace keeps the place in order: a space's managers, and moderators anywhere
     * @param at           when it is published
     */
    record Publishing(MemberId author, SubjectId place, SubjectKind placeKind, boolean managesPlace, Instant at) {}
}
