package rapport.social.mention;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import rapport.social.testing.Api.Answer;
import rapport.social.testing.DatabaseTest;
import rapport.social.testing.Fixtures;

@DatabaseTest
class MentionResourceTest {
    @Autowired
    Fixtures fixtures;

    /** A family name of this test's own. */
    private final String family =
            "Fam" + UUID.randomUUID().toString().substring(0, 8).replace("-", "");

    private static Answer find(Fixtures.Person viewer, String query, String more) {
        return viewer.api().get("/mention-candidates?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8) + more);
    }

    private static List<String> names(Answer found) {
        List<String> names = new ArrayList<>();
        found.expect(200)
                .json()
                .at("/items")
                .forEach(item -> names.add(
                        item.at("/member/name").asString() + (item.at("/canSee").asBoolean() ? "" : " (locked)")));
        return names;
    }

    @Test
    void findsPeopleByTheBeginningsOfTheirNames() {
        var ann = fixtures.person("Änn Łoë " + family);
        fixtures.person("Ben " + family);
        assertThat(names(find(ann, family.toLowerCase(), ""))).containsExactly("Ben " + family, "Änn Łoë " + family);
        assertThat(names(find(ann, "ann " + family.substring(0, 8), ""))).containsExactly("Änn Łoë " + family);
        assertThat(names(find(ann, family + " LOE", ""))).containsExactly("Änn Łoë " + family);
        assertThat(names(find(ann, "@ann-" + family, ""))).containsExactly("Änn Łoë " + family);
        assertThat(names(find(ann, "ben ann " + family, ""))).isEmpty();
        assertThat(names(find(ann, "%' or 1=1 --", ""))).isEmpty();
        assertThat(names(find(ann, "@", ""))).isEmpty();
    }

    @Test
    void leavesOutWhoLeftTheCompany() {
        var ann = fixtures.person("Ann " + family);
        fixtures.deactivate(fixtures.person("Ben " + family));
        assertThat(names(find(ann, family, ""))).containsExactly("Ann " + family);
    }

    @Test
    void tellsWhoCannotSeeThePlaceAndNamesThemLast() {
        String team = "team-" + family;
        var zoe = fixtures.person("Zoe " + family, team);
        fixtures.person("Ann " + family);
        var secret = fixtures.restrictedAccount("Secret", null, team);
        assertThat(names(find(zoe, family, "&subjectId=" + secret)))
                .containsExactly("Zoe " + family, "Ann " + family + " (locked)");
        assertThat(names(find(zoe, family, "&subjectId=" + fixtures.account("Open"))))
                .containsExactly("Ann " + family, "Zoe " + family);
    }

    @Test
    void showsEightAtMost() {
        var ann = fixtures.person("Ann " + family);
        for (int i = 0; i < 9; i++) {
            fixtures.person("Person" + i + " " + family);
        }
        assertThat(names(find(ann, family, ""))).hasSize(8);
    }

    @Test
    void refusesWhatCannotBeAskedFor() {
        var ann = fixtures.person("Ann " + family);
        var secret = fixtures.restrictedAccount("Secret", fixtures.person("Ben " + family));
        assertThat(find(ann, "x".repeat(101), "").expect(400).at("/limit")).isEqualTo("100");
        assertThat(find(ann, "", "").expect(400).at("/field")).isEqualTo("query");
        assertThat(ann.api().get("/mention-candidates").expect(400).at("/field"))
                .isEqualTo("query");
        find(ann, family, "&subjectId=" + secret).expect(404);
        find(ann, family, "&subjectId=999999999").expect(404);
        find(ann, "a\0b", "").expect(200);
        fixtures.anonymous().get("/mention-candidates?query=a").expect(401);
    }
}
