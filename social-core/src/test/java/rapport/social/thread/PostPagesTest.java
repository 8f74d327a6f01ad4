package rapport.social.thread;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import rapport.social.post.PostId;
import rapport.social.shared.SubjectId;
import rapport.social.space.SpaceVisibility;
import rapport.social.space.Spaces;
import rapport.social.testing.DatabaseTest;
import rapport.social.testing.Fixtures;
import rapport.social.testing.StatementCounter;

@DatabaseTest
class PostPagesTest {
    @Autowired
    Fixtures fixtures;

    @Autowired
    PostPages pages;

    @Autowired
    Spaces spaces;

    @Autowired
    StatementCounter statements;

    private Fixtures.Person ann;
    private Fixtures.Person ben;
    private SubjectId acme;

    @BeforeEach
    void annAndBenKnowAcme() {
        ann = fixtures.person("Ann Berg");
        ben = fixtures.person("Ben Roux");
        acme = fixtures.account("Acme");
    }

    private List<PostId> busyPosts(int number) {
        List<PostId> posts = new ArrayList<>();
        for (int i = 1; i <= number; i++) {
            String post =
                    Talk.post(ann, acme, "Post " + i + " for " + Talk.mention(ben) + " and [x](record:" + acme + ")");
            String comment = Talk.comment(ben, post, "To " + Talk.mention(ann));
            Talk.reply(ann, post, comment, "Yes");
            ann.api()
                    .put("/comments/" + comment + "/reaction", Map.of("kind", "agree"))
                    .expect(200);
            ben.api()
                    .put("/posts/" + post + "/reaction", Map.of("kind", "thanks"))
                    .expect(200);
            posts.add(PostId.fromString(post));
        }
        return posts;
    }

    private int countOf(List<PostId> posts) {
        statements.start();
        assertThat(pages.assemble(ben.id(), posts)).hasSize(posts.size());
        return statements.statementsOfRequests().size();
    }

    @Test
    void putsAPageTogetherInSixStatementsAtMostWhateverStandsOnIt() {
        List<PostId> posts = busyPosts(23);
        int one = countOf(posts.subList(0, 1));
        assertThat(one).isLessThanOrEqualTo(6);
        assertThat(countOf(posts.subList(0, 20))).isEqualTo(one);
        assertThat(countOf(posts)).isEqualTo(one);
    }

    @Test
    void takesNoMoreStatementsForEverythingThatCanStandOnAPost() {
        var admin = fixtures.admin("Mara Order");
        var space = spaces.create(ann.id(), "Cold chain " + ann.id(), null, SpaceVisibility.PUBLIC, false)
                .id();
        spaces.join(ben.id(), space, null);
        List<PostId> posts = busyPosts(2);
        for (var place : List.of(acme, space)) {
            String question = Talk.question(ann, place, "Who knows the new buyer?");
            String answer = Talk.comment(ben, question, "Carla does, see #buyers");
            ann.api()
                    .put("/posts/" + question + "/answer", Map.of("commentId", answer))
                    .expect(200);
            ann.api().put("/comments/" + answer + "/up-vote", null).expect(200);
            ann.api()
                    .put("/posts/" + question + "/closed", Map.of("reason", "Solved"))
                    .expect(200);
            posts.add(PostId.fromString(question));
            for (Map<String, Object> more : List.<Map<String, Object>>of(
                    Map.of("poll", Map.of("options", List.of("Lyon", "Hamburg"))),
                    Map.of("kudos", Map.of("memberIds", List.of(ben.id()))),
                    Map.of("sharedPostId", question),
                    Map.of("fileIds", List.of(Talk.upload(ann, "plan.txt", "Plan"))))) {
                Map<String, Object> post = new HashMap<>(more);
                post.put("subjectId", place);
                post.put("body", "With #topics");
                posts.add(PostId.fromString(Talk.post(ann, post).expect(201).at("/id")));
            }
        }
        posts.add(PostId.fromString(Talk.post(
                        admin,
                        Map.of(
                                "subjectId",
                                acme,
                                "body",
                                "Read this",
                                "announcement",
                                Map.of("expiresAt", Instant.now().plusSeconds(3600), "acknowledge", true)))
                .expect(201)
                .at("/id")));
        statements.start();
        assertThat(pages.assemble(ben.id(), posts)).hasSize(posts.size());
        assertThat(statements.statementsOfRequests()).hasSizeLessThanOrEqualTo(6);
    }

    @Test
    void keepsTheOrderAskedFor() {
        List<PostId> posts = busyPosts(3);
        Collections.swap(posts, 0, 2);
        assertThat(pages.assemble(ben.id(), posts)).extracting(PostView::id).isEqualTo(posts);
    }

    @Test
    void givesAPostTheSameOnAPageAsAlone() {
        List<PostId> posts = busyPosts(2);
        assertThat(pages.assemble(ben.id(), posts).get(1)).isEqualTo(pages.one(ben.id(), posts.get(1)));
    }

    @Test
    void leavesOutWhatTheReaderMayNotSee() {
        PostId secret = PostId.fromString(Talk.post(ann, fixtures.restrictedAccount("Secret", ann), "Between us"));
        PostId open = PostId.fromString(Talk.post(ann, acme, "For all"));
        assertThat(pages.assemble(ben.id(), List.of(secret, open, new PostId(999_999_999))))
                .extracting(PostView::id)
                .containsExactly(open);
        assertThat(pages.assemble(ben.id(), List.of(secret))).isEmpty();
        assertThat(pages.assemble(ben.id(), List.of())).isEmpty();
    }

    @Test
    void tellsTheReasonGiven() {
        PostView post = pages.one(ben.id(), busyPosts(1).get(0));
        assertThat(post.because(new PostView.Reason("follows-record", "Acme")).reason())
                .isEqualTo(new PostView.Reason("follows-record", "Acme"));
        assertThat(post.because(new PostView.Reason("own", null)).comments()).isEqualTo(post.comments());
    }
}
