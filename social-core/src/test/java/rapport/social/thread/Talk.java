package rapport.social.thread;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rapport.social.shared.SubjectId;
import rapport.social.testing.Fixtures.Person;

/** Says things over REST, where a test only needs them to have been said. */
final class Talk {
    private Talk() {}

    static String post(Person author, SubjectId subject, String body) {
        return author.api()
                .post("/posts", Map.of("subjectId", subject, "body", body))
                .expect(201)
                .at("/id");
    }

    static String comment(Person author, String post, String body) {
        return reply(author, post, null, body);
    }

    static String reply(Person author, String post, @Nullable String parent, String body) {
        Map<String, Object> comment = new HashMap<>(Map.of("body", body));
        if (parent != null) {
            comment.put("parentId", parent);
        }
        return author.api()
                .post("/posts/" + post + "/comments", comment)
                .expect(201)
                .at("/id");
    }

    static String mention(Person member) {
        return "[@" + member.name() + "](member:" + member.id() + ")";
    }
}
