package rapport.social.space;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import rapport.social.shared.SubjectId;
import rapport.social.testing.Api;
import rapport.social.testing.DatabaseTest;
import rapport.social.testing.Fixtures;

@DatabaseTest
class SpaceResourceTest {
    @Autowired
    Fixtures fixtures;

    private static String create(Fixtures.Person owner, String name, String visibility) {
        return owner.api()
                .post("/spaces", Map.of("name", name, "visibility", visibility))
                .expect(201)
                .at("/id");
    }

    private static boolean lists(Fixtures.Person person, String query, String id) {
        var found =
                person.api().get("/spaces?query=" + query).expect(200).json().at("/items");
        for (var item : found) {
            if (item.at("/id").asString("").equals(id)) {
                return true;
            }
        }
        return false;
    }

    @Test
    void makesItsCreatorTheOwnerAndGivesRolesAndTakesThem() {
        var ann = fixtures.person("Ann Berg");
        var ben = fixtures.person("Ben Okafor");
        String space = create(ann, "Cold chain", "public");
        assertThat(ann.api().get("/spaces/" + space).expect(200).at("/membership"))
                .isEqualTo("owner");

        var left = ann.api().delete("/spaces/" + space + "/membership").expect(409);
        assertThat(left.at("/type")).isEqualTo("/problems/last-owner");

        ben.api().put("/spaces/" + space + "/membership", Map.of()).expect(200);
        ben.api()
                .put("/spaces/" + space + "/members/" + ben.id(), Map.of("role", "owner"))
                .expect(403);
        ann.api()
                .put("/spaces/" + space + "/members/" + ben.id(), Map.of("role", "owner"))
                .expect(200);
        ann.api()
                .put("/spaces/" + space + "/members/" + ann.id(), Map.of("role", "member"))
                .expect(200);
        assertThat(ann.api()
                        .get("/spaces/" + space)
                        .json()
                        .at("/capabilities/manage")
                        .asBoolean())
                .isFalse();
        ann.api().patch("/spaces/" + space, Map.of("name", "Warm chain")).expect(403);
        ann.api().delete("/spaces/" + space + "/membership").expect(204);
    }

    @Test
    void showsAStrangerThePublicOneTheNameOfThePrivateOneAndNothingOfTheUnlistedOne() {
        var ann = fixtures.person("Ann Berg");
        var eve = fixtures.person("Eve Stranger");
        String open = create(ann, "Xylo open", "public");
        String closed = create(ann, "Xylo closed", "private");
        String hidden = create(ann, "Xylo hidden", "unlisted");

        assertThat(lists(eve, "xylo", open)).isTrue();
        assertThat(lists(eve, "xylo", closed)).isTrue();
        assertThat(lists(eve, "xylo", hidden)).isFalse();
        var seen = eve.api().get("/spaces/" + closed).expect(200);
        assertThat(seen.json().at("/capabilities/read").asBoolean()).isFalse();
        assertThat(seen.json().has("memberCount")).isFalse();
        eve.api().get("/spaces/" + closed + "/members").expect(403);
        eve.api().get("/spaces/" + closed + "/records").expect(403);
        var unlisted = eve.api().get("/spaces/" + hidden).expect(404);
        assertThat(unlisted.at("/detail"))
                .isEqualTo(eve.api().get("/spaces/123456789").at("/detail"));
        eve.api().put("/spaces/" + hidden + "/membership", Map.of()).expect(404);
    }

    @Test
    void opensAPrivateSpaceOnlyAfterTheRequestIsAccepted() {
        var ann = fixtures.person("Ann Berg");
        var ben = fixtures.person("Ben Okafor");
        String space = create(ann, "Tenders", "private");

        var asked = ben.api()
                .put("/spaces/" + space + "/membership", Map.of("message", "I work on the Lille tender"))
                .expect(200);
        assertThat(asked.at("/membership")).isEqualTo("requested");
        ben.api().put("/spaces/" + space + "/membership", Map.of()).expect(200);
        var waiting =
                ann.api().get("/spaces/" + space + "/members?filter=waiting").expect(200);
        assertThat(waiting.json().at("/items").size()).isEqualTo(1);
        ben.api().get("/spaces/" + space + "/members?filter=waiting").expect(403);

        ann.api().delete("/spaces/" + space + "/members/" + ben.id()).expect(204);
        assertThat(ben.api().get("/spaces/" + space).json().has("membership")).isFalse();
        ben.api().put("/spaces/" + space + "/membership", Map.of()).expect(200);
        ann.api()
                .put("/spaces/" + space + "/members/" + ben.id(), Map.of("role", "member"))
                .expect(200);
        assertThat(ben.api()
                        .get("/spaces/" + space + "/members")
                        .expect(200)
                        .json()
                        .at("/items")
                        .size())
                .isEqualTo(2);

        ann.api().delete("/spaces/" + space + "/members/" + ben.id()).expect(204);
        ben.api().get("/spaces/" + space + "/members").expect(403);
    }

