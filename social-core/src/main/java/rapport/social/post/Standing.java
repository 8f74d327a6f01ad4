package rapport.social.post;

import rapport.social.post.PlaceRule.Rights;

/**
 * What a member is to a post that the member may see: from this follows all that the member may do with it.
 *
 * @param author    wrote it
 * @param owner     is in charge of the record on which it stands
 * @param moderator keeps order anywhere
 * @param rights    in the place where it stands
 * @param closed    whether its thread is closed
 */
public record Standing(boolean author, boolean owner, boolean moderator, Rights rights, boolean closed) {

    /** React, and give topics: a closed thread can still be thanked for. */
    public boolean mayTakePart() {
        return rights.comment();
    }

    /** Comment, edit one's own words, vote. */
    public boolean mayWrite() {
        return rights.comment() && !closed;
    }

    /** Keep the place in order. */
    public boolean mayManage() {
        return rights.manage() || moderator;
    }

    /** Close the thread, and open it again. */
    public boolean mayClose() {
        return author && rights.comment() || owner || mayManage();
    }

    /** Say which comment answers a question. */
    public boolean mayAccept() {
        return author && rights.comment() || mayManage();
    }
}
