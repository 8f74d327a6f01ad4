package rapport.social.post;

import org.jspecify.annotations.Nullable;
import rapport.social.shared.Problem;

/** The thread of the post is closed: the value is the reason given. */
public class PostClosed extends Problem {
    PostClosed(@Nullable String reason) {
        super(409, "post-closed", null, reason, null);
    }
}
