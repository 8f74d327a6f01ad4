package rapport.social.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import rapport.social.file.UploadedFiles;
import rapport.social.record.RecordAudience;
import rapport.social.shared.SubjectId;
import rapport.social.testing.Api;
import rapport.social.testing.DatabaseTest;
import rapport.social.testing.Fixtures;
import rapport.social.testing.StatementCounter;
import rapport.social.testing.TestDatabase;
import tools.jackson.databind.JsonNode;

@DatabaseTest
class SearchResourceTest {
    @Autowired
    Fixtures fixtures;

    @Autowired
    StatementCounter statements;

    @Autowired
    UploadedFiles files;

    @Autowired
    SearchIndex index;

    @Autowired
    IndexSource source;

    @Autowired
    IndexCatchUp catchUp;

    @Autowired
    IndexInUse inUse;

    @Autowired
    SearchSettings settings;

    static String post(Fixtures.Person author, SubjectId subject, String body) {
        return author.api()
                .post("/posts", Map.of("subjectId", subject.toString(), "body", body))
                .expect(201)
                .at("/id");
    }

    private static String question(Fixtures.Person author, SubjectId subject, String title) {
        return author.api()
                .post("/posts", Map.of("subjectId", subject.toString(), "kind", "question", "title", title))
                .expect(201)
                .at("/id");
    }

    static String comment(Fixtures.Person author, String post, String body) {
        return author.api()
                .post("/posts/" + post + "/comments", Map.of("body", body))
                .expect(201)
                .at("/id");
    }

    /** A word that no other test uses, nor one that is written nearly so. */
    String word() {
        var random = new Random(Long.parseLong(fixtures.newExternalId().substring(1)));
        StringBuilder letters = new StringBuilder("zy");
        while (letters.length() < 14) {
            char letter = (char) ('a' + random.nextInt(26));
            if (letters.charAt(letters.length() - 1) != letter) {
                letters.append(letter);
            }
        }
        return letters.toString();
    }

    static Api.Answer search(Fixtures.Person viewer, String q, String... more) {
        return viewer.api()
                .get("/search?q=" + URLEncoder.encode(q, StandardCharsets.UTF_8)
                        + (more.length == 0 ? "" : "&" + String.join("&", more)))
                .expect(200);
    }

    private static JsonNode group(Api.Answer answer, String type) {
        for (JsonNode group : answer.json().at("/groups")) {
            if (group.at("/type").asString().equals(type)) {
                return group;
            }
        }
        return answer.json().at("/absent");
    }

    static List<String> ids(Api.Answer answer, String type) {
        List<String> ids = new ArrayList<>();
        for (JsonNode item : group(answer, type).at("/items")) {
            ids.add(item.at("/id").asString());
        }
        return ids;
    }