    @Test
    void letsInWhoIsInvitedToAnUnlistedSpace() {
        var ann = fixtures.person("Ann Berg");
        var ben = fixtures.person("Ben Okafor");
        String space = create(ann, "Project Borealis", "unlisted");
        ann.api()
                .put("/spaces/" + space + "/members/" + ben.id(), Map.of("role", "member"))
                .expect(200);
        assertThat(ben.api().get("/spaces/" + space).expect(200).at("/membership"))
                .isEqualTo("invited");
        ben.api().get("/spaces/" + space + "/members").expect(403);
        assertThat(ben.api()
                        .put("/spaces/" + space + "/membership", Map.of())
                        .expect(200)
                        .at("/membership"))
                .isEqualTo("member");
        ben.api().delete("/spaces/" + space + "/membership").expect(204);
        ben.api().get("/spaces/" + space).expect(404);
    }

    @Test
    void closesAnArchivedSpaceForEverythingButReading() {
        var ann = fixtures.person("Ann Berg");
        var ben = fixtures.person("Ben Okafor");
        String space = create(ann, "Old fair", "public");
        ann.api().put("/spaces/" + space + "/archived", null).expect(200);
        ann.api().patch("/spaces/" + space, Map.of("description", "Anew")).expect(409);
        var refused =
                ben.api().put("/spaces/" + space + "/membership", Map.of()).expect(409);
        assertThat(refused.at("/type")).isEqualTo("/problems/space-archived");
        assertThat(ann.api()
                        .get("/spaces/" + space)
                        .json()
                        .at("/capabilities/post")
                        .asBoolean())
                .isFalse();
        ann.api().delete("/spaces/" + space + "/archived").expect(200);
        ben.api().put("/spaces/" + space + "/membership", Map.of()).expect(200);
    }

    @Test
    void showsALinkBetweenRecordAndSpaceOnlyToWhoMaySeeBoth() {
        var ann = fixtures.person("Ann Berg", "team-link");
        var eve = fixtures.person("Eve Stranger");
        SubjectId secret = fixtures.restrictedAccount("Secret Foods", ann, "team-link");
        String open = create(ann, "Everybody", "public");
        String closed = create(ann, "Some", "private");
        for (String space : new String[] {open, closed}) {
            ann.api().put("/spaces/" + space + "/records/" + secret, null).expect(204);
            ann.api().put("/spaces/" + space + "/records/" + secret, null).expect(204);
        }
        assertThat(ann.api()
                        .get("/spaces/" + open + "/records")
                        .json()
                        .at("/items")
                        .size())
                .isEqualTo(1);
        assertThat(eve.api()
                        .get("/spaces/" + open + "/records")
                        .expect(200)
                        .json()
                        .at("/items")
                        .size())
                .isZero();
        assertThat(ann.api()
                        .get("/records/" + secret + "/spaces")
                        .json()
                        .at("/items")
                        .size())
                .isEqualTo(2);
        eve.api().get("/records/" + secret + "/spaces").expect(404);

        SubjectId acme = fixtures.account("Acme");
        ann.api().put("/spaces/" + closed + "/records/" + acme, null).expect(204);
        assertThat(eve.api()
                        .get("/records/" + acme + "/spaces")
                        .expect(200)
                        .json()
                        .at("/items")
                        .size())
                .isZero();
        eve.api().put("/spaces/" + open + "/records/" + acme, null).expect(403);
    }

    @Test
    void refusesWhatIsTooLongOrUnknown() {
        Api api = fixtures.person("Ann Berg").api();
        var empty = api.post("/spaces", Map.of("name", "  ")).expect(400);
        assertThat(empty.at("/field")).isEqualTo("name");
        var tooLong = api.post("/spaces", Map.of("name", "x".repeat(101))).expect(400);
        assertThat(tooLong.at("/limit")).isEqualTo("100");
        assertThat(tooLong.at("/value")).isEqualTo("101");
        var odd =
                api.post("/spaces", Map.of("name", "x", "visibility", "secret")).expect(400);
        assertThat(odd.at("/field")).isEqualTo("visibility");
        api.get("/spaces?pageToken=zzz").expect(400);
        api.get("/spaces?filter=theirs").expect(400);
    }

    @Test
    void pagesThroughMembersOwnersFirst() {
        var ann = fixtures.person("Ann Berg");
        String space = create(ann, "Many", "public");
        for (int i = 0; i < 4; i++) {
            fixtures.person("Member " + i)
                    .api()
                    .put("/spaces/" + space + "/membership", Map.of())
                    .expect(200);
        }
        var first = ann.api().get("/spaces/" + space + "/members?limit=3").expect(200);
        assertThat(first.at("/items/0/role")).isEqualTo("owner");
        var second = ann.api()
                .get("/spaces/" + space + "/members?limit=3&pageToken=" + first.at("/nextPageToken"))
                .expect(200);
        assertThat(second.json().at("/items").size()).isEqualTo(2);
        assertThat(second.json().has("nextPageToken")).isFalse();
    }

