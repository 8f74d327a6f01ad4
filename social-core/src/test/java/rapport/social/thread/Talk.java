package rapport.social.thread;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import rapport.social.shared.SubjectId;
import rapport.social.testing.Api.Answer;
import rapport.social.testing.Fixtures.Person;

/** Says things over REST, where a test only needs them to have been said. */
final class Talk {
    /** What every reader may do, for herself alone. */
    private static final Set<String> OWN_MARKS = Set.of("bookmark", "mute", "follow", "markUnread");

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

    /** A post with more than words. */
    static Answer post(Person author, Map<String, Object> post) {
        return author.api().post("/posts", post);
    }

    static String question(Person author, SubjectId subject, String title) {
        return post(author, Map.of("subjectId", subject, "kind", "question", "title", title))
                .expect(201)
                .at("/id");
    }

    static String upload(Person author, String name, String content) {
        return author.api()
                .with("Content-Type", "application/octet-stream")
                .post("/files?name=" + name, content)
                .expect(201)
                .at("/id");
    }

    /** What the reader may do. */
    static List<String> may(Answer item) {
        return item.json().at("/capabilities").properties().stream()
                .filter(capability -> capability.getValue().asBoolean())
                .map(Map.Entry::getKey)
                .filter(capability -> !OWN_MARKS.contains(capability))
                .toList();
    }

    static void assertRefused(Answer answer, int status, String type, String field) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.at("/type")).isEqualTo("/problems/" + type);
        assertThat(answer.at("/title")).isNotEqualTo(type);
        assertThat(answer.at("/field")).isEqualTo(field);
    }

    /** The same request by many at the same time. */
    static List<Answer> atOnce(List<Callable<Answer>> requests) throws Exception {
        var threads = Executors.newFixedThreadPool(requests.size());
        try {
            List<Answer> answers = new ArrayList<>();
            for (var future : threads.invokeAll(requests)) {
                answers.add(future.get());
            }
            return answers;
        } finally {
            threads.shutdown();
        }
    }

    static String mention(Person member) {
        return "[@" + member.name() + "](member:" + member.id() + ")";
    }
}
