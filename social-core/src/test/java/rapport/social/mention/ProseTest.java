package rapport.social.mention;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rapport.social.member.MemberId;
import rapport.social.member.MemberSummary;
import rapport.social.mention.Segment.Break;
import rapport.social.mention.Segment.Code;
import rapport.social.mention.Segment.Emphasis;
import rapport.social.mention.Segment.Items;
import rapport.social.mention.Segment.Link;
import rapport.social.mention.Segment.Mention;
import rapport.social.mention.Segment.Paragraph;
import rapport.social.mention.Segment.Quote;
import rapport.social.mention.Segment.Record;
import rapport.social.mention.Segment.Strong;
import rapport.social.mention.Segment.Text;
import rapport.social.shared.SubjectId;

class ProseTest {

    private static final MemberId ANN = new MemberId(123);
    private static final SubjectId ACME = new SubjectId(456);
    private static final Names KNOWN =
            new Names(Map.of(ANN, new MemberSummary(ANN, "Ann Berg", null, null, true)), Map.of(ACME, "Acme [DE]"));

    private static List<Segment> read(String markdown) {
        return Prose.of(markdown).segments(KNOWN);
    }

    private static Paragraph paragraph(Segment... children) {
        return new Paragraph(List.of(children));
    }

    private static Text text(String text) {
        return new Text(text);
    }

    @Test
    void readsLightFormatting() {
        assertThat(read("Signed **today**, *finally*: `A-17`"))
                .containsExactly(paragraph(
                        text("Signed "),
                        new Strong(List.of(text("today"))),
                        text(", "),
                        new Emphasis(List.of(text("finally"))),
                        text(": "),
                        new Code("A-17", false)));
    }

    @Test
    void keepsTheLinesThatWereTyped() {
        assertThat(read("one\ntwo\n\nthree"))
                .containsExactly(paragraph(text("one"), new Break(), text("two")), paragraph(text("three")));
    }

    @Test
    void readsListsQuotesAndCodeBlocks() {
        assertThat(read("- a\n- b\n\n3. c\n4. d\n\n> said\n\n```\nx < y\n```"))
                .containsExactly(
                        new Items(false, null, List.of(List.of(text("a")), List.of(text("b")))),
                        new Items(true, 3, List.of(List.of(text("c")), List.of(text("d")))),
                        new Quote(List.of(paragraph(text("said")))),
                        new Code("x < y", true));
    }

    @Test
    void readsSpacesAndShowsTheirNamesOnlyToThoseWhoMayKnowThem() {
        Prose prose = Prose.of("For [@the chilled ones](space:456)");
        assertThat(prose.spaces()).containsExactly(ACME);
        assertThat(prose.segments(KNOWN))
                .containsExactly(paragraph(text("For "), new Segment.Space(ACME, "Acme [DE]")));
        assertThat(prose.segments(Names.NONE)).containsExactly(paragraph(text("For "), new Segment.Space(ACME, null)));
        assertThat(prose.stored()).isEqualTo("For […](space:456)");
        assertThat(Prose.of(prose.stored()).source(KNOWN)).isEqualTo("For [@Acme \\[DE\\]](space:456)");
        assertThat(prose.excerpt(Names.NONE, 100)).isEqualTo("For …");
    }

