package rapport.social.search;

import java.util.List;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;
import rapport.social.comment.CommentAdded;
import rapport.social.comment.CommentDeleted;
import rapport.social.comment.CommentEdited;
import rapport.social.comment.CommentId;
import rapport.social.comment.CommentRestored;
import rapport.social.post.PostAdded;
import rapport.social.post.PostDeleted;
import rapport.social.post.PostEdited;
import rapport.social.post.PostId;
import rapport.social.post.PostRestored;
import rapport.social.post.PostsMoved;

/**
 * Keeps the index up with what is written, after each commit and in no one's way: a search that fails to learn of a post must not
 * fail the post. An event only says where to look; what is put is what stands there now, so events may come late, twice or in
 * another order.
 */
@Component
class IndexFeeder {
    private final IndexSource source;
    private final SearchIndex index;

    IndexFeeder(IndexSource source, SearchIndex index) {
        this.source = source;
        this.index = index;
    }

    @ApplicationModuleListener
    void on(PostAdded event) {
        read(event.post());
    }

    @ApplicationModuleListener
    void on(PostEdited event) {
        read(event.post());
    }

    @ApplicationModuleListener
    void on(PostDeleted event) {
        readThread(event.post());
    }

    @ApplicationModuleListener
    void on(PostRestored event) {
        readThread(event.post());
    }

    @ApplicationModuleListener
    void on(CommentAdded event) {
        read(event.comment());
    }

    @ApplicationModuleListener
    void on(CommentEdited event) {
        read(event.comment());
    }

    @ApplicationModuleListener
    void on(CommentDeleted event) {
        read(event.comment());
    }

    @ApplicationModuleListener
    void on(CommentRestored event) {
        read(event.comment());
    }

    @ApplicationModuleListener
    void on(PostsMoved event) {
        List<PostId> posts = source.postsOn(event.to(), 0);
        while (!posts.isEmpty()) {
            posts.forEach(this::readThread);
            posts = source.postsOn(event.to(), posts.get(posts.size() - 1).value());
        }
    }

    private void read(PostId post) {
        putOrRemove(post.value());
    }

    private void read(CommentId comment) {
        putOrRemove(comment.value());
    }

    private void putOrRemove(long item) {
        List<IndexedText> texts = source.items(List.of(item));
        if (texts.isEmpty()) {
            index.remove(List.of(item));
        } else {
            index.put(texts);
        }
    }

    private void readThread(PostId post) {
        List<IndexedText> texts = source.thread(post);
        if (texts.isEmpty()) {
            index.removeThread(post.value());
        } else {
            index.put(texts);
        }
    }
}
