package rapport.social.thread;

import jakarta.ws.rs.core.Response;
import org.springframework.stereotype.Component;
import rapport.social.member.MemberId;
import rapport.social.post.PostId;

/** Answers with a post as it is now, after something was done to it. */
@Component
class SinglePosts {
    private final PostPages pages;
    private final Answers answers;

    SinglePosts(PostPages pages, Answers answers) {
        this.pages = pages;
        this.answers = answers;
    }

    Response answer(MemberId viewer, PostId id) {
        PostView post = pages.one(viewer, id);
        return answers.ok(post.version(), post);
    }
}
