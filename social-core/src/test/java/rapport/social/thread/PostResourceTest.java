package rapport.social.thread;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import rapport.social.shared.SubjectId;
import rapport.social.testing.Api.Answer;
import rapport.social.testing.DatabaseTest;
import rapport.social.testing.Fixtures;

@DatabaseTest
class PostResourceTest {
    @Autowired
    Fixtures fixtures;

    private Fixtures.Person ann;
    private Fixtures.Person ben;
    private SubjectId acme;

    @BeforeEach
    void annAndBenKnowAcme() {
        ann = fixtures.person("Ann Berg");
        ben = fixtures.person("Ben Roux");
        acme = fixtures.account("Acme");
    }

    private Answer post(Fixtures.Person author, Map<String, Object> post) {
        return author.api().post("/posts", post);
    }

    @Test
    void addsAPostToARecord() {
        var answer = post(
                        ann,
                        Map.of("subjectId", acme, "body", "  Signed **today**, ask [@x](member:" + ben.id() + ").\r\n"))
                .expect(201);
        assertThat(answer.header("Location")).endsWith("/api/v1/posts/" + answer.at("/id"));
        assertThat(answer.header("ETag")).isEqualTo("\"v1\"");
        var read = ben.api().get("/posts/" + answer.at("/id")).expect(200);
        assertThat(read.at("/kind")).isEqualTo("update");
        assertThat(read.at("/subject/id")).isEqualTo(acme.toString());
        assertThat(read.at("/subject/kind")).isEqualTo("account");
        assertThat(read.at("/author/name")).isEqualTo("Ann Berg");
        assertThat(read.at("/body")).isEqualTo("Signed **today**, ask [@Ben Roux](member:" + ben.id() + ").");
        assertThat(read.at("/segments/0/children/1/type")).isEqualTo("strong");
        assertThat(read.at("/segments/0/children/3/name")).isEqualTo("Ben Roux");
        assertThat(read.at("/segments/0/children/3/id")).isEqualTo(ben.id().toString());
        assertThat(read.json().at("/capabilities/edit").asBoolean()).isFalse();
        assertThat(read.json().at("/capabilities/comment").asBoolean()).isTrue();
    }

    @Test
    void showsCommentsAndReactionsUnderAPost() {
        String post = post(ann, Map.of("subjectId", acme, "body", "Signed"))
                .expect(201)
                .at("/id");
        String comment = ben.api()
                .post("/posts/" + post + "/comments", Map.of("body", "Well done"))
                .expect(201)
                .at("/id");
        ann.api()
                .post("/posts/" + post + "/comments", Map.of("body", "Thanks", "parentId", comment))
                .expect(201);
        ben.api()
                .put("/posts/" + post + "/reaction", Map.of("kind", "celebrate"))
                .expect(200);
        var read = ann.api().get("/posts/" + post).expect(200);
        assertThat(read.json().at("/commentCount").asInt()).isEqualTo(2);
        assertThat(read.at("/comments/1/parentId")).isEqualTo(comment);
        assertThat(read.at("/comments/1/parentAuthor/name")).isEqualTo("Ben Roux");
        assertThat(read.at("/reactions/counts/0/kind")).isEqualTo("celebrate");
        var thread = ann.api().get("/posts/" + post + "/comments").expect(200);
        assertThat(thread.json().at("/items").size()).isEqualTo(2);
        assertThat(ann.api().get("/mention-candidates?query=ben").expect(200).text())
                .contains("Ben Roux");
        ann.api().patch("/posts/" + post, Map.of("body", "Signed!")).expect(200);
        assertThat(ben.api().get("/posts/" + post + "/revisions").expect(200).at("/items/1/body"))
                .isEqualTo("Signed");
        ann.api().delete("/posts/" + post).expect(204);
        ben.api().get("/posts/" + post).expect(404);
        ann.api().post("/posts/" + post + "/restore", null).expect(200);
        assertThat(ben.api()
                        .get("/posts/" + post)
                        .expect(200)
                        .json()
                        .at("/commentCount")
                        .asInt())
                .isEqualTo(2);
    }
}
