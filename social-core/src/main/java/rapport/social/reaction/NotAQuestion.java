package rapport.social.reaction;

import rapport.social.post.PostKind;
import rapport.social.shared.Problem;

/** Only questions have answers. */
public class NotAQuestion extends Problem {
    NotAQuestion(PostKind found) {
        super(409, "not-a-question", "kind", found.toString(), PostKind.QUESTION.toString());
    }
}
