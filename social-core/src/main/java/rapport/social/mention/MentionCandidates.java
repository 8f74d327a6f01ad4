package rapport.social.mention;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.social.audience.Audience;
import rapport.social.member.MemberId;
import rapport.social.member.MemberSummary;
import rapport.social.record.Records;
import rapport.social.shared.Problem;
import rapport.social.shared.SubjectId;
import rapport.social.shared.Words;

/** Whom a writer may mean after an {@code @}: members, spaces, and on a record its owner and the team of its account. */
@Component
class MentionCandidates {
    /** Members, as many as a list beside the writing can show. */
    static final int MOST = 8;

    /** Spaces shown with them. */
    static final int MOST_SPACES = 3;

    /** What a writer of either language begins to type when looking for a role. */
    private static final Map<MentionedRole, List<String>> ROLE_WORDS = new EnumMap<>(Map.of(
            MentionedRole.OWNER, List.of("owner", "responsable", "proprietaire"),
            MentionedRole.ACCOUNT_TEAM, List.of("account", "team", "equipe", "compte")));

    /** More words than this narrow nothing down. */
    private static final int MAX_WORDS = 4;

    private final JdbcClient jdbc;
    private final Mentions mentions;
    private final Records records;

    MentionCandidates(JdbcClient jdbc, Mentions mentions, Records records) {
        this.jdbc = jdbc;
        this.mentions = mentions;
        this.records = records;
    }

    /**
     * Who may be meant.
     *
     * @param type        member, space or role: which of the next three there is
     * @param notifyCount of a space or a role: how many members would be told
     * @param canSee      of a member: whether she may see the place where the text will stand; who may not is not notified. Of a
     *     space: whether anybody in it may
     */
    @Schema(
            example =
                    "{\"type\":\"member\",\"member\":{\"id\":\"123\",\"name\":\"Ann Berg\",\"active\":true},\"canSee\":true}")
    record MentionCandidate(
            String type,
            @Nullable MemberSummary member,
            @Nullable SpaceSummary space,
            @Nullable MentionedRole role,
            @Nullable Integer notifyCount,
            @Nullable Boolean canSee) {}

    /** A space by name. */
    record SpaceSummary(SubjectId id, String name) {}

    /**
     * Roles, then active members each of whose names starts with one of the typed words, those who may see the subject first,
     * then spaces that the viewer may read.
     *
     * @param place where the text will stand; null: where everybody may read
     * @throws Problem not found, if the viewer may not see the subject
     */
    List<MentionCandidate> find(MemberId viewer, String query, @Nullable SubjectId place) {
        SubjectId subject = place == null ? null : records.current(place);
        long audience = subject == null ? Audience.EVERYBODY : audienceOf(viewer, subject);
        List<String> typed = List.copyOf(Words.of(query));
        if (typed.isEmpty()) {
            return List.of();
        }
        List<String> words = typed.subList(0, Math.min(MAX_WORDS, typed.size()));
        List<MentionCandidate> found = new ArrayList<>();
        if (subject != null) {
            found.addAll(roles(viewer, words, subject, audience));
        }
        found.addAll(members(words, audience));
        found.addAll(spaces(viewer, words, audience));
        return found;
    }

    /** @throws Problem not found, if the viewer may not see the place */
    Mentions.Preview preview(MemberId viewer, @Nullable SubjectId place, Prose text) {
        SubjectId subject = place == null ? null : records.current(place);
        return mentions.preview(
                viewer, subject == null ? Audience.EVERYBODY : audienceOf(viewer, subject), subject, text);
    }

    private List<MentionCandidate> roles(MemberId viewer, List<String> words, SubjectId subject, long audience) {
        List<MentionCandidate> found = new ArrayList<>();
        ROLE_WORDS.forEach((role, names) -> {
            if (words.stream().allMatch(word -> names.stream().anyMatch(name -> name.startsWith(word)))) {
                int count = mentions.preview(viewer, audience, subject, Prose.of("@" + role))
                        .notified();
                if (count > 0) {
                    found.add(new MentionCandidate("role", null, null, role, count, null));
                }
            }
        });
        return found;
    }

    private List<MentionCandidate> spaces(MemberId viewer, List<String> words, long audience) {
        StringBuilder named = new StringBuilder();
        for (int i = 0; i < words.size(); i++) {
            named.append(
                    " and exists (select 1 from subject_word w where w.subject_id = sp.id and w.word >= :from%1$d and w.word < :to%1$d)"
                            .formatted(i));
        }
        var statement =
                jdbc.sql("""
                select sp.id, sj.name,
                       (select count(*) from membership ms join member m on m.id = ms.member_id and m.active
                         where ms.space_id = sp.id and ms.role >= 2 and m.id <> :viewer and %s) as told
                  from space sp join subject sj on sj.id = sp.id join subject_access s on s.subject_id = sp.id
                 where sp.archived_at is null and %s%s
                 order by sj.name, sp.id limit :most
                """.formatted(Audience.maySee("cast(:audience as bigint)", "m.id"), Audience.MAY_SEE, named));
        for (int i = 0; i < words.size(); i++) {
            statement = statement.param("from" + i, words.get(i)).param("to" + i, Words.after(words.get(i)));
        }
        return statement
                .param("viewer", viewer.value())
                .param("audience", audience)
                .param("most", MOST_SPACES)
                .query((row, number) -> new MentionCandidate(
                        "space",
                        null,
                        new SpaceSummary(new SubjectId(row.getLong("id")), row.getString("name")),
                        null,
                        row.getInt("told"),
                        row.getInt("told") > 0))
                .list();
    }

    private List<MentionCandidate> members(List<String> typed, long audience) {
        List<String> words = new ArrayList<>(typed);
        // The longest word comes first: it finds the fewest people, and the others are checked on those only.
        words.sort((a, b) -> Integer.compare(b.length(), a.length()));
        StringBuilder others = new StringBuilder();
        for (int i = 1; i < words.size(); i++) {
            others.append(
                    " and exists (select 1 from member_word o where o.member_id = m.id and o.word >= :from%1$d and o.word < :to%1$d)"
                            .formatted(i));
        }
        String maySee = Audience.maySee("cast(:audience as bigint)", "m.id");
        var statement = jdbc.sql("""
                select m.id, m.name, m.title, m.site, m.active, case when %s then 0 else 1 end as locked
                  from member m
                 where m.active and m.id in (select w.member_id from member_word w where w.word >= :from0 and w.word < :to0)%s
                 order by locked, m.name, m.id limit :most
                """.formatted(maySee, others));
        for (int i = 0; i < words.size(); i++) {
            statement = statement.param("from" + i, words.get(i)).param("to" + i, Words.after(words.get(i)));
        }
        return statement
                .param("audience", audience)
                .param("most", MOST)
                .query((row, number) -> new MentionCandidate(
                        "member",
                        new MemberSummary(
                                new MemberId(row.getLong("id")),
                                row.getString("name"),
                                row.getString("title"),
                                row.getString("site"),
                                row.getBoolean("active")),
                        null,
                        null,
                        null,
                        row.getInt("locked") == 0))
                .list();
    }

    private long audienceOf(MemberId viewer, SubjectId subject) {
        return jdbc.sql("select s.audience_id from subject_access s where s.subject_id = :subject and "
                        + Audience.MAY_SEE)
                .param("subject", subject.value())
                .param("viewer", viewer.value())
                .query(Long.class)
                .optional()
                .orElseThrow(Problem::notFound);
    }
}
