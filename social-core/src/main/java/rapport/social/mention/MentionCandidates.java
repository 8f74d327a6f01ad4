package rapport.social.mention;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.social.audience.Audience;
import rapport.social.member.MemberId;
import rapport.social.member.MemberSummary;
import rapport.social.shared.Problem;
import rapport.social.shared.SubjectId;
import rapport.social.shared.Words;

/** Whom a writer may mean after an {@code @}. */
@Component
class MentionCandidates {
    /** What a list beside the writing can show. */
    static final int MOST = 8;

    /** More words than this narrow nothing down. */
    private static final int MAX_WORDS = 4;

    private final JdbcClient jdbc;

    MentionCandidates(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A member who may be meant.
     *
     * @param canSee whether the member may see the place where the text will stand; who may not is not notified
     */
    record MentionCandidate(MemberSummary member, boolean canSee) {}

    /**
     * Active members each of whose names starts with one of the typed words, those who may see the subject first.
     *
     * @param subject where the text will stand; null: where everybody may read
     * @throws Problem not found, if the viewer may not see the subject
     */
    List<MentionCandidate> find(MemberId viewer, String query, @Nullable SubjectId subject) {
        long audience = subject == null ? Audience.EVERYBODY : audienceOf(viewer, subject);
        List<String> words = new ArrayList<>(Words.of(query));
        if (words.isEmpty()) {
            return List.of();
        }
        words = words.subList(0, Math.min(MAX_WORDS, words.size()));
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
                        new MemberSummary(
                                new MemberId(row.getLong("id")),
                                row.getString("name"),
                                row.getString("title"),
                                row.getString("site"),
                                row.getBoolean("active")),
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
