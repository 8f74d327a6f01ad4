package rapport.social.search;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rapport.social.post.PostKind;

/**
 * What an index is asked.
 *
 * @param all whether a text must hold all words, or any of them
 */
record TextQuery(SearchWords words, boolean all, Filter filter) {

    /** Which texts. */
    enum Texts {
        POSTS,
        COMMENTS,
        BOTH
    }

    /**
     * What need not be looked at; every part null or empty for no limit.
     *
     * @param place from where the texts must be
     * @param from  published then or later
     * @param to    published before
     */
    record Filter(
            Texts texts,
            @Nullable Place place,
            @Nullable Long author,
            Set<PostKind> kinds,
            @Nullable Instant from,
            @Nullable Instant to) {}

    /**
     * A feed: what stands on one of the subjects, or was written by the author.
     *
     * @param topic the posts of this topic instead; an index may leave that to the check in the database
     */
    record Place(
            Set<Long> subjects,
            @Nullable Long author,
            @Nullable Long topic) {}
}
