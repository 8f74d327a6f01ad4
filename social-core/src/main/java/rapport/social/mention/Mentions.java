package rapport.social.mention;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.social.audience.Audience;
import rapport.social.member.MemberId;
import rapport.social.member.MemberSummary;
import rapport.social.shared.SubjectId;

/**
 * Who and what is named in posts and comments. A member is mentioned by name, in a role that the member has on the record,
 * or as somebody in a space; the best way is kept with each mention. Roles are resolved when the text is posted. A space may
 * have thousands of members: they follow after the commit, when they are told.
 */
@Component
public class Mentions {
    /** Members of a space who become mentions in one statement. */
    private static final int CHUNK = 1_000;

    private static final int BY_NAME = 0;

    /** Spaces that the viewer may mention: those that the viewer may read, while they are open. */
    private static final String MAY_MENTION = """
            select sp.id from space sp join subject_access s on s.subject_id = sp.id
             where sp.id = any(:spaces) and sp.archived_at is null and %s
            """.formatted(Audience.MAY_SEE);

    /** Who has a role on a record, as far as the viewer may see what gives it. */
    private static final String IN_ROLE = """
            select r.owner_id as member_id
              from crm_record r join subject_access s on s.subject_id = r.id
             where r.id = :subject and r.owner_id is not null and %1$s
            union
            select a.owner_id
              from subject sj join crm_record a on a.id = sj.root_id join subject_access s on s.subject_id = a.id
             where sj.id = :subject and a.owner_id is not null and :role = -2 and %1$s
            union
            select mp.member_id
              from subject sj
              join subject_access s on s.subject_id in (sj.id, sj.root_id)
              join audience_principal ap on ap.audience_id = s.audience_id
              join principal pr on pr.id = ap.principal_id and pr.kind = 2
              join member_principal mp on mp.principal_id = pr.id
             where sj.id = :subject and sj.kind > 2 and sj.kind <> 7 and :role = -2 and %1$s
            """.formatted(Audience.MAY_SEE);

    private final JdbcClient jdbc;

