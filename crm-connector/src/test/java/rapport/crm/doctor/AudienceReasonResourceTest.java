package rapport.crm.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import rapport.social.member.CrmTeam;
import rapport.social.member.Members;
import rapport.social.shared.SubjectId;
import rapport.social.testing.Api;
import rapport.social.testing.DatabaseTest;
import rapport.social.testing.Fixtures;
import tools.jackson.databind.JsonNode;

@DatabaseTest
class AudienceReasonResourceTest {
    @Autowired
    Fixtures fixtures;

    @Autowired
    Members members;

    private Api root;

    @BeforeEach
    void prepare() {
        root = fixtures.admin("Root").api();
    }

    private String team(String name) {
        String id = "team-" + fixtures.newExternalId();
        members.upsertTeams(Fixtures.CONNECTION, List.of(new CrmTeam(id, name)));
        return id;
    }

    private static List<String> texts(JsonNode list, String pointer) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.at(pointer).asString("")));
        return texts;
    }

    @Test
    void namesOwnerAndTeamsAndWhoStandsForThem() {
        String north = team("Sales North");
        String empty = team("Sales South");
        var ann = fixtures.person("Ann", north);
        var bert = fixtures.person("Bert");
        var carl = fixtures.person("Carl");
        SubjectId account = fixtures.restrictedAccount("Acme", bert, north, empty);

        Api.Answer answer = root.get("/records/" + account + "/audience-reason").expect(200);
        assertThat(answer.json().path("open").asBoolean()).isFalse();
        assertThat(answer.at("/name")).isEqualTo("Acme");
        assertThat(texts(answer.json().path("members"), "/member/name")).containsExactly("Ann", "Bert");
        assertThat(texts(answer.json().path("members"), "/reasons/0/kind")).containsExactly("team", "owner");
        assertThat(answer.at("/members/0/reasons/0/name")).isEqualTo("Sales North");
        assertThat(texts(answer.json().path("parts"), "/name")).contains("Sales North", "Sales South");
        assertThat(answer.at("/count")).isEqualTo("2");

        String path = "/records/" + account + "/audience-reason?memberId=";
        assertThat(root.get(path + ann.id()).at("/asked/maySee")).isEqualTo("true");
        assertThat(root.get(path + carl.id()).at("/asked/maySee")).isEqualTo("false");
        assertThat(root.get(path + carl.id()).at("/asked/reasons/0/kind")).isEqualTo("none");

        fixtures.moveToTeams(ann);
        assertThat(root.get(path + ann.id()).at("/asked/maySee"))
                .as("as the access condition sees it now")
                .isEqualTo("false");
        fixtures.deactivate(bert);
        assertThat(root.get(path + bert.id()).at("/asked/reasons/0/kind")).isEqualTo("inactive");
    }

    @Test
    void agreesWithWhatTheMemberIsShown() {
        String north = team("Sales North");
        var ann = fixtures.person("Ann", north);
        var carl = fixtures.person("Carl");
        SubjectId account = fixtures.restrictedAccount("Acme", null, north);
        for (var person : List.of(ann, carl)) {
            boolean shown = person.api().get("/records/" + account).status() == 200;
            assertThat(root.get("/records/" + account + "/audience-reason?memberId=" + person.id())
                            .at("/asked/maySee"))
                    .isEqualTo(String.valueOf(shown));
        }
    }

    @Test
    void saysWhenEverybodySeesIt() {
        var ann = fixtures.person("Ann");
        SubjectId account = fixtures.account("Acme");
        Api.Answer answer = root.get("/records/" + account + "/audience-reason?memberId=" + ann.id())
                .expect(200);
        assertThat(answer.json().path("open").asBoolean()).isTrue();
        assertThat(answer.json().path("members")).isEmpty();
        assertThat(answer.at("/asked/reasons/0/kind")).isEqualTo("open");
    }

    @Test
    void answersAdminsAloneAndKnowsWhatThereIsNot() {
        var ann = fixtures.person("Ann");
        SubjectId account = fixtures.account("Acme");
        String path = "/records/" + account + "/audience-reason";
        ann.api().get(path).expect(403);
        fixtures.anonymous().get(path).expect(401);
        root.get("/records/999999999/audience-reason").expect(404);
        root.get("/records/" + ann.id() + "/audience-reason").expect(404);
        root.get(path + "?memberId=999999999").expect(404);
    }
}