    @Test
    void startsFromATemplateOfWhichEachPartCanBeChanged() {
        var ann = fixtures.person("Ann Berg");
        var presets = ann.api().get("/space-templates").expect(200);
        assertThat(presets.at("/items/0/key")).isEqualTo("news");
        var project = ann.api()
                .post(
                        "/spaces",
                        Map.of("name", "Cold chain", "template", "project", "topics", List.of("milestone", "Kühlung")))
                .expect(201);
        assertThat(project.at("/visibility")).isEqualTo("private");
        assertThat(project.at("/topics/1")).isEqualTo("Kühlung");
        var news = ann.api()
                .post("/spaces", Map.of("name", "News", "template", "news", "visibility", "unlisted"))
                .expect(201);
        assertThat(news.at("/broadcast")).isEqualTo("true");
        assertThat(news.at("/visibility")).isEqualTo("unlisted");
        var changed = ann.api()
                .patch("/spaces/" + news.at("/id"), Map.of("topics", List.of("press")))
                .expect(200);
        assertThat(changed.at("/topics/0")).isEqualTo("press");
        assertThat(ann.api()
                        .patch("/spaces/" + news.at("/id"), Map.of("name", "Company news"))
                        .at("/topics/0"))
                .isEqualTo("press");
    }

    @Test
    void refusesTemplatesAndTopicsThatAreNone() {
        var ann = fixtures.person("Ann Berg");
        var refused = ann.api()
                .post("/spaces", Map.of("name", "Cold chain", "template", "castle"))
                .expect(400);
        assertThat(refused.at("/field")).isEqualTo("template");
        assertThat(refused.at("/limit")).isEqualTo("news, practice, project");
        for (String none : List.of("two words", "#x", "", "1", "x".repeat(60))) {
            assertThat(ann.api()
                            .post("/spaces", Map.of("name", "Cold chain", "topics", List.of(none)))
                            .expect(400)
                            .at("/field"))
                    .isEqualTo("topics");
        }
        assertThat(ann.api()
                        .post("/spaces", "{\"name\":\"Cold chain\",\"topics\":[null]}")
                        .expect(400)
                        .at("/field"))
                .isEqualTo("topics");
        var many = ann.api()
                .post(
                        "/spaces",
                        Map.of(
                                "name",
                                "Cold chain",
                                "topics",
                                IntStream.range(0, 11)
                                        .mapToObj(i -> "topic" + i)
                                        .toList()))
                .expect(400);
        assertThat(many.at("/limit")).isEqualTo("10");
        fixtures.anonymous().get("/space-templates").expect(401);
    }

    @Test
    void tellInTheListOfOnesOwnHowMuchIsUnread() {
        var ann = fixtures.person("Ann Berg");
        var ben = fixtures.person("Ben Roux");
        String space = ann.api()
                .post("/spaces", Map.of("name", "Unread " + ann.id(), "visibility", "public"))
                .expect(201)
                .at("/id");
        ben.api().put("/spaces/" + space + "/membership", Map.of()).expect(200);
        assertThat(ben.api().get("/spaces?filter=mine").at("/items/0/unread")).isEqualTo("0");
        String last = "";
        for (int i = 0; i < 3; i++) {
            last = ann.api()
                    .post("/posts", Map.of("subjectId", space, "body", "News " + i))
                    .expect(201)
                    .at("/id");
        }
        ben.api().post("/posts", Map.of("subjectId", space, "body", "Mine")).expect(201);
        assertThat(ben.api().get("/spaces?filter=mine").at("/items/0/unread")).isEqualTo("3");
        assertThat(ann.api().get("/spaces?filter=mine").at("/items/0/unread")).isEqualTo("1");
        ben.api().post("/posts/" + last + "/read", null);
        assertThat(ben.api().get("/spaces?filter=mine").at("/items/0/unread")).isEqualTo("0");
        assertThat(ben.api().get("/spaces?query=Unread").json().at("/items/0").has("unread"))
                .isFalse();
    }

    @Test
    void areListedOpenOrArchivedAsOneAsks() {
        var ann = fixtures.person("Ann Berg");
        String open = ann.api()
                .post("/spaces", Map.of("name", "Open " + ann.id()))
                .expect(201)
                .at("/id");
        String old = ann.api()
                .post("/spaces", Map.of("name", "Old " + ann.id()))
                .expect(201)
                .at("/id");
        ann.api().put("/spaces/" + old + "/archived", null).expect(200);
        assertThat(ann.api()
                        .get("/spaces?filter=mine&archived=false")
                        .json()
                        .at("/items")
                        .findValuesAsString("id"))
                .containsExactly(open);
        assertThat(ann.api()
                        .get("/spaces?filter=mine&archived=true")
                        .json()
                        .at("/items")
                        .findValuesAsString("id"))
                .containsExactly(old);
        assertThat(ann.api().get("/spaces?filter=mine").json().at("/items").findValuesAsString("id"))
                .containsExactly(old, open);
        assertThat(ann.api().get("/spaces?archived=perhaps").expect(400).at("/field"))
                .isEqualTo("archived");
    }
}