    Mentions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Who is named anew, and who no longer, by name. Whoever is meant by a role or a space is told through
     * {@link #tellGroups}.
     *
     * @param told    named for the first time, still here and allowed to see the subject: to be notified
     * @param dropped named before and not now
     */
    public record Difference(Set<MemberId> told, Set<MemberId> dropped) {
        public static final Difference NONE = new Difference(Set.of(), Set.of());
    }

    /** Keeps the mentions of a new post or comment. Named members who may not see the subject hear nothing of it. */
    public Difference add(long item, SubjectId subject, MemberId author, Prose text) {
        if (text.mentions() == 0) {
            return Difference.NONE;
        }
        insert(item, BY_NAME, text.members());
        text.roles().forEach(role -> addRole(item, subject, author, role));
        addSpaces(item, author, text.spaces());
        return new Difference(mayBeTold(subject, author, text.members()), Set.of());
    }

    /** Keeps the mentions of a text that was told before and is back: nobody is told again. */
    public void restore(long item, SubjectId subject, MemberId author, Prose text) {
        add(item, subject, author, text);
        if (!text.spaces().isEmpty() || !text.roles().isEmpty()) {
            tellGroups(item);
        }
    }

    /** Brings the mentions of an edited post or comment up to date. */
    public Difference replace(long item, SubjectId subject, MemberId author, Prose before, Prose after) {
        Set<MemberId> added = without(after.members(), before.members());
        Set<MemberId> dropped = without(before.members(), after.members());
        Set<MentionedRole> newRoles = without(after.roles(), before.roles());
        Set<MentionedRole> oldRoles = without(before.roles(), after.roles());
        Set<SubjectId> newSpaces = without(after.spaces(), before.spaces());
        Set<SubjectId> oldSpaces = without(before.spaces(), after.spaces());
        if (Stream.of(added, dropped, newRoles, oldRoles, newSpaces, oldSpaces).allMatch(Set::isEmpty)) {
            return Difference.NONE;
        }
        List<Long> groups = new ArrayList<>();
        oldRoles.forEach(role -> groups.add((long) role.code()));
        oldSpaces.forEach(space -> groups.add(space.value()));
        Set<MemberId> gone = takeOut(item, dropped, groups);
        Set<MemberId> unknown = without(added, mentioned(item, added));
        nameInPerson(item, added);
        insert(item, BY_NAME, added);
        if (!gone.isEmpty()) {
            Set<MentionedRole> keptRoles = EnumSet.noneOf(MentionedRole.class);
            keptRoles.addAll(without(after.roles(), newRoles));
            keptRoles.forEach(role -> {
                Set<MemberId> still = new HashSet<>(inRole(subject, author, role));
                still.retainAll(gone);
                insert(item, role.code(), still);
            });
            without(after.spaces(), newSpaces).forEach(space -> keepThroughSpace(item, space, gone));
        }
        newRoles.forEach(role -> addRole(item, subject, author, role));
        addSpaces(item, author, newSpaces);
        return new Difference(mayBeTold(subject, author, unknown), without(dropped, mentioned(item, dropped)));
    }

    /** Forgets the mentions of an item whose words are gone. */
    public void remove(long item) {
        for (String table : List.of("mention", "mention_group")) {
            jdbc.sql("delete from " + table + " where item_id = :item")
                    .param("item", item)
                    .update();
        }
    }

    /**
     * Makes mentions of the members of the spaces that an item names, in chunks; those in a role were kept with the text.
     * A second time finds nothing left to do.
     *
     * @return by what the members to be told are mentioned: the ids of spaces, the codes of roles
     */
    public List<Long> tellGroups(long item) {
        List<Long> untold = jdbc.sql(
                        "select g.via from mention_group g where g.item_id = :item and not g.told order by g.via for update")
                .param("item", item)
                .query(Long.class)
                .list();
        for (Long via : untold) {
            if (via > 0) {
                addMembersOf(via, item);
            }
        }
        if (!untold.isEmpty()) {
            jdbc.sql("update mention_group set told = true where item_id = :item and via = any(:via)")
                    .param("item", item)
                    .param("via", untold.toArray(Long[]::new))
                    .update();
        }
        return untold;
    }

    private record Chunk(int members, long last) {}

    private void addMembersOf(long space, long item) {
        long after = 0;
        while (true) {
            Chunk chunk = jdbc.sql("""
                            select count(*) as members, coalesce(max(n.member_id), 0) as last
                              from (select ms.member_id from membership ms
                                     where ms.space_id = :space and ms.role >= 2 and ms.member_id > :after
                                     order by ms.member_id limit :chunk) n
                            """)
                    .param("space", space)
                    .param("after", after)
                    .param("chunk", CHUNK)
                    .query(Chunk.class)
                    .single();
            if (chunk.members() == 0) {
                return;
            }
            jdbc.sql("""
                            insert into mention (item_id, member_id, via)
                            select :item, ms.member_id, :space
                              from membership ms join member m on m.id = ms.member_id and m.active
                             where ms.space_id = :space and ms.role >= 2 and ms.member_id > :after and ms.member_id <= :upto
                            on conflict do nothing
                            """)
                    .param("item", item)
                    .param("space", space)
                    .param("after", after)
                    .param("upto", chunk.last())
                    .update();
            after = chunk.last();
        }
    }

    // ---- rows

    private void insert(long item, long via, Collection<MemberId> members) {
        if (!members.isEmpty()) {
            jdbc.sql("""
                            insert into mention (item_id, member_id, via)
                            select :item, m.id, :via from member m where m.id = any(:members) on conflict do nothing
                            """)
                    .param("item", item)
                    .param("via", via)
                    .param("members", ids(members))
                    .update();
        }
    }

    private void addRole(long item, SubjectId subject, MemberId author, MentionedRole role) {
        List<MemberId> members = inRole(subject, author, role);
        if (!members.isEmpty()) {
            insert(item, role.code(), members);
            addGroups(item, List.of((long) role.code()));
        }
    }

    private void addSpaces(long item, MemberId author, Collection<SubjectId> spaces) {
        if (!spaces.isEmpty()) {
            addGroups(
                    item,
                    jdbc.sql(MAY_MENTION)
                            .param("spaces", subjectIds(spaces))
                            .param("viewer", author.value())
                            .query(Long.class)
                            .list());
        }
    }

    private void addGroups(long item, List<Long> groups) {
        for (Long via : groups) {
            jdbc.sql("insert into mention_group (item_id, via) values (:item, :via) on conflict do nothing")
                    .param("item", item)
                    .param("via", via)
                    .update();
        }
    }

    private List<MemberId> inRole(SubjectId subject, MemberId author, MentionedRole role) {
        return jdbc.sql(IN_ROLE)
                .param("subject", subject.value())
                .param("role", role.code())
                .param("viewer", author.value())
                .query((row, number) -> new MemberId(row.getLong("member_id")))
                .list();
    }

    private Set<MemberId> takeOut(long item, Set<MemberId> named, List<Long> groups) {
        Set<MemberId> gone = new HashSet<>(jdbc.sql("""
                        select x.member_id from mention x
                         where x.item_id = :item and (x.via = 0 and x.member_id = any(:named) or x.via = any(:groups))
                        """)
                .param("item", item)
                .param("named", ids(named))
                .param("groups", groups.toArray(Long[]::new))
                .query((row, number) -> new MemberId(row.getLong("member_id")))
                .list());
        jdbc.sql("""
                        delete from mention
                         where item_id = :item and (via = 0 and member_id = any(:named) or via = any(:groups))
                        """)
                .param("item", item)
                .param("named", ids(named))
                .param("groups", groups.toArray(Long[]::new))
                .update();
        jdbc.sql("delete from mention_group where item_id = :item and via = any(:groups)")
                .param("item", item)
                .param("groups", groups.toArray(Long[]::new))
                .update();
        return gone;
    }

    private Set<MemberId> mentioned(long item, Collection<MemberId> members) {
        if (members.isEmpty()) {
            return Set.of();
        }
        return new HashSet<>(
                jdbc.sql("select x.member_id from mention x where x.item_id = :item and x.member_id = any(:members)")
                        .param("item", item)
                        .param("members", ids(members))
                        .query((row, number) -> new MemberId(row.getLong("member_id")))
                        .list());
    }

    /** Who was meant by a role or a space is now named in person, which is the better way. */
    private void nameInPerson(long item, Collection<MemberId> members) {
        if (!members.isEmpty()) {
            jdbc.sql("update mention set via = 0 where item_id = :item and member_id = any(:members)")
                    .param("item", item)
                    .param("members", ids(members))
                    .update();
        }
    }

    private void keepThroughSpace(long item, SubjectId space, Collection<MemberId> members) {
        jdbc.sql("""
                        insert into mention (item_id, member_id, via)
                        select g.item_id, ms.member_id, g.via
                          from mention_group g
                          join membership ms on ms.space_id = g.via and ms.role >= 2 and ms.member_id = any(:members)
                         where g.item_id = :item and g.via = :space and g.told
                        on conflict do nothing
                        """)
                .param("item", item)
                .param("space", space.value())
                .param("members", ids(members))
                .update();
    }

    private Set<MemberId> mayBeTold(SubjectId subject, MemberId author, Collection<MemberId> members) {
        if (members.isEmpty()) {
            return Set.of();
        }
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

    // ---- before and after sending

    /**
     * What sending would come to.
     *
     * @param notified  members who would be told; those who have turned the place off count, which is their own affair
     * @param cannotSee members named in person who may not see the place
     */
    public record Preview(int notified, List<MemberSummary> cannotSee) {}

    /**
     * Who would be told of a text.
     *
     * @param audience of the place on which it will stand, which the viewer may see
     * @param subject  null: on a place that has no roles
     */
    Preview preview(MemberId viewer, long audience, @Nullable SubjectId subject, Prose text) {
        if (text.mentions() == 0) {
            return new Preview(0, List.of());
        }
        Set<MemberId> named = new LinkedHashSet<>(text.members());
        if (subject != null) {
            text.roles().forEach(role -> named.addAll(inRole(subject, viewer, role)));
        }
        int notified = jdbc.sql("""
                        select count(*)
                          from (select m.id as member_id from member m where m.id = any(:members)
                                union
                                select ms.member_id from membership ms where ms.role >= 2 and ms.space_id in (%s)) n
                          join member m on m.id = n.member_id and m.active
                         where m.id <> :viewer and %s
                        """.formatted(MAY_MENTION, Audience.maySee("cast(:audience as bigint)", "m.id")))
                .param("members", ids(named))
                .param("spaces", subjectIds(text.spaces()))
                .param("viewer", viewer.value())
                .param("audience", audience)
                .query(Integer.class)
                .single();
        return new Preview(
                notified, text.members().isEmpty() ? List.of() : lockedOut(audience, ids(text.members()), viewer));
    }

    /** Members named in person in a post or a comment of its thread who may not see it: they were not told. */
    public List<MemberSummary> lockedOut(MemberId author, long post, Prose text) {
        if (text.members().isEmpty()) {
            return List.of();
        }
        return jdbc.sql("""
                        select s.audience_id from post p join subject_access s on s.subject_id = p.subject_id
                         where p.id = :post and %s
                        """.formatted(Audience.MAY_SEE))
                .param("post", post)
                .param("viewer", author.value())
                .query(Long.class)
                .optional()
                .map(audience -> lockedOut(audience, ids(text.members()), author))
                .orElse(List.of());
    }

    private List<MemberSummary> lockedOut(long audience, Long[] members, MemberId author) {
        if (audience == Audience.EVERYBODY) {
            return List.of();
        }
        return jdbc.sql("""
                        select m.id, m.name, m.title, m.site, m.active from member m
                         where m.id = any(:members) and m.active and m.id <> :author and not %s
                         order by m.name, m.id
                        """.formatted(Audience.maySee("cast(:audience as bigint)", "m.id")))
                .param("members", members)
                .param("author", author.value())
                .param("audience", audience)
                .query((row, number) -> new MemberSummary(
                        new MemberId(row.getLong("id")),
                        row.getString("name"),
                        row.getString("title"),
                        row.getString("site"),
                        row.getBoolean("active")))
                .list();
    }

    // ---- names

    /** The names of members, records and spaces, as far as the viewer may know them: one statement, whatever their number. */
    public Names names(MemberId viewer, Collection<MemberId> members, Collection<SubjectId> records) {
        if (members.isEmpty() && records.isEmpty()) {
            return Names.NONE;
        }
        Map<MemberId, MemberSummary> memberNames = new HashMap<>();
        Map<SubjectId, String> recordNames = new HashMap<>();
        jdbc.sql("""
                        select 1 as what, m.id, m.name, m.title, m.site, m.active from member m where m.id = any(:members)
                        union all
                        select 2, o.id, r.name, null, null, true
                          from subject o left join record_merge mg on mg.loser_id = o.id
                          join subject r on r.id = coalesce(mg.winner_id, o.id) join subject_access s on s.subject_id = r.id
                         where o.id = any(:records) and r.kind <> 7 and %s
                        """.formatted(Audience.MAY_SEE))
                .param("members", ids(members))
                .param("records", subjectIds(records))
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

    private static <T> Set<T> without(Collection<T> all, Collection<T> some) {
        Set<T> rest = new LinkedHashSet<>(all);
        rest.removeAll(some);
        return rest;
    }

    private static Long[] ids(Collection<MemberId> members) {
        return members.stream().map(MemberId::value).distinct().toArray(Long[]::new);
    }

    private static Long[] subjectIds(Collection<SubjectId> subjects) {
        return subjects.stream().map(SubjectId::value).distinct().toArray(Long[]::new);
    }
}
