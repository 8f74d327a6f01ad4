package rapport.social.member;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import rapport.social.audience.Audience;
import rapport.social.shared.Ids;
import rapport.social.shared.Problem;
import rapport.social.shared.SubjectKind;
import rapport.social.shared.Times;
import rapport.social.shared.Words;

/** The people. Members come from the users of connected CRMs, or are made by hand. */
@Component
public class Members {
    static final int PRINCIPAL_MEMBER = 1;
    static final int PRINCIPAL_TEAM = 2;
    private static final String COLUMNS = "m.id, m.name, m.email, m.title, m.site, m.language, m.role, m.active";

    private final JdbcClient jdbc;
    private final Ids ids;
    private final Sessions sessions;
    private final Clock clock;
    private final boolean joinByEmail;

    Members(
            JdbcClient jdbc,
            Ids ids,
            Sessions sessions,
            Clock clock,
            @Value("${rapport.members.join-by-email:false}") boolean joinByEmail) {
        this.jdbc = jdbc;
        this.ids = ids;
        this.sessions = sessions;
        this.clock = clock;
        this.joinByEmail = joinByEmail;
    }

    /** @throws Problem not found */
    public Member get(MemberId id) {
        return find(id).orElseThrow(Problem::notFound);
    }

    public Optional<Member> find(MemberId id) {
        return jdbc.sql("select " + COLUMNS + " from member m where m.id = :id")
                .param("id", id.value())
                .query((row, number) -> MemberRows.member(row))
                .optional();
    }

    /** Those of the ids that exist, in one statement. */
    public Map<MemberId, Member> byIds(Collection<MemberId> wanted) {
        Map<MemberId, Member> found = new HashMap<>();
        if (wanted.isEmpty()) {
            return found;
        }
        jdbc.sql("select " + COLUMNS + " from member m where m.id in (:ids)")
                .param("ids", wanted.stream().map(MemberId::value).distinct().toList())
                .query((row, number) -> MemberRows.member(row))
                .list()
                .forEach(member -> found.put(member.id(), member));
        return found;
    }

    /** The member behind a user of a connected CRM, whether active or not. */
    public Optional<Member> byIdentity(String connection, String externalId) {
        return jdbc.sql("select " + COLUMNS + """
                         from member_identity i join member m on m.id = i.member_id
                        where i.connection = :connection and i.external_id = :external
                        """)
                .param("connection", connection)
                .param("external", externalId)
                .query((row, number) -> MemberRows.member(row))
                .optional();
    }

