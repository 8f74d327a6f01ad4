package rapport.social.post;

import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.social.shared.Problem;

/**
 * A post that shows another one elsewhere. Nothing of the other is copied: its author's name, its words and the link to it
 * are read anew for each reader, and only for those who may see it where it stands.
 */
@Component
class Shares implements PostPart {
    private final JdbcClient jdbc;
    private final PostStore store;

    Shares(JdbcClient jdbc, PostStore store) {
        this.jdbc = jdbc;
        this.store = store;
    }

    @Override
    public PostKind kind() {
        return PostKind.SHARE;
    }

    @Override
    public String field() {
        return "sharedPostId";
    }

    @Override
    public boolean isIn(NewPost input) {
        return input.sharedPostId() != null;
    }

    @Override
    public void check(NewPost input, Publishing publishing) {
        origin(input, publishing);
    }

    @Override
    public void add(PostId post, NewPost input, Publishing publishing) {
        jdbc.sql("insert into share (post_id, shared_post_id) values (:post, :shared)")
                .param("post", post.value())
                .param("shared", origin(input, publishing).value())
                .update();
    }

    /** The post to be shown: of a share, what it shows, so that the first author keeps the credit. */
    private PostId origin(NewPost input, Publishing publishing) {
        Post wanted = visible(Objects.requireNonNull(input.sharedPostId()), publishing);
        if (wanted.kind() == PostKind.SHARE) {
            wanted = visible(shownBy(wanted.id()), publishing);
        }
        if (!wanted.kind().isWritten()) {
            throw Problem.invalid("sharedPostId", wanted.id(), "what a member wrote");
        }
        return wanted.id();
    }

    private Post visible(PostId id, Publishing publishing) {
        return store.visibleTo(publishing.author(), id).orElseThrow(Problem::notFound);
    }

    private PostId shownBy(PostId share) {
        return jdbc.sql("select shared_post_id from share where post_id = :post")
                .param("post", share.value())
                .query((row, number) -> new PostId(row.getLong("shared_post_id")))
                .optional()
                .orElseThrow(Problem::notFound); // its words were taken out, and what it showed with them
    }
}