    /** The index learns of a post after its commit. */
    void indexed(String... items) {
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            for (String item : items) {
                long id = Long.parseLong(item);
                var there = source.items(List.of(id));
                if (!there.isEmpty()
                        && !Integer.valueOf(there.get(0).version())
                                .equals(index.versions(id, id).get(id))) {
                    return false;
                }
            }
            return true;
        });
    }

    @Test
    void findsAPlantedWordOfEachTypeInItsGroup() {
        var ann = fixtures.person("Ann Berg");
        SubjectId acme = fixtures.account("Acme");
        String inPost = word();
        String inTitle = word();
        String inComment = word();
        String inRecord = word();
        String inMember = word();
        String inSpace = word();
        String inTopic = word();
        String post = post(ann, acme, "The compressor " + inPost + " hums #" + inTopic);
        String question = question(ann, acme, "Who knows the " + inTitle + " valve?");
        String comment = comment(ann, post, "Ask **" + inComment + "** about it");
        SubjectId record = fixtures.account("Foods " + inRecord);
        var member = fixtures.person("Zoe " + inMember);
        String space = ann.api()
                .post("/spaces", Map.of("name", "Room " + inSpace, "visibility", "public"))
                .expect(201)
                .at("/id");
        String inFile = word();
        var file = files.upload(
                ann.id(),
                "Été_" + inFile.toUpperCase(Locale.ROOT) + ".txt",
                null,
                new ByteArrayInputStream("Offer".getBytes(StandardCharsets.UTF_8)));
        files.attach(ann.id(), List.of(file.id()), Long.parseLong(post), Long.parseLong(post));
        indexed(post, question, comment);

        var found = search(ann, "ete " + inFile);
        assertThat(group(found, "files").at("/items/0/file/id").asString())
                .isEqualTo(file.id().toString());
        assertThat(group(found, "files").at("/items/0/postId").asString()).isEqualTo(post);
        assertThat(found.json().at("/groups").size()).isEqualTo(1);
        assertThat(ids(search(ann, inPost), "posts")).containsExactly(post);
        assertThat(ids(search(ann, inTitle), "posts")).containsExactly(question);
        var answer = search(ann, inComment);
        assertThat(ids(answer, "comments")).containsExactly(comment);
        assertThat(group(answer, "comments").at("/items/0/postId").asString()).isEqualTo(post);
        assertThat(group(search(ann, inRecord), "records")
                        .at("/items/0/record/id")
                        .asString())
                .isEqualTo(record.toString());
        assertThat(group(search(ann, inMember), "members")
                        .at("/items/0/member/id")
                        .asString())
                .isEqualTo(member.id().toString());
        assertThat(group(search(ann, inSpace), "spaces").at("/items/0/space/id").asString())
                .isEqualTo(space);
        answer = search(ann, inTopic);
        assertThat(group(answer, "topics").at("/items/0/topic/name").asString()).isEqualTo(inTopic);
        assertThat(ids(answer, "posts")).containsExactly(post);
        assertThat(answer.json().at("/groups").size()).isEqualTo(2);
    }

    @Test
    void marksTheWordsAsPartsOfTheTextAndNeverAsHtml() {
        var ann = fixtures.person("Ann Berg");
        SubjectId acme = fixtures.account("Acme");
        String word = word();
        String post = post(ann, acme, "Before <b>the</b> " + word + " and after. " + "Much more was said. ".repeat(30));
        indexed(post);

        JsonNode excerpt = group(search(ann, word), "posts").at("/items/0/excerpt");
        assertThat(excerpt.at("/0/text").asString()).isEqualTo("Before <b>the</b> ");
        assertThat(excerpt.at("/0/marked").isMissingNode()).isTrue();
        assertThat(excerpt.at("/1/text").asString()).isEqualTo(word);
        assertThat(excerpt.at("/1/marked").asBoolean()).isTrue();
        assertThat(excerpt.at("/1/type").asString()).isEqualTo("text");
        assertThat(excerpt.at("/2/text").asString())
                .startsWith(" and after. ")
                .endsWith("…")
                .hasSizeLessThan(260);
    }

    @Test
    void findsOtherFormsOfAWordInItsLanguageWithoutAccentsAndWithTypingErrors() {
        var ann = fixtures.person("Ann Berg", "team-language");
        SubjectId place = fixtures.restrictedAccount("Language Foods", null, "team-language");
        String french = post(ann, place, "Les NÉGOCIATIONS reprennent lundi avec l’acheteur.");
        String english = post(ann, place, "The negotiation about the price goes on.");
        indexed(french, english);
        String here = "subjectId=" + place;

        assertThat(ids(search(ann, "negociations", here), "posts")).containsExactly(french);
        assertThat(ids(search(ann, "négocié ", here), "posts")).containsExactly(french);
        assertThat(ids(search(ann, "négocier lundi", here), "posts")).containsExactly(french);
        assertThat(ids(search(ann, "negotiations", here), "posts")).containsExactly(english);
        assertThat(ids(search(ann, "the negotiating", here), "posts")).containsExactly(english);
        var similar = search(ann, "negotation", here);
        assertThat(ids(similar, "posts")).containsExactly(english);
        assertThat(similar.json().at("/similar").asBoolean()).isTrue();
        assertThat(group(similar, "posts").at("/items/0/excerpt/1/text").asString())
                .isEqualTo("negotiation");
        assertThat(search(ann, "negotiation", here).json().at("/similar").asBoolean())
                .isFalse();
        assertThat(ids(search(ann, "acheteurs negociation", here), "posts")).containsExactly(french);
        assertThat(ids(search(ann, "reprennant", here), "posts")).containsExactly(french);
    }

    @Test
    void findsWhileTheLastWordIsTyped() {
        var ann = fixtures.person("Ann Berg");
        String word = word();
        String post = post(ann, fixtures.account("Acme"), "Pump " + word + " fails");
        indexed(post);

        assertThat(ids(search(ann, "pump " + word.substring(0, word.length() - 2)), "posts"))
                .containsExactly(post);
        assertThat(search(ann, word.substring(0, word.length() - 4) + " pump")
                        .json()
                        .at("/groups")
                        .size())
                .as("only the last word may be unfinished")
                .isZero();
    }

    @Test
    void forgivesTypingErrorsInNames() {
        var ann = fixtures.person("Ann Berg");
        String word = word();
        SubjectId record = fixtures.account("Holding " + word);
        var member = fixtures.person("Kim " + word);
        String mistyped = word.substring(0, 3) + word.charAt(4) + word.charAt(3) + word.substring(5);

        var answer = search(ann, mistyped);
        assertThat(answer.json().at("/similar").asBoolean()).isTrue();
        assertThat(answer.text()).contains("\"" + record + "\"").contains("\"" + member.id() + "\"");
    }

    @Test
    void searchesInsideOneRecordAndAnAccountWithItsContacts() {
        var ann = fixtures.person("Ann Berg");
        String external = fixtures.newExternalId();
        SubjectId acme = fixtures.record("account", external, "Acme", null, null, RecordAudience.everyone(), Map.of());
        SubjectId contact = fixtures.record(
                "contact", fixtures.newExternalId(), "Paul", external, null, RecordAudience.everyone(), Map.of());
        SubjectId other = fixtures.account("Other");
        String word = word();
        String onAcme = post(ann, acme, word + " at the account");
        String onContact = post(ann, contact, word + " with the contact");
        String onOther = post(ann, other, word + " elsewhere");
        String answer = comment(ann, onOther, "again " + word);
        indexed(onAcme, onContact, onOther, answer);

        assertThat(ids(search(ann, word, "subjectId=" + other), "posts")).containsExactly(onOther);
        assertThat(ids(search(ann, word, "subjectId=" + other), "comments")).containsExactly(answer);
        assertThat(ids(search(ann, word, "subjectId=" + contact), "posts")).containsExactly(onContact);
        assertThat(ids(search(ann, word, "subjectId=" + acme), "posts")).containsExactlyInAnyOrder(onContact, onAcme);
        assertThat(ids(search(ann, word, "subjectId=" + ann.id()), "posts"))
                .containsExactlyInAnyOrder(onContact, onAcme, onOther);
    }

    @Test
    void losesHitsCountsAndSuggestionsWithTheRight() {
        var ann = fixtures.person("Ann Berg", "team-search");
        var ben = fixtures.person("Ben Okafor", "team-search");
        String word = word();
        SubjectId secret = fixtures.restrictedAccount("Secret " + word, null, "team-search");
        String post = post(ann, secret, "Quiet talks on " + word + " #" + word);
        String question = question(ann, secret, "How quiet is " + word + " really?");
        String comment = comment(ann, post, "More on " + word);
        var file = files.upload(
                ann.id(),
                "Secret " + word + ".txt",
                null,
                new ByteArrayInputStream("Offer".getBytes(StandardCharsets.UTF_8)));
        files.attach(ann.id(), List.of(file.id()), Long.parseLong(post), Long.parseLong(comment));
        String open = post(ann, fixtures.account("Acme"), "Open words on " + word);
        indexed(post, question, comment, open);

        var before = search(ben, word);
        assertThat(ids(before, "posts")).containsExactlyInAnyOrder(post, question, open);
        assertThat(group(before, "posts").at("/count").asInt()).isEqualTo(3);
        assertThat(ids(before, "comments")).containsExactly(comment);
        assertThat(group(before, "files").at("/items/0/commentId").asString()).isEqualTo(comment);
        assertThat(group(before, "records").at("/count").asInt()).isEqualTo(1);
        String similar = "/questions/similar?title=quiet+" + word;
        assertThat(ben.api().get(similar).expect(200).at("/items/0/id")).isEqualTo(question);

        fixtures.moveToTeams(ben);

        var after = search(ben, word);
        assertThat(ids(after, "posts")).containsExactly(open);
        assertThat(group(after, "posts").at("/count").asInt()).isEqualTo(1);
        assertThat(group(after, "comments").isMissingNode()).isTrue();
        assertThat(group(after, "files").isMissingNode()).isTrue();
        assertThat(group(after, "records").isMissingNode()).isTrue();
        assertThat(group(after, "topics").isMissingNode()).isTrue();
        assertThat(after.json().at("/facets/places").size()).isEqualTo(1);
        assertThat(after.json().at("/facets/kinds/0/count").asInt()).isEqualTo(1);
        assertThat(after.json().at("/facets/kinds").size()).isEqualTo(1);
        assertThat(after.text()).doesNotContain("Secret").doesNotContain("uiet");
        assertThat(ben.api().get(similar).expect(200).json().at("/items").size())
                .isZero();
        ben.api().get("/search?q=" + word + "&subjectId=" + secret).expect(404);
        ben.api()
                .get("/questions/similar?title=" + word + "&subjectId=" + secret)
                .expect(404);
        String mistyped = word.substring(0, 3) + word.charAt(4) + word.charAt(3) + word.substring(5);
        assertThat(search(ben, mistyped).text()).doesNotContain("Secret").doesNotContain("uiet");
    }

    @Test
    void dropsWhatWasEditedOrDeletedAtOnce() {
        var ann = fixtures.person("Ann Berg");
        SubjectId acme = fixtures.account("Acme");
        String old = word();
        String now = word();
        String post = post(ann, acme, "It is " + old);
        String comment = comment(ann, post, "Indeed " + old);
        indexed(post, comment);
        assertThat(ids(search(ann, old), "posts")).containsExactly(post);

        ann.api().patch("/posts/" + post, Map.of("body", "It is " + now)).expect(200);
        var edited = search(ann, old);
        assertThat(group(edited, "posts").isMissingNode()).isTrue();
        assertThat(ids(edited, "comments")).containsExactly(comment);
        ann.api().delete("/comments/" + comment).expect(204);
        assertThat(search(ann, old).json().at("/groups").size()).isZero();
        indexed(post);
        assertThat(ids(search(ann, now), "posts")).containsExactly(post);

        ann.api().delete("/posts/" + post).expect(204);
        assertThat(search(ann, now).json().at("/groups").size()).isZero();
        ann.api().post("/posts/" + post + "/restore", null).expect(200);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(ids(search(ann, now), "posts")).containsExactly(post));
    }

    @Test
    void countsFacetsThatCutTheList() {
        var ann = fixtures.person("Ann Berg");
        var ben = fixtures.person("Ben Okafor");
        SubjectId acme = fixtures.account("Acme");
        SubjectId other = fixtures.account("Other");
        String word = word();
        String first = post(ann, acme, "One " + word);
        String second = post(ben, acme, "Two " + word);
        String third = question(ben, other, "Three " + word + " or four?");
        indexed(first, second, third);

        var all = search(ann, word, "type=posts", "order=newest");
        assertThat(ids(all, "posts")).containsExactly(third, second, first);
        assertThat(all.at("/facets/places/0/subject/id")).isEqualTo(acme.toString());
        assertThat(all.json().at("/facets/places/0/count").asInt()).isEqualTo(2);
        assertThat(all.at("/facets/authors/0/member/id")).isEqualTo(ben.id().toString());
        assertThat(all.json().at("/facets/authors/0/count").asInt()).isEqualTo(2);
        assertThat(all.at("/facets/dates/0/key")).isEqualTo("day");
        assertThat(all.json().at("/facets/dates/0/count").asInt()).isEqualTo(3);

        assertThat(ids(search(ann, word, "authorId=" + ben.id(), "order=newest"), "posts"))
                .containsExactly(third, second);
        assertThat(ids(search(ann, word, "kind=question"), "posts")).containsExactly(third);
        assertThat(ids(search(ann, word, "kind=question", "kind=update", "authorId=" + ann.id()), "posts"))
                .containsExactly(first);
        assertThat(search(ann, word, "to=2001-01-01").json().at("/groups").size())
                .isZero();
        assertThat(ids(search(ann, word, "from=2001-01-01"), "posts")).hasSize(3);
    }

    @Test
    void givesEachHitOnceOverAllPagesInBothOrders() {
        var ann = fixtures.person("Ann Berg");
        SubjectId acme = fixtures.account("Acme");
        String word = word();
        List<String> posts = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            posts.add(post(ann, acme, (word + " ").repeat(1 + i % 3) + "words of post number " + i));
        }
        indexed(posts.toArray(String[]::new));

        for (String order : List.of("best", "newest")) {
            List<String> seen = new ArrayList<>();
            String token = "";
            do {
                var page = search(
                        ann,
                        word,
                        "type=posts",
                        "limit=4",
                        "order=" + order,
                        token.isEmpty() ? "" : "pageToken=" + token);
                seen.addAll(ids(page, "posts"));
                token = group(page, "posts").at("/nextPageToken").asString("");
            } while (!token.isEmpty());
            assertThat(seen).as(order).containsExactlyInAnyOrderElementsOf(posts);
        }
        for (int i = 0; i < 5; i++) {
            fixtures.account("Chain " + word + " " + i);
        }
        var first = search(ann, word, "type=records", "limit=3");
        assertThat(group(first, "records").at("/count").asInt()).isEqualTo(5);
        var second = search(
                ann,
                word,
                "type=records",
                "limit=3",
                "pageToken=" + group(first, "records").at("/nextPageToken").asString());
        assertThat(group(second, "records").at("/items").size()).isEqualTo(2);
        assertThat(group(second, "records").at("/nextPageToken").isMissingNode())
                .isTrue();
    }

    @Test
    void namesAPrivateSpaceAndNeverAnUnlistedOneToAStranger() {
        var ann = fixtures.person("Ann Berg");
        var eve = fixtures.person("Eve Stranger");
        String word = word();
        for (String visibility : List.of("private", "unlisted")) {
            ann.api()
                    .post("/spaces", Map.of("name", visibility + " " + word, "visibility", visibility))
                    .expect(201);
        }
        assertThat(group(search(ann, word), "spaces").at("/count").asInt()).isEqualTo(2);
        var seen = search(eve, word);
        assertThat(group(seen, "spaces").at("/count").asInt()).isEqualTo(1);
        assertThat(seen.text()).doesNotContain("unlisted");
    }

    @Test
    void doesNotFindATextByTheNameOfARecordInIt() {
        var ann = fixtures.person("Ann Berg", "team-names");
        var eve = fixtures.person("Eve Stranger");
        String word = word();
        SubjectId secret = fixtures.restrictedAccount(word, null, "team-names");
        String post = post(ann, fixtures.account("Acme"), "Like [" + word + "](record:" + secret + ") they pay late");
        indexed(post);
        assertThat(search(eve, word).json().at("/groups").size()).isZero();
        assertThat(search(eve, "pay late", "authorId=" + ann.id()).text()).doesNotContain(word);
    }

    @Test
    void proposesQuestionsLikeTheOneBeingWrittenThoseAnsweredFirst() {
        var ann = fixtures.person("Ann Berg");
        SubjectId acme = fixtures.account("Acme");
        String product = word();
        String asked = question(ann, acme, "Which refrigerant does the " + product + " cabinet need?");
        String answered = question(ann, acme, "What refrigerants are allowed in " + product + " cabinets?");
        String french = question(ann, acme, "Quel délai de livraison pour les pièces " + product + " ?");
        String update = post(ann, acme, "Refrigerant for " + product + " cabinets arrived");
        comment(ann, answered, "R290 only");
        indexed(asked, answered, french, update);

        var english = ann.api()
                .get("/questions/similar?title=" + "Refrigerant+of+a+" + product + "+cabinet%3F")
                .expect(200);
        assertThat(english.at("/items/0/id")).isEqualTo(answered);
        assertThat(english.at("/items/1/id")).isEqualTo(asked);
        assertThat(english.json().at("/items").size()).isLessThanOrEqualTo(3);
        assertThat(english.text()).doesNotContain("\"id\":\"" + update + "\"");
        var inFrench = ann.api()
                .get("/questions/similar?title=delais+pour+livrer+une+piece+" + product)
                .expect(200);
        assertThat(inFrench.at("/items/0/id")).isEqualTo(french);
        assertThat(ann.api()
                        .get("/questions/similar?title=holiday+calendar+" + word())
                        .expect(200)
                        .json()
                        .at("/items")
                        .size())
                .isZero();
    }

    @Test
    void needsAFewStatementsWhateverIsFound() {
        var ann = fixtures.person("Ann Berg");
        SubjectId acme = fixtures.account("Acme");
        String word = word();
        List<String> items = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            String post = post(ann, acme, "Post " + i + " on " + word + " for [@Ann](member:" + ann.id() + ")");
            items.add(post);
            items.add(comment(ann, post, "Comment on " + word));
        }
        indexed(items.toArray(String[]::new));
        search(ann, word);

        statements.start();
        search(ann, word);
        assertThat(statements.statementsOfRequests())
                .as("session; candidates, rights, facets, texts and names of each text group, names of the five others")
                .hasSizeLessThanOrEqualTo(15);
        statements.start();
        search(ann, word, "type=posts", "limit=100");
        assertThat(statements.statementsOfRequests()).hasSizeLessThanOrEqualTo(8);
        statements.start();
        search(ann, word() + "mistyped");
        assertThat(statements.statementsOfRequests()).hasSizeLessThanOrEqualTo(30);
    }

    @Test
    void refusesWhatItDoesNotUnderstand() {
        var ann = fixtures.person("Ann Berg");
        for (String query : List.of(
                "",
                "?q=" + "x".repeat(201),
                "?q=a+b+c+d+e+f+g+h+i+j+k+l+m+n",
                "?q=x&type=poems",
                "?q=x&kind=poem",
                "?q=x&from=yesterday",
                "?q=x&from=%2B1000000000-01-01T00:00:00Z",
                "?q=x&from=2026-02-01&to=2026-01-01",
                "?q=x&order=oldest",
                "?q=x&limit=0",
                "?q=x&limit=101&type=posts",
                "?q=x&authorId=ann",
                "?q=x&pageToken=abc",
                "?q=x&type=posts&pageToken=abc",
                "?q=x&type=records&pageToken=abc",
                "?q=x&type=members&authorId=" + ann.id())) {
            var refused = ann.api().get("/search" + query);
            assertThat(refused.status()).as(query).isEqualTo(400);
            assertThat(refused.at("/field")).as(query).isNotEmpty();
        }
        ann.api().get("/search?q=x&subjectId=999999999999").expect(404);
        ann.api().get("/questions/similar").expect(400);
        fixtures.anonymous().get("/search?q=x").expect(401);
        for (String harmless : List.of(
                "", "!!!", "'; drop table post; --", "a & b | c:*", "<b>", "\\", "%", "œ", "1e5 -3.2", "été:A")) {
            search(ann, harmless);
        }
    }

    @Test
    void fillsAnIndexThatIsMissingOrOlderThanTheData(@TempDir Path folder) throws Exception {
        var ann = fixtures.person("Ann Berg");
        SubjectId acme = fixtures.account("Acme");
        String post = post(ann, acme, "Kept " + word());
        String lost = post(ann, acme, "Lost " + word());
        String comment = comment(ann, post, "Said " + word());
        indexed(post, lost, comment);
        long id = Long.parseLong(post);
        long lostId = Long.parseLong(lost);
        long commentId = Long.parseLong(comment);

        if (TestDatabase.isPostgresql()) {
            index.remove(List.of(id, commentId));
            assertThat(index.versions(id, commentId)).doesNotContainKeys(id, commentId);
            assertThat(catchUp.run()).isGreaterThanOrEqualTo(2);
            assertThat(index.versions(id, commentId)).containsKeys(id, lostId, commentId);
            return;
        }
        var made = LuceneSearchIndex.in(folder);
        new IndexCatchUp(source, made, inUse, settings).run();
        assertThat(made.versions(id, commentId)).containsKeys(id, lostId, commentId);
        made.destroy();
        ann.api().patch("/posts/" + post, Map.of("body", "Edited meanwhile")).expect(200);
        ann.api().delete("/posts/" + lost).expect(204);
        String newer = post(ann, acme, "Newer " + word());

        var old = LuceneSearchIndex.in(folder);
        assertThat(old.versions(id, id)).containsEntry(id, 1);
        assertThat(new IndexCatchUp(source, old, inUse, settings).run()).isEqualTo(3);
        assertThat(old.versions(id, Long.MAX_VALUE)).containsEntry(id, 2).doesNotContainKey(lostId);
        assertThat(old.versions(id, Long.MAX_VALUE)).containsKey(Long.parseLong(newer));
        old.destroy();

        try (var files = java.nio.file.Files.walk(folder)) {
            for (Path file : files.filter(one -> one.getFileName().toString().startsWith("segments_"))
                    .toList()) {
                java.nio.file.Files.writeString(file, "not an index");
            }
        }
        var remade = LuceneSearchIndex.in(folder);
        assertThat(remade.versions(0, Long.MAX_VALUE)).isEmpty();
        new IndexCatchUp(source, remade, inUse, settings).run();
        assertThat(remade.versions(id, id)).containsEntry(id, 2);
        remade.destroy();
    }

    @Test
    void findsAPollByWhatItOffers() {
        var ann = fixtures.person("Ann Berg");
        String option = word();
        String poll = ann.api()
                .post("/posts", Map.of("body", "Where do we meet?", "poll", Map.of("options", List.of("Lyon", option))))
                .expect(201)
                .at("/id");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(ids(search(ann, option), "posts")).containsExactly(poll));
        assertThat(ids(search(ann, option, "kind=poll"), "posts")).containsExactly(poll);
    }

    private String fileOn(Fixtures.Person owner, String name, String post, String item) {
        var file = files.upload(
                owner.id(), name, null, new ByteArrayInputStream("Offer".getBytes(StandardCharsets.UTF_8)));
        files.attach(owner.id(), List.of(file.id()), Long.parseLong(post), Long.parseLong(item));
        return file.id().toString();
    }

    private static List<String> fileIds(Api.Answer answer) {
        List<String> ids = new ArrayList<>();
        for (JsonNode item : group(answer, "files").at("/items")) {
            ids.add(item.at("/file/id").asString());
        }
        return ids;
    }

    @Test
    void narrowsFilesByPlaceAuthorKindAndTime() {
        var ann = fixtures.person("Ann Berg");
        var ben = fixtures.person("Ben Roux");
        SubjectId acme = fixtures.account("Acme");
        SubjectId globex = fixtures.account("Globex");
        String word = word();
        String atAcme = post(ann, acme, "See #t" + word);
        String atGlobex = question(ben, globex, "Is this the latest " + word + "?");
        String comment = comment(ben, atAcme, "Mine");
        String one = fileOn(ann, word + "-one.txt", atAcme, atAcme);
        String two = fileOn(ben, word + "-two.txt", atGlobex, atGlobex);
        String three = fileOn(ben, word + "-three.txt", atAcme, comment);
        indexed(atAcme, atGlobex, comment);

        assertThat(fileIds(search(ann, word, "type=files"))).containsExactly(three, two, one);
        assertThat(fileIds(search(ann, word, "subjectId=" + acme))).containsExactly(three, one);
        assertThat(fileIds(search(ann, word, "type=files", "subjectId=" + ben.id())))
                .containsExactly(three, two);
        assertThat(fileIds(search(
                        ann,
                        word,
                        "subjectId=" + ann.api().get("/posts/" + atAcme).at("/topics/0/id"))))
                .containsExactly(three, one);
        assertThat(fileIds(search(ann, word, "authorId=" + ann.id()))).containsExactly(one);
        assertThat(fileIds(search(ann, word, "kind=question"))).containsExactly(two);
        assertThat(fileIds(search(ann, word, "from=2020-01-01"))).hasSize(3);
        assertThat(fileIds(search(ann, word, "to=2020-01-01"))).isEmpty();
        var page = search(ann, word, "type=files", "subjectId=" + acme, "limit=1");
        assertThat(fileIds(search(
                        ann,
                        word,
                        "type=files",
                        "subjectId=" + acme,
                        "limit=1",
                        "pageToken=" + group(page, "files").at("/nextPageToken").asString())))
                .containsExactly(one);
        ann.api().get("/search?q=" + word + "&type=records&subjectId=" + acme).expect(400);
    }

    @Test
    void findsAndCountsWhatHasAFile() {
        var ann = fixtures.person("Ann Berg");
        SubjectId acme = fixtures.account("Acme");
        String word = word();
        String with = post(ann, acme, "With " + word);
        String without = post(ann, acme, "Without " + word);
        String comment = comment(ann, without, "Here " + word);
        fileOn(ann, "plan.txt", with, with);
        fileOn(ann, "answer.txt", without, comment);
        indexed(with, without, comment);
        var all = search(ann, word);
        assertThat(all.at("/facets/hasFile")).isEqualTo("2");
        assertThat(ids(all, "posts")).containsExactlyInAnyOrder(with, without);
        var narrowed = search(ann, word, "hasFile=true");
        assertThat(ids(narrowed, "posts")).containsExactly(with);
        assertThat(ids(narrowed, "comments")).containsExactly(comment);
        assertThat(group(narrowed, "posts").at("/count").asInt()).isEqualTo(1);
        assertThat(ids(search(ann, word, "hasFile=false"), "posts")).hasSize(2);
        assertThat(ann.api()
                        .get("/search?q=" + word + "&hasFile=perhaps")
                        .expect(400)
                        .at("/field"))
                .isEqualTo("hasFile");
        assertThat(ann.api()
                        .get("/search?q=" + word + "&hasFile=true&type=members")
                        .expect(400)
                        .at("/field"))
                .isEqualTo("type");
    }

    @Test
    void putsAnsweredQuestionsBeforeThoseThatWereOnlyTalkedAbout() {
        var ann = fixtures.person("Ann Berg");
        var ben = fixtures.person("Ben Roux");
        SubjectId acme = fixtures.account("Acme");
        String word = word();
        String answered = question(ann, acme, "Who repairs the " + word + " valve?");
        String talked = question(ann, acme, "Who repairs the " + word + " valve today?");
        comment(ben, talked, "No idea");
        String answer = comment(ben, answered, "I do");
        ann.api()
                .put("/posts/" + answered + "/answer", Map.of("commentId", answer))
                .expect(200);
        indexed(answered, talked);
        String path = "/questions/similar?title="
                + URLEncoder.encode("Who repairs the " + word + " valve?", StandardCharsets.UTF_8);
        var found = ben.api().get(path).expect(200);
        assertThat(found.at("/items/0/id")).isEqualTo(answered);
        assertThat(found.at("/items/1/id")).isEqualTo(talked);
        assertThat(found.at("/items/0/state")).isEqualTo("answered");
        assertThat(found.at("/items/1/state")).isEqualTo("open");
        assertThat(group(search(ann, word), "posts").at("/items").findValuesAsString("state"))
                .containsExactlyInAnyOrder("open", "answered");
        ben.api().delete("/comments/" + answer).expect(204);
        assertThat(ben.api().get(path).expect(200).json().at("/items").findValuesAsString("state"))
                .containsOnly("open");
    }
}
