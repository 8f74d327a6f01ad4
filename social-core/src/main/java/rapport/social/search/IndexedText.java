package rapport.social.search;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rapport.social.post.PostKind;

/**
 * A post or comment as the index takes it.
 *
 * @param item    id of the post or comment
 * @param post    the post, or the one on which the comment stands
 * @param kind    of the post
 * @param version of the item: a hit counts only while the item still has it
 * @param text    as everybody reads it who may read it: no name of a record that not all of them may see
 */
record IndexedText(
        long item,
        long post,
        long subject,
        @Nullable Long author,
        PostKind kind,
        Instant publishedAt,
        int version,
        @Nullable String title,
        String text) {

    boolean isComment() {
        return item != post;
    }

    /** Its words in all forms; those of the title stand there twice, because they count more. */
    List<WordForms> words() {
        var words = new ArrayList<WordForms>();
        if (title != null) {
            WordForms.in(title).forEach(word -> words.add(word.forms()));
            words.addAll(List.copyOf(words));
        }
        WordForms.in(text).forEach(word -> words.add(word.forms()));
        return words;
    }
}
