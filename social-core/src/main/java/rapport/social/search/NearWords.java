package rapport.social.search;

import java.util.Comparator;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import rapport.social.audience.Audience;
import rapport.social.member.MemberId;

/**
 * Words that are written nearly so, for when nothing is written exactly so. Only ever used to look again: a word found here is
 * told to nobody.
 */
final class NearWords {
    /** Words compared one by one; a company's names that start with one letter and have about one length are fewer. */
    private static final int COMPARED = 5_000;

    private static final int USED = 10;

    private final JdbcClient jdbc;
    private final boolean trigrams;

    /** @param trigrams whether the database finds similar words by itself; else those with the same first letter are compared */
    NearWords(JdbcClient jdbc, boolean trigrams) {
        this.jdbc = jdbc;
        this.trigrams = trigrams;
    }

    /** Of the words in posts and comments. PostgreSQL only. */
    List<String> ofTexts(String word, int errors) {
        return nearest("select distinct w.word from search_word w where ", word, errors, null);
    }

    /** Of the words in names of records and spaces that the viewer may see. */
    List<String> ofSubjects(MemberId viewer, String word, int errors) {
        return nearest(
                "select distinct w.word from subject_word w where " + Audience.maySee("w.audience_id", ":viewer")
                        + " and ",
                word,
                errors,
                viewer);
    }

    /** Of the words in members' names. */
    List<String> ofMembers(String word, int errors) {
        return nearest("select distinct w.word from member_word w where ", word, errors, null);
    }

    /** Of the names of topics. */
    List<String> ofTopics(String word, int errors) {
        return nearest(
                "select distinct w.word from (select topic_key as word from topic) w where ", word, errors, null);
    }

    private List<String> nearest(
            String select, String word, int errors, @org.jspecify.annotations.Nullable MemberId viewer) {
        String first = word.substring(0, Character.charCount(word.codePointAt(0)));
        String near = "(w.word >= :from and w.word < :to and char_length(w.word) between :shortest and :longest)";
        // A typing error in the first letter is forgiven where the database finds similar words by itself.
        String sql = select + (trigrams ? "(w.word % :word or " + near + ")" : near) + " limit :limit";
        var statement = jdbc.sql(sql)
                .param("from", first)
                .param("to", first + '\uffff')
                .param("shortest", word.length() - errors)
                .param("longest", word.length() + errors)
                .param("limit", COMPARED);
        if (trigrams) {
            statement = statement.param("word", word);
        }
        if (viewer != null) {
            statement = statement.param("viewer", viewer.value());
        }
        return statement.query(String.class).list().stream()
                .filter(found -> WordDistance.within(word, found, errors))
                .sorted(Comparator.comparingInt((String found) -> WordDistance.between(word, found))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(USED)
                .toList();
    }
}
