package rapport.social.mention;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.social.audience.Audience;
import rapport.social.member.MemberId;
import rapport.social.member.MemberSummary;
import rapport.social.shared.SubjectId;

/** Who and what is named in posts and comments. */
@Component
public class Mentions {
    private final JdbcClient jdbc;

    Mentions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Who is named anew, and who no longer.
     *
     * @param told    named for the first time, still here and allowed to see the subject: to be notified
     * @param dropped named before and not now
     */
    public record Difference(Set<MemberId> told, Set<MemberId> dropped) {
        public static final Difference NONE = new Difference(Set.of(), Set.of());
    }

    /** Keeps the mentions of a new post or comment. Named members who may not see the subject hear nothing of it. */
    public Difference add(long item, SubjectId subject, MemberId author, Prose text) {
        if (text.members().isEmpty()) {
            return Difference.NONE;
        }
        insert(item, text.members());
        return new Difference(mayBeTold(subject, author, text.members()), Set.of());
    }

    /** Brings the mentions of an edited post or comment up to date. */
    public Difference replace(long item, SubjectId subject, MemberId author, Prose before, Prose after) {
        Set<MemberId> added = new LinkedHashSet<>(after.members());
        added.removeAll(before.members());
        Set<MemberId> dropped = new LinkedHashSet<>(before.members());
        dropped.removeAll(after.members());
        if (!dropped.isEmpty()) {
            jdbc.sql("delete from mention where item_id = :item and member_id = any(:members)")
                    .param("item", item)
                    .param("members", ids(dropped))
                    .update();
        }
        if (added.isEmpty()) {
            return new Difference(Set.of(), dropped);
        }
        insert(item, added);
        return new Difference(mayBeTold(subject, author, added), dropped);
    }

    /** Forgets the mentions of a comment that is deleted. */
    public void remove(long item) {
        jdbc.sql("delete from mention where item_id = :item")
                .param("item", item)
                .update();
    }

    private void insert(long item, Collection<MemberId> members) {
        jdbc.sql("""
                        insert into mention (item_id, member_id)
                        select :item, m.id from member m where m.id = any(:members)
                        """).param("item", item).param("members", ids(members)).update();
    }

    private Set<MemberId> mayBeTold(SubjectId subject, MemberId author, Collection<MemberId> members) {
        return new HashSet<>(jdbc.sql("""
                                select m.id
                                  from member m join subject_access s on s.subject_id = :subject
                                 where m.id = any(:members) and m.active and m.id <> :author and %s
                                """.formatted(Audience.maySee("s.audience_id", "m.id")))
                .param("subject", subject.value())
                .param("members", ids(members))
                .param("author", author.value())
                .query((row, number) -> new MemberId(row.getLong("id")))
                .list());
    }

    /** The names of members and records, as far as the viewer may know them: one statement, whatever their number. */
    public Names names(MemberId viewer, Collection<MemberId> members, Collection<SubjectId> records) {
        if (members.isEmpty() && records.isEmpty()) {
            return Names.NONE;
        }
        Map<MemberId, MemberSummary> memberNames = new HashMap<>();
        Map<SubjectId, String> recordNames = new HashMap<>();
        jdbc.sql("""
                        select 1 as what, m.id, m.name, m.title, m.site, m.active from member m where m.id = any(:members)
                        union all
                        select 2, r.id, r.name, null, null, true
                          from subject r join subject_access s on s.subject_id = r.id
                         where r.id = any(:records) and r.kind <> 7 and %s
                        """.formatted(Audience.MAY_SEE))
                .param("members", ids(members))
                .param(
                        "records",
                        records.stream().map(SubjectId::value).distinct().toArray(Long[]::new))
                .param("viewer", viewer.value())
                .query(row -> {
                    if (row.getInt("what") == 1) {
                        var id = new MemberId(row.getLong("id"));
                        memberNames.put(
                                id,
                                new MemberSummary(
                                        id,
                                        row.getString("name"),
                                        row.getString("title"),
                                        row.getString("site"),
                                        row.getBoolean("active")));
                    } else {
                        recordNames.put(new SubjectId(row.getLong("id")), row.getString("name"));
                    }
                });
        return new Names(memberNames, recordNames);
    }

    /** The names that the texts need. */
    public Names names(MemberId viewer, List<Prose> texts) {
        Set<MemberId> members = new HashSet<>();
        Set<SubjectId> records = new HashSet<>();
        for (Prose text : texts) {
            members.addAll(text.members());
            records.addAll(text.records());
        }
        return names(viewer, members, records);
    }

    private static Long[] ids(Collection<MemberId> members) {
        return members.stream().map(MemberId::value).distinct().toArray(Long[]::new);
    }
}