    /** The member behind a user of a connected CRM, whom that CRM knows by the name that the company's sign-in gives. */
    public Optional<Member> bySignInId(String connection, String signInId) {
        var found = jdbc.sql("select " + COLUMNS + """
                         from member_identity i join member m on m.id = i.member_id
                        where i.connection = :connection and i.sign_in_id = :signIn
                        """)
                .param("connection", connection)
                .param("signIn", signInId)
                .query((row, number) -> MemberRows.member(row))
                .list();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    /** Everybody with this address, active or not. Only the letters a to z count as the same in either case. */
    public List<Member> byEmail(String email) {
        // what the database takes for the same letter in a smaller form may be another letter to a mail server
        return jdbc
                .sql("select " + COLUMNS + " from member m where lower(m.email) = lower(:email) order by m.id")
                .param("email", email)
                .query((row, number) -> MemberRows.member(row))
                .list()
                .stream()
                .filter(member -> asciiLower(member.email()).equals(asciiLower(email)))
                .toList();
    }

    private static String asciiLower(@Nullable String text) {
        var lower = new StringBuilder(text == null ? "" : text);
        for (int i = 0; i < lower.length(); i++) {
            char letter = lower.charAt(i);
            if (letter >= 'A' && letter <= 'Z') {
                lower.setCharAt(i, (char) (letter + 'a' - 'A'));
            }
        }
        return lower.toString();
    }

    /**
     * Active members one of whose names starts with the last word of the query and who have all its other words.
     *
     * @param query at least one letter; accents and case do not matter
     */
    public List<Member> search(String query, int limit) {
        var words = new ArrayList<>(Words.of(query));
        if (words.isEmpty()) {
            return List.of();
        }
        var sql = new StringBuilder("select " + COLUMNS + " from member m where m.active");
        for (int i = 0; i < words.size(); i++) {
            sql.append(" and exists (select 1 from member_word w where w.member_id = m.id and w.word >= :from")
                    .append(i)
                    .append(" and w.word < :to")
                    .append(i)
                    .append(")");
        }
        var statement =
                jdbc.sql(sql.append(" order by m.name, m.id limit :limit").toString());
        for (int i = 0; i < words.size(); i++) {
            statement = statement.param("from" + i, words.get(i)).param("to" + i, Words.after(words.get(i)));
        }
        return statement
                .param("limit", limit)
                .query((row, number) -> MemberRows.member(row))
                .list();
    }

    /** A member made by hand. */
    @Transactional
    public Member create(String name, @Nullable String email, String language, MemberRole role) {
        var member = new Member(new MemberId(ids.next()), name.strip(), email, null, null, language, role, true);
        insert(member);
        return member;
    }

    /**
     * Brings the teams of a connection up to date.
     *
     * @return how many were new or renamed
     */
    @Transactional
    public int upsertTeams(String connection, List<CrmTeam> teams) {
        int written = 0;
        for (CrmTeam team : teams) {
            int updated = jdbc.sql("""
                            update principal set name = :name
                             where connection = :connection and external_id = :external and kind = 2 and name <> :name
                            """)
                    .param("name", limited(team.name(), 200))
                    .param("connection", connection)
                    .param("external", team.externalId())
                    .update();
            written += updated == 0 ? ensureTeam(connection, team.externalId(), team.name()) : updated;
        }
        return written;
    }

    /**
     * Brings the people of a connection up to date: a person unknown to the connection becomes a new member; or, where the admin
     * trusts the addresses in every CRM (rapport.members.join-by-email), is joined to the active member with the same one, unless that
     * one has rights of its own. Deactivation ends the person's sessions; posts and credit stay.
     *
     * @return how many were new or changed
     */
    @Transactional
    public int upsertFromCrm(String connection, List<CrmPerson> people) {
        int written = 0;
        for (CrmPerson person : people) {
            written += upsert(connection, person) ? 1 : 0;
        }
        return written;
    }

    /**
     * The active members who are known by this connection alone and whose user is none of these: the CRM deleted them.
     *
     * @param present external ids of all users of the connection
     */
    public List<MemberId> missing(String connection, Set<String> present) {
        return jdbc
                .sql("""
                        select i.external_id, i.member_id from member_identity i join member m on m.id = i.member_id
                         where i.connection = :connection and m.active
                           and not exists (select 1 from member_identity o
                                            where o.member_id = m.id and o.connection <> :connection)
                        """)
                .param("connection", connection)
                .query((row, number) -> Map.entry(row.getString(1), new MemberId(row.getLong(2))))
                .list()
                .stream()
                .filter(identity -> !present.contains(identity.getKey()))
                .map(Map.Entry::getValue)
                .distinct()
                .toList();
    }

    /** Ends the sessions of members whose user is gone from the CRM; posts and credit stay. */
    @Transactional
    public void deactivate(Collection<MemberId> gone) {
        byIds(gone).values().stream()
                .filter(Member::active)
                .forEach(member -> update(
                        member,
                        new Member(
                                member.id(),
                                member.name(),
                                member.email(),
                                member.title(),
                                member.site(),
                                member.language(),
                                member.role(),
                                false)));
    }

    /** Makes the caller's transaction the only one that counts what this member has. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void lock(MemberId id) {
        jdbc.sql("select id from member where id = :id for update")
                .param("id", id.value())
                .query(Long.class)
                .single();
    }

    /**
     * Gives a member another role.
     *
     * @throws LastAdmin if nobody would be left to manage Rapport
     */
    @Transactional
    public void setRole(MemberId id, MemberRole role) {
        if (role != MemberRole.ADMIN) {
            // locked, so that two admins who step down at once can't both find the other still there
            var admins = jdbc.sql("select m.id from member m where m.role = 2 and m.active order by m.id for update")
                    .query(Long.class)
                    .list();
            if (admins.equals(List.of(id.value()))) {
                throw new LastAdmin();
            }
        }
        jdbc.sql("update member set role = :role where id = :id")
                .param("role", role.ordinal())
                .param("id", id.value())
                .update();
    }

    private boolean upsert(String connection, CrmPerson person) {
        var known = byIdentity(connection, person.externalId());
        boolean changed = false;
        Member member;
        if (known.isPresent()) {
            member = known.get();
        } else {
            member = joinByEmail ? sameEmail(connection, person.email()).orElse(null) : null;
            if (member == null) {
                member = new Member(
                        new MemberId(ids.next()),
                        limited(person.name(), 200),
                        person.email(),
                        person.title(),
                        person.site(),
                        language(person),
                        MemberRole.MEMBER,
                        person.active());
                insert(member);
            }
            jdbc.sql(
                            "insert into member_identity (connection, external_id, member_id) values (:connection, :external, :member)")
                    .param("connection", connection)
                    .param("external", person.externalId())
                    .param("member", member.id().value())
                    .update();
            changed = true;
        }
        var now = new Member(
                member.id(),
                limited(person.name(), 200),
                person.email() == null ? member.email() : person.email(),
                person.title() == null ? member.title() : person.title(),
                person.site() == null ? member.site() : person.site(),
                person.language() == null ? member.language() : person.language(),
                member.role(),
                person.active());
        if (!now.equals(member)) {
            update(member, now);
            changed = true;
        }
        setSignInId(connection, person);
        return setTeams(connection, member.id(), person.teamExternalIds()) || changed;
    }

    private void setSignInId(String connection, CrmPerson person) {
        jdbc.sql("""
                        update member_identity set sign_in_id = :signIn
                         where connection = :connection and external_id = :external
                           and sign_in_id is distinct from :signIn
                        """)
                .param("signIn", person.signInId(), java.sql.Types.VARCHAR)
                .param("connection", connection)
                .param("external", person.externalId())
                .update();
    }

    private Optional<Member> sameEmail(String connection, @Nullable String email) {
        if (email == null) {
            return Optional.empty();
        }
        // two users of one connection with one address stay two people
        return jdbc.sql("select " + COLUMNS + """
                         from member m
                        where lower(m.email) = lower(:email) and m.active and m.role = 0
                          and not exists (select 1 from member_identity i where i.member_id = m.id and i.connection = :connection)
                        order by m.id limit 1
                        """)
                .param("email", email)
                .param("connection", connection)
                .query((row, number) -> MemberRows.member(row))
                .optional();
    }

    private void insert(Member member) {
        long id = member.id().value();
        jdbc.sql("""
                        insert into member (id, name, email, title, site, language, role, active, created_at, deactivated_at)
                        values (:id, :name, :email, :title, :site, :language, :role, :active, :now, :deactivated)
                        """)
                .param("id", id)
                .param("name", member.name())
                .param("email", member.email())
                .param("title", member.title())
                .param("site", member.site())
                .param("language", member.language())
                .param("role", member.role().ordinal())
                .param("active", member.active())
                .param("now", Times.utc(clock.instant()))
                .param("deactivated", member.active() ? null : Times.utc(clock.instant()))
                .update();
        jdbc.sql("insert into subject (id, kind, name) values (:id, :kind, :name)")
                .param("id", id)
                .param("kind", SubjectKind.MEMBER.code())
                .param("name", member.name())
                .update();
        jdbc.sql("insert into subject_access (subject_id, audience_id) values (:id, :everybody)")
                .param("id", id)
                .param("everybody", Audience.EVERYBODY)
                .update();
        jdbc.sql("insert into principal (id, kind, name) values (:id, :kind, :name)")
                .param("id", id)
                .param("kind", PRINCIPAL_MEMBER)
                .param("name", member.name())
                .update();
        jdbc.sql("insert into member_principal (member_id, principal_id) values (:id, :id)")
                .param("id", id)
                .update();
        writeWords(member);
    }

    private void update(Member before, Member now) {
        long id = now.id().value();
        jdbc.sql("""
                        update member set name = :name, email = :email, title = :title, site = :site, language = :language,
                               active = :active, deactivated_at = :deactivated
                         where id = :id
                        """)
                .param("id", id)
                .param("name", now.name())
                .param("email", now.email())
                .param("title", now.title())
                .param("site", now.site())
                .param("language", now.language())
                .param("active", now.active())
                .param("deactivated", now.active() ? null : Times.utc(clock.instant()))
                .update();
        if (!now.name().equals(before.name())) {
            jdbc.sql("update subject set name = :name where id = :id")
                    .param("id", id)
                    .param("name", now.name())
                    .update();
            jdbc.sql("update principal set name = :name where id = :id")
                    .param("id", id)
                    .param("name", now.name())
                    .update();
            jdbc.sql("delete from member_word where member_id = :id")
                    .param("id", id)
                    .update();
            writeWords(now);
        }
        if (before.active() && !now.active()) {
            sessions.closeAll(now.id());
        }
    }

    private void writeWords(Member member) {
        for (String word : Words.of(member.name())) {
            jdbc.sql("insert into member_word (word, member_id) values (:word, :member)")
                    .param("word", word)
                    .param("member", member.id().value())
                    .update();
        }
    }

    private boolean setTeams(String connection, MemberId member, List<String> teamExternalIds) {
        Set<Long> wanted = new HashSet<>();
        for (String team : new HashSet<>(teamExternalIds)) {
            ensureTeam(connection, team, team);
            wanted.add(teamPrincipal(connection, team));
        }
        Set<Long> present = new HashSet<>(jdbc.sql("""
                        select p.id from member_principal mp join principal p on p.id = mp.principal_id
                         where mp.member_id = :member and p.kind = 2 and p.connection = :connection
                        """)
                .param("member", member.value())
                .param("connection", connection)
                .query(Long.class)
                .list());
        if (wanted.equals(present)) {
            return false;
        }
        for (Long gone : present) {
            if (!wanted.contains(gone)) {
                jdbc.sql("delete from member_principal where member_id = :member and principal_id = :principal")
                        .param("member", member.value())
                        .param("principal", gone)
                        .update();
            }
        }
        for (Long added : wanted) {
            if (!present.contains(added)) {
                jdbc.sql("insert into member_principal (member_id, principal_id) values (:member, :principal)")
                        .param("member", member.value())
                        .param("principal", added)
                        .update();
            }
        }
        return true;
    }

    /** A team may be named by a person or a record before the connector has read it; its name follows then. */
    private int ensureTeam(String connection, String externalId, String name) {
        return jdbc.sql("""
                        insert into principal (id, kind, connection, external_id, name)
                        select nextval('activity_seq'), 2, :connection, :external, :name
                         where not exists (select 1 from principal p
                                            where p.connection = :connection and p.external_id = :external and p.kind = 2)
                        on conflict do nothing
                        """)
                .param("connection", connection)
                .param("external", externalId)
                .param("name", limited(name, 200))
                .update();
    }

    private long teamPrincipal(String connection, String externalId) {
        return jdbc.sql(
                        "select id from principal where connection = :connection and external_id = :external and kind = 2")
                .param("connection", connection)
                .param("external", externalId)
                .query(Long.class)
                .single();
    }

    /** Team principals by their CRM ids, made when they are not known yet. */
    @Transactional
    public Map<String, Long> teamPrincipals(String connection, Collection<String> externalIds) {
        Map<String, Long> found = new HashMap<>();
        for (String team : new HashSet<>(externalIds)) {
            ensureTeam(connection, team, team);
            found.put(team, teamPrincipal(connection, team));
        }
        return found;
    }

    /** Members by their ids in a connection; unknown ones are left out. One statement for up to 1,000. */
    public Map<String, MemberId> byIdentities(String connection, Collection<String> externalIds) {
        Map<String, MemberId> found = new HashMap<>();
        var wanted = externalIds.stream().filter(Objects::nonNull).distinct().toList();
        if (!wanted.isEmpty()) {
            jdbc.sql(
                            "select external_id, member_id from member_identity where connection = :connection and external_id in (:ids)")
                    .param("connection", connection)
                    .param("ids", wanted)
                    .query((row, number) ->
                            found.put(row.getString("external_id"), new MemberId(row.getLong("member_id"))))
                    .list();
        }
        return found;
    }

    private static String language(CrmPerson person) {
        return person.language() == null ? "en" : person.language().toLowerCase(Locale.ROOT);
    }

    private static String limited(String text, int length) {
        return text.length() > length ? text.substring(0, length) : text;
    }
}
