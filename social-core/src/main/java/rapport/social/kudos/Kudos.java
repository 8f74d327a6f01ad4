package rapport.social.kudos;

import java.time.Clock;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import rapport.social.member.MemberId;
import rapport.social.post.PostId;
import rapport.social.post.Posts;
import rapport.social.shared.Problem;
import rapport.social.shared.Times;

/** Thanks on the page of who was thanked, where she alone decides what is shown. */
@Component
class Kudos {
    private final JdbcClient jdbc;
    private final Posts posts;
    private final Clock clock;

    Kudos(JdbcClient jdbc, Posts posts, Clock clock) {
        this.jdbc = jdbc;
        this.posts = posts;
        this.clock = clock;
    }

    /**
     * Takes thanks off the member's own page, or puts them back; the post stays where it stands. Twice is as once.
     *
     * @throws Problem not found, if the member may not see the post or is not thanked by it
     */
    @Transactional
    void show(MemberId thanked, PostId post, boolean shown) {
        posts.visibleTo(thanked, post);
        int found = jdbc.sql(
                        "update kudos_member set hidden_at = :hiddenAt where post_id = :post and member_id = :member")
                .param("hiddenAt", shown ? null : Times.utc(clock.instant()))
                .param("post", post.value())
                .param("member", thanked.value())
                .update();
        if (found == 0) {
            throw Problem.notFound();
        }
    }
}