    @Test
    void readsRolesWhereTheyStandAlone() {
        assertThat(read("Hi @owner, and @Account-Team!"))
                .containsExactly(paragraph(
                        text("Hi "),
                        new Segment.Role(MentionedRole.OWNER),
                        text(", and "),
                        new Segment.Role(MentionedRole.ACCOUNT_TEAM),
                        text("!")));
        assertThat(Prose.of("Hi @owner").excerpt(Names.NONE, 100)).isEqualTo("Hi @owner");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ann@owner",
                "ann@owner.com",
                "@owners",
                "@owner_of",
                "@account",
                "@account-teams",
                "@@owner",
                "https://x.example/@owner",
                "`@owner`",
                "[see @owner](https://x.example)",
                "#a@owner"
            })
    void takesOtherWordsForNoRole(String words) {
        assertThat(Prose.of(words).roles()).isEmpty();
    }

    @Test
    void showsMembersByTheNameTheyHaveNow() {
        assertThat(read("Ask [@Miss Berg](member:123)!"))
                .containsExactly(paragraph(text("Ask "), new Mention(ANN, "Ann Berg"), text("!")));
        assertThat(Prose.of("[@a](member:123) [@b](member:123) [@c](member:9)").members())
                .containsExactly(ANN, new MemberId(9));
    }

    @Test
    void showsAnUnknownMemberAsTyped() {
        assertThat(read("[@Nobody](member:9)")).containsExactly(paragraph(text("@Nobody")));
    }

    @Test
    void namesARecordToThoseWhoMaySeeItOnly() {
        assertThat(read("See [the big one](record:456)"))
                .containsExactly(paragraph(text("See "), new Record(ACME, "Acme [DE]")));
        assertThat(Prose.of("See [the big one](record:456)").segments(Names.NONE))
                .containsExactly(paragraph(text("See "), new Record(ACME, null)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "See [Acme](record:456).",
                "See [**Acme** GmbH](record:456 \"Acme\").",
                "See ![Acme](record:456).",
                "See [Acme][1].\n\n[1]: record:456 \"Acme\"",
                "See [Acme].\n\n[Acme]: record:456",
                "> See [Ac\n> me](record:456).",
                "- See [![Acme](record:456)](record:456)",
            })
    void storesNoNameOfARecord(String typed) {
        String stored = Prose.of(typed).stored();
        assertThat(stored).doesNotContain("Acme").doesNotContain("me]").contains("](record:456)");
        assertThat(Prose.of(stored).records()).containsExactly(ACME);
        assertThat(Prose.of(stored).stored()).isEqualTo(stored);
    }

    @Test
    void givesTheSourceBackWithTheNamesOfToday() {
        Prose stored = Prose.of(Prose.of("**Hi** [@A](member:123), see [x](record:456) & [y](record:7)")
                .stored());
        assertThat(stored.source(KNOWN))
                .isEqualTo("**Hi** [@Ann Berg](member:123), see [Acme \\[DE\\]](record:456) & […](record:7)");
        assertThat(Prose.of(stored.source(KNOWN)).stored())
                .isEqualTo(Prose.of(stored.source(KNOWN)).stored());
    }

    @ParameterizedTest
    @CsvSource({
        "'about #renewal now', renewal",
        "'#Prix-2026', Prix-2026",
        "'(#été)', été",
        "'#a_b.', a_b",
    })
    void findsTopics(String typed, String topic) {
        assertThat(Prose.of(typed).topics()).containsExactly(topic);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#42",
                "a#b",
                "`#code`",
                "https://x.example/#part",
                "## two",
                "#",
                "#-",
                "[#x](https://x.example)"
            })
    void findsNoTopicWhereNoneIsMeant(String typed) {
        assertThat(Prose.of(typed).topics()).isEmpty();
    }

    @Test
    void linksAddressesThatAreTypedWithoutBrackets() {
        assertThat(read("see https://nordwind.example/a_b_c?x=1&y=2, www.acme.example or ann@acme.example."))
                .containsExactly(paragraph(
                        text("see "),
                        new Link(
                                "https://nordwind.example/a_b_c?x=1&y=2",
                                List.of(text("https://nordwind.example/a_b_c?x=1&y=2"))),
                        text(", "),
                        new Link("https://www.acme.example", List.of(text("www.acme.example"))),
                        text(" or "),
                        new Link("mailto:ann@acme.example", List.of(text("ann@acme.example"))),
                        text(".")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[press](javascript:alert(1))",
                "[press](JAVASCRIPT:alert(1))",
                "[press](&#106;avascript:alert(1))",
                "[press](java&#10;script:alert(1))",
                "[press](data:text/html;base64,PHNjcmlwdD4=)",
                "[press](vbscript:x)",
                "[press](file:///etc/passwd)",
                "[press](//evil.example)",
                "[press](/app/)",
                "[press](member:0)",
                "[press](member:99999999999999999999)",
                "[press](record:1x)",
                "[press](<https://a b>)",
                "![press](javascript:alert(1))",
                "<javascript:alert(1)>press",
                "javascript://press",
                "file://press",
            })
    void linksNowhereButToTheWebAndMail(String typed) {
        assertThat(read(typed).toString())
                .contains("press")
                .doesNotContain("Link[")
                .doesNotContain("Mention[");
    }

    @Test
    void showsHtmlAsText() {
        assertThat(read("<b onclick=\"x()\">hi</b> &lt;i&gt;"))
                .containsExactly(paragraph(text("<b onclick=\"x()\">hi</b> <i>")));
        assertThat(read("<script>\nalert(1)\n</script>"))
                .containsExactly(
                        paragraph(text("<script>"), new Break(), text("alert(1)"), new Break(), text("</script>")));
    }

    @Test
    void makesNoHeadlineOfAGreeting() {
        assertThat(read("Regards\n--\nAnn"))
                .containsExactly(paragraph(text("Regards"), new Break(), text("--"), new Break(), text("Ann")));
        assertThat(read("# Plan")).containsExactly(paragraph(text("# Plan")));
    }

    @Test
    void losesNothingOfATextThatIsOnlyADefinition() {
        assertThat(read("[a]: https://a.example")).containsExactly(paragraph(text("[a]: https://a.example")));
    }

    @Test
    void showsImagesThatStandWithTheTextAndTheirWordsElsewhere() {
        Images here = file -> file.equals("812") ? new Images.Size(1600, 900) : null;
        Prose text = Prose.of("See ![The **ramp**](file:812) and ![the door](file:813)");
        assertThat(text.segments(KNOWN, here))
                .containsExactly(paragraph(
                        text("See "),
                        new Segment.Image("812", "The ramp", 1600, 900),
                        text(" and "),
                        text("the door")));
        assertThat(text.excerpt(KNOWN, 100)).isEqualTo("See The ramp and the door");
        assertThat(read("![The ramp](file:812)")).containsExactly(paragraph(text("The ramp")));
        assertThat(Prose.of("> **![x](file:812)**").segments(KNOWN, here))
                .containsExactly(
                        new Quote(List.of(paragraph(new Strong(List.of(new Segment.Image("812", "x", 1600, 900)))))));
        assertThat(Prose.of("![a](file:812)![b](file:812)").segments(KNOWN, here))
                .as("each once")
                .containsExactly(paragraph(new Segment.Image("812", "a", 1600, 900), text("b")));
        assertThat(Prose.of("![x](file:812)").stored()).isEqualTo("![x](file:812)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[The ramp](file:812)",
                "![The ramp](file:0812)",
                "![The ramp](file:812/content)",
                "![The ramp](FILE:812)",
                "![The ramp](data:image/png;base64,AAAA)"
            })
    void showsNoImageOfAnythingElse(String typed) {
        assertThat(Prose.of(typed).segments(KNOWN, file -> new Images.Size(10, 10)))
                .containsExactly(paragraph(text("The ramp")));
    }

    @Test
    void cutsAnExcerptBetweenWords() {
        Prose prose = Prose.of("**Hello** [@A](member:123)\n\n- one\n- two [x](record:456) and [y](record:7)");
        assertThat(prose.excerpt(KNOWN, 120)).isEqualTo("Hello Ann Berg one two Acme [DE] and …");
        assertThat(prose.excerpt(KNOWN, 12)).isEqualTo("Hello Ann…");
        assertThat(Prose.of("x".repeat(50)).excerpt(KNOWN, 10)).isEqualTo("xxxxxxxxx…");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ">",
                "> ",
                "- ",
                "1. ",
                "*",
                "_",
                "**a",
                "*a _b ",
                "[",
                "![",
                "]",
                "](",
                "[](",
                "`",
                "``` ",
                "<",
                "&",
                "#a",
                "\\",
                "~",
                "\t",
                "\n",
                "\r\n",
                "<a ",
                "[a](member:1",
                "[a]: b\n",
                "@",
                "http://",
                "a@b.",
                "\u0301",
                "\ud83d\ude00",
                "\u202e"
            })
    void readsTheLongestRepetitionOfAnythingQuicklyAndFlatly(String piece) {
        String longest = piece.repeat(10_000 / piece.length());
        Prose prose = Prose.of(longest);
        assertThat(depth(prose.segments(KNOWN))).isLessThan(60);
        assertThat(prose.stored().length()).isLessThan(30_000);
    }

    /** Whatever comes: parses, keeps a flat tree, and what is stored reads the same again. */
    @RepeatedTest(300)
    void readsAnything(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        String[] pieces = {
            "*",
            "_",
            "**",
            "`",
            "[",
            "]",
            "(",
            ")",
            "](member:123)",
            "](record:456)",
            "](https://a.example)",
            "!",
            "> ",
            "\n",
            "\n\n",
            "- ",
            "1. ",
            "    ",
            "#topic",
            "@",
            "word",
            " ",
            "<b>",
            "&amp;",
            "\\",
            "```",
            "\u00e9",
            "\ud83d\ude00",
            "\ud83d",
            "|",
            "\u0000"
        };
        StringBuilder typed = new StringBuilder();
        for (int i = random.nextInt(120); i >= 0; i--) {
            typed.append(pieces[random.nextInt(pieces.length)]);
        }
        Prose prose = Prose.of(typed.toString());
        String stored = prose.stored();
        assertThat(depth(prose.segments(KNOWN))).isLessThan(60);
        assertThat(Prose.of(stored).stored()).isEqualTo(stored);
        assertThat(Prose.of(stored).members()).isEqualTo(prose.members());
        assertThat(Prose.of(stored).records()).isEqualTo(prose.records());
        assertThat(prose.excerpt(KNOWN, 60).length()).isLessThanOrEqualTo(60);
    }

    private static int depth(List<Segment> segments) {
        int deepest = 0;
        for (Segment segment : segments) {
            int depth = 0;
            if (segment instanceof Strong it) {
                depth = depth(it.children());
            } else if (segment instanceof Emphasis it) {
                depth = depth(it.children());
            } else if (segment instanceof Quote it) {
                depth = depth(it.children());
            } else if (segment instanceof Paragraph it) {
                depth = depth(it.children());
            } else if (segment instanceof Link it) {
                depth = depth(it.children());
            } else if (segment instanceof Items it) {
                depth = it.items().stream().mapToInt(ProseTest::depth).max().orElse(0);
            }
            deepest = Math.max(deepest, depth + 1);
        }
        return deepest;
    }
}
