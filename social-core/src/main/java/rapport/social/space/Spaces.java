package rapport.social.space;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import rapport.social.audience.Audience;
import rapport.social.audience.Audiences;
import rapport.social.follow.Follows;
import rapport.social.member.Member;
import rapport.social.member.MemberId;
import rapport.social.member.Members;
import rapport.social.mention.Prose;
import rapport.social.record.RecordSummary;
import rapport.social.record.RecordViews;
import rapport.social.record.Records;
import rapport.social.shared.Ids;
import rapport.social.shared.Problem;
import rapport.social.shared.SubjectId;
import rapport.social.shared.SubjectKind;
import rapport.social.shared.Times;
import rapport.social.shared.Words;

/** Spaces and who is in them. */
@Component
@EnableConfigurationProperties({SpaceSettings.class, SpaceTemplates.class})
public class Spaces {
    private static final int PRINCIPAL_SPACE = 3;

    /** Who knows that a space exists: of an unlisted one its members and those invited. */
    private static final String MAY_KNOW = "(sp.visibility < 2 or ms.role is not null)";

    private static final String SELECT = """
            select sp.id, sj.name, sp.description, sp.visibility, sp.broadcast, sp.topics, sp.created_by, sp.created_at, sp.archived_at,
                   sp.version, ms.role,
                   (select count(*) from membership x join member xm on xm.id = x.member_id
                     where x.space_id = sp.id and x.role >= 2 and xm.active) as member_count
              from space sp join subject sj on sj.id = sp.id join subject_access s on s.subject_id = sp.id
              left join membership ms on ms.space_id = sp.id and ms.member_id = :viewer
            """;

    private final JdbcClient jdbc;
    private final Ids ids;
    private final Audiences audiences;
    private final Members members;
    private final Records records;
    private final RecordViews recordViews;
    private final Follows follows;
    private final SpaceSettings settings;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    Spaces(
            JdbcClient jdbc,
            Ids ids,
            Audiences audiences,
            Members members,
            Records records,
            RecordViews recordViews,
            Follows follows,
            SpaceSettings settings,
            Clock clock,
            ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.ids = ids;
        this.audiences = audiences;
        this.members = members;
        this.records = records;
        this.recordViews = recordViews;
        this.follows = follows;
        this.settings = settings;
        this.clock = clock;
        this.events = events;
    }

    /** Somebody's place in a space, as its list of members shows it. */
    record Membership(
            Member member, SpaceRole role, @Nullable String message, java.time.Instant since) {}

    /** Makes a space of which the creator is the owner. */
    @Transactional
    public Space create(
            MemberId creator,
            String name,
            @Nullable String description,
            SpaceVisibility visibility,
            boolean broadcast) {
        return create(creator, name, description, visibility, broadcast, List.of());
    }

    /**
     * Makes a space of which the creator is the owner.
     *
     * @param topics suggested to who writes in it, as words without a hash
     */
    @Transactional
    public Space create(
            MemberId creator,
            String name,
            @Nullable String description,
            SpaceVisibility visibility,
            boolean broadcast,
            List<String> topics) {
        String checked = checkedName(name);
        String words = checkedTopics(topics);
        String details = checkedDescription(description);
        long id = ids.next();
        jdbc.sql("insert into subject (id, kind, name) values (:id, :kind, :name)")
                .param("id", id)
                .param("kind", SubjectKind.SPACE.code())
                .param("name", checked)
                .update();
        jdbc.sql("insert into principal (id, kind, name) values (:id, :kind, :name)")
                .param("id", id)
                .param("kind", PRINCIPAL_SPACE)
                .param("name", checked.length() > 200 ? checked.substring(0, 200) : checked)
                .update();
        jdbc.sql("""
                        insert into space (id, visibility, description, broadcast, topics, created_by, created_at)
                        values (:id, :visibility, :description, :broadcast, :topics, :creator, :now)
                        """)
                .param("id", id)
                .param("visibility", visibility.ordinal())
                .param("description", details)
                .param("broadcast", broadcast)
                .param("topics", words)
                .param("creator", creator.value())
                .param("now", Times.utc(clock.instant()))
                .update();
        var space = new SubjectId(id);
        audiences.set(space, audience(space, visibility));
        writeWords(space, checked, visibility);
        put(space, creator, SpaceRole.OWNER, null, null, creator);
        return get(creator, space);
    }

    /** @throws Problem not found, if there is none that the viewer may know of */
    public Space get(MemberId viewer, SubjectId id) {
        return jdbc.sql(SELECT + " where sp.id = :id and " + MAY_KNOW)
                .param("viewer", viewer.value())
                .param("id", id.value())
                .query(Spaces::space)
                .optional()
                .orElseThrow(Problem::notFound);
    }

    /** For whatever a member does in a space: {@link #get}, and the space must be open. */
    private Space open(MemberId viewer, SubjectId id) {
        var space = get(viewer, id);
        if (space.archivedAt() != null) {
            throw new SpaceArchived();
        }
        return space;
    }

    /** Whoever changes a space or its members waits for the other: what was read stays true until it is written. */
    private void lock(SubjectId id) {
        jdbc.sql("select id from space where id = :id for update")
                .param("id", id.value())
                .query(Long.class)
                .optional();
    }

    private Space managed(MemberId viewer, SubjectId id) {
        var space = get(viewer, id);
        if (!space.managedByViewer()) {
            throw Problem.forbidden();
        }
        return space;
    }

    /**
     * Spaces by name.
     *
     * @param mine   only those that the viewer is in, or is invited to, or has asked to join
     * @param archived whether only archived ones, or only those that are open; null for both
     * @param query  null for all; else the start of a word of the name
     * @param after  name and id after which the page starts; null at first
     */
    List<Space> list(
            MemberId viewer,
            boolean mine,
            @Nullable Boolean archived,
            @Nullable String query,
            @Nullable String afterName,
            long afterId,
            int limit) {
        var sql = new StringBuilder(SELECT).append(" where ").append(mine ? "ms.role is not null" : MAY_KNOW);
        var words = query == null ? List.<String>of() : List.copyOf(Words.of(query));
        if (query != null && words.isEmpty()) {
            return List.of();
        }
        for (int i = 0; i < words.size(); i++) {
            // the words of a private space stand with its members' audience; its name may be known all the same
            sql.append(" and exists (select 1 from subject_word w where w.subject_id = sp.id and w.word >= :from")
                    .append(i)
                    .append(" and w.word < :to")
                    .append(i)
                    .append(")");
        }
        if (archived != null) {
            sql.append(" and sp.archived_at is ").append(archived ? "not null" : "null");
        }
        if (afterName != null) {
            sql.append(" and (sj.name, sp.id) > (:afterName, :afterId)");
        }
        var statement = jdbc.sql(
                        sql.append(" order by sj.name, sp.id limit :limit").toString())
                .param("viewer", viewer.value())
                .param("limit", limit);
        for (int i = 0; i < words.size(); i++) {
            statement = statement.param("from" + i, words.get(i)).param("to" + i, Words.after(words.get(i)));
        }
        if (afterName != null) {
            statement = statement.param("afterName", afterName).param("afterId", afterId);
        }
        return statement.query(Spaces::space).list();
    }

    /** Unread posts of a space are counted up to one more than this. */
    static final int UNREAD_CAP = 99;

    /**
     * How many posts by others each of these spaces has that the viewer, who follows it, has not read; at most {@value
     * #UNREAD_CAP} + 1, counted in one statement. Spaces without any are left out.
     */
    Map<SubjectId, Integer> unread(MemberId viewer, List<SubjectId> spaces) {
        if (spaces.isEmpty()) {
            return Map.of();
        }
        var counts = new ArrayList<String>();
        Map<String, Object> parameters = new HashMap<>();
        for (int i = 0; i < spaces.size(); i++) {
            counts.add("""
                    select cast(:space%1$d as bigint) as id, (select count(*) from (
                      select 1 as one from follow f join subject_access s on s.subject_id = f.subject_id
                        join post p on p.subject_id = f.subject_id and p.id > f.last_read_post
                       where f.member_id = :viewer and f.subject_id = :space%1$d and f.level < 3
                         and p.author_id is distinct from :viewer and %2$s limit :cap) n) as unread
                    """.formatted(i, Audience.MAY_SEE));
            parameters.put("space" + i, spaces.get(i).value());
        }
        Map<SubjectId, Integer> unread = new HashMap<>();
        jdbc.sql(String.join(" union all ", counts))
                .params(parameters)
                .param("viewer", viewer.value())
                .param("cap", UNREAD_CAP + 1)
                .query(row -> {
                    if (row.getInt("unread") > 0) {
                        unread.put(new SubjectId(row.getLong("id")), row.getInt("unread"));
                    }
                });
        return unread;
    }

    /** What to change; null leaves as it is. */
    public record SpaceEdit(
            @Nullable String name,
            @Nullable String description,
            @Nullable SpaceVisibility visibility,
            @Nullable Boolean broadcast,
            @Nullable List<String> topics) {}

    /** @throws Problem forbidden, if the viewer does not manage it; only an owner changes who may see it */
    @Transactional
    public Space edit(MemberId viewer, SubjectId id, SpaceEdit change) {
        lock(id);
        var space = managed(viewer, id);
        if (space.archivedAt() != null) {
            throw new SpaceArchived();
        }
        if (change.visibility() != null
                && change.visibility() != space.visibility()
                && space.role() != SpaceRole.OWNER) {
            throw Problem.forbidden();
        }
        String name = change.name() == null ? space.name() : checkedName(change.name());
        var visibility = change.visibility() == null ? space.visibility() : change.visibility();
        jdbc.sql("""
                        update space set description = :description, visibility = :visibility, broadcast = :broadcast,
                               topics = :topics, version = version + 1
                         where id = :id
                        """)
                .param("id", id.value())
                .param(
                        "description",
                        change.description() == null ? space.description() : checkedDescription(change.description()))
                .param("visibility", visibility.ordinal())
                .param("broadcast", change.broadcast() == null ? space.broadcast() : change.broadcast())
                .param("topics", checkedTopics(change.topics() == null ? space.topics() : change.topics()))
                .update();
        if (!name.equals(space.name())) {
            jdbc.sql("update subject set name = :name where id = :id")
                    .param("id", id.value())
                    .param("name", name)
                    .update();
        }
        if (visibility != space.visibility()) {
            audiences.set(id, audience(id, visibility));
        }
        if (!name.equals(space.name()) || visibility != space.visibility()) {
            jdbc.sql("delete from subject_word where subject_id = :id")
                    .param("id", id.value())
                    .update();
            writeWords(id, name, visibility);
        }
        return get(viewer, id);
    }

    /** Closes a space for everything but reading, or opens it again. Twice is as once. */
    @Transactional
    public Space archive(MemberId viewer, SubjectId id, boolean archived) {
        lock(id);
        var space = managed(viewer, id);
        if ((space.archivedAt() != null) != archived) {
            jdbc.sql("update space set archived_at = :at, version = version + 1 where id = :id")
                    .param("id", id.value())
                    .param("at", archived ? Times.utc(clock.instant()) : null)
                    .update();
        }
        return get(viewer, id);
    }

    /** Joins a public space or one that the viewer is invited to; asks to join a private one. Twice is as once. */
    @Transactional
    public Space join(MemberId viewer, SubjectId id, @Nullable String message) {
        lock(id);
        var space = open(viewer, id);
        String text = message == null || message.isBlank() ? null : message.strip();
        if (text != null && text.length() > settings.message()) {
            throw Problem.tooLong("message", text.length(), settings.message());
        }
        var role = space.role();
        if (role != null && role.isIn()) {
            return space;
        }
        boolean in = role == SpaceRole.INVITED || space.visibility() == SpaceVisibility.PUBLIC;
        if (in) {
            put(id, viewer, SpaceRole.MEMBER, role, null, viewer);
        } else {
            put(id, viewer, SpaceRole.REQUESTED, role, text, viewer);
        }
        return get(viewer, id);
    }

    /** Leaves, takes back a request, or turns down an invitation. @throws LastOwner if nobody would own the space */
    @Transactional
    public void leave(MemberId viewer, SubjectId id) {
        lock(id);
        var space = get(viewer, id);
        if (space.role() != null) {
            remove(id, viewer, space.role(), viewer);
        }
    }

    /**
     * Lets in who asked, invites who did not, or gives another role.
     *
     * @param role member, manager or owner; a person who is not in the space is invited by any of them
     * @throws Problem forbidden, if the viewer does not manage the space; only owners make and unmake owners
     */
    @Transactional
    public Membership setRole(MemberId viewer, SubjectId id, MemberId memberId, SpaceRole role) {
        lock(id);
        if (!role.isIn()) {
            throw Problem.invalid("role", role, "member, manager, owner");
        }
        var space = managed(viewer, id);
        if (space.archivedAt() != null) {
            throw new SpaceArchived();
        }
        var member = members.get(memberId);
        var present = roleOf(id, memberId);
        boolean touchesOwners = role == SpaceRole.OWNER || present == SpaceRole.OWNER;
        if (touchesOwners && space.role() != SpaceRole.OWNER) {
            throw Problem.forbidden();
        }
        if (!member.active()) {
            throw Problem.invalid("memberId", member.id(), "an active member");
        }
        SpaceRole next;
        if (present == null || present == SpaceRole.INVITED) {
            next = SpaceRole.INVITED;
        } else {
            next = role;
        }
        if (present == SpaceRole.OWNER && next != SpaceRole.OWNER) {
            requireAnotherOwner(id, memberId);
        }
        if (present != next) {
            put(id, memberId, next, present, null, viewer);
        }
        return membership(id, memberId);
    }

    /** Removes a member, declines a request, takes back an invitation. Twice is as once. */
    @Transactional
    public void removeMember(MemberId viewer, SubjectId id, MemberId memberId) {
        lock(id);
        var space = managed(viewer, id);
        var present = roleOf(id, memberId);
        if (present == null) {
            return;
        }
        if (present == SpaceRole.OWNER && space.role() != SpaceRole.OWNER) {
            throw Problem.forbidden();
        }
        remove(id, memberId, present, viewer);
    }

    /**
     * Who is in it, owners first.
     *
     * @param waiting those who asked or are invited instead; for who manages the space
     * @throws Problem forbidden, to who may know of the space but not read it
     */
    List<Membership> members(MemberId viewer, SubjectId id, boolean waiting, long afterRank, int limit) {
        var space = get(viewer, id);
        if (waiting ? !space.managedByViewer() : !space.readableByViewer()) {
            throw Problem.forbidden();
        }
        // a rank that orders by role, then by person: owners first
        return jdbc
                .sql("""
                        select m.id, ms.role, ms.message, ms.since
                          from membership ms join member m on m.id = ms.member_id
                          join subject_access s on s.subject_id = ms.space_id
                         where ms.space_id = :id and m.active and ms.role %s and (%s or ms.role < 2 or :manager)
                           and (5 - ms.role) * 1000000000000000 + m.id > :after
                         order by ms.role desc, m.id limit :limit
                        """.formatted(waiting ? "< 2" : ">= 2", Audience.MAY_SEE))
                .param("id", id.value())
                .param("viewer", viewer.value())
                .param("manager", space.managedByViewer())
                .param("after", afterRank)
                .param("limit", limit)
                .query((row, number) -> new Listed(
                        new MemberId(row.getLong(1)),
                        SpaceRole.values()[row.getInt(2)],
                        row.getString(3),
                        row.getObject(4, OffsetDateTime.class).toInstant()))
                .list()
                .stream()
                .collect(java.util.stream.Collectors.collectingAndThen(java.util.stream.Collectors.toList(), rows -> {
                    var people = members.byIds(rows.stream().map(Listed::member).toList());
                    return rows.stream()
                            .map(row -> new Membership(
                                    java.util.Objects.requireNonNull(people.get(row.member())),
                                    row.role(),
                                    row.message(),
                                    row.since()))
                            .toList();
                }));
    }

    private record Listed(
            MemberId member, SpaceRole role, @Nullable String message, java.time.Instant since) {}

    static long rank(Membership row) {
        return (5L - row.role().ordinal()) * 1_000_000_000_000_000L
                + row.member().id().value();
    }

    /** Links a record to a space; both show it. Twice is as once. @throws Problem not found, if the viewer may not see the record */
    @Transactional
    public void link(MemberId viewer, SubjectId id, SubjectId named) {
        lock(id);
        var space = open(viewer, id);
        requireIn(space);
        SubjectId record = records.visibleTo(viewer, named).id();
        int linked = jdbc.sql("select count(*) from space_record where space_id = :id and record_id <> :record")
                .param("id", id.value())
                .param("record", record.value())
                .query(Integer.class)
                .single();
        if (linked >= settings.records()) {
            throw Problem.tooMany("records", linked + 1, settings.records());
        }
        jdbc.sql("""
                        insert into space_record (space_id, record_id, linked_by, linked_at)
                        values (:id, :record, :viewer, :now) on conflict do nothing
                        """)
                .param("id", id.value())
                .param("record", record.value())
                .param("viewer", viewer.value())
                .param("now", Times.utc(clock.instant()))
                .update();
    }

    @Transactional
    public void unlink(MemberId viewer, SubjectId id, SubjectId record) {
        var space = open(viewer, id);
        requireIn(space);
        jdbc.sql("delete from space_record where space_id = :id and record_id = :record")
                .param("id", id.value())
                .param("record", records.current(record).value())
                .update();
    }

    /** The records linked to a space that the viewer may see. */
    List<RecordSummary> records(MemberId viewer, SubjectId id) {
        if (!get(viewer, id).readableByViewer()) {
            throw Problem.forbidden();
        }
        var linked = jdbc.sql("""
                        select l.record_id from space_record l join subject_access s on s.subject_id = l.record_id
                         where l.space_id = :id and %s
                        """.formatted(Audience.MAY_SEE))
                .param("id", id.value())
                .param("viewer", viewer.value())
                .query((row, number) -> new SubjectId(row.getLong(1)))
                .list();
        return recordViews.summaries(viewer, linked).stream()
                .sorted(java.util.Comparator.comparing(RecordSummary::name).thenComparing(RecordSummary::id))
                .toList();
    }

    /** The spaces that a record is linked to, of those that the viewer reads. @throws Problem not found */
    List<Space> ofRecord(MemberId viewer, SubjectId record) {
        SubjectId current = records.visibleTo(viewer, record).id();
        return jdbc.sql(SELECT + """
                         join space_record l on l.space_id = sp.id and l.record_id = :record
                        where %s and %s
                        order by sj.name, sp.id
                        """.formatted(MAY_KNOW, Audience.MAY_SEE))
                .param("viewer", viewer.value())
                .param("record", current.value())
                .query(Spaces::space)
                .list();
    }

    private static void requireIn(Space space) {
        var role = space.role();
        if (role == null || !role.isIn()) {
            throw Problem.forbidden();
        }
    }

    private void put(
            SubjectId space,
            MemberId member,
            SpaceRole role,
            @Nullable SpaceRole before,
            @Nullable String message,
            MemberId actor) {
        int updated = jdbc.sql("""
                        update membership set role = :role, message = :message, since = :now, decided_by = :actor
                         where space_id = :space and member_id = :member
                        """)
                .param("space", space.value())
                .param("member", member.value())
                .param("role", role.ordinal())
                .param("message", message)
                .param("now", Times.utc(clock.instant()))
                .param("actor", actor.equals(member) ? null : actor.value())
                .update();
        if (updated == 0) {
            int inserted = jdbc.sql("""
                            insert into membership (space_id, member_id, role, message, since, decided_by)
                            values (:space, :member, :role, :message, :now, :actor) on conflict do nothing
                            """)
                    .param("space", space.value())
                    .param("member", member.value())
                    .param("role", role.ordinal())
                    .param("message", message)
                    .param("now", Times.utc(clock.instant()))
                    .param("actor", actor.equals(member) ? null : actor.value())
                    .update();
            if (inserted == 0) {
                return; // a double click: the other one did it
            }
        }
        boolean wasIn = before != null && before.isIn();
        if (role.isIn() && !wasIn) {
            jdbc.sql(
                            "insert into member_principal (member_id, principal_id) values (:member, :space) on conflict do nothing")
                    .param("member", member.value())
                    .param("space", space.value())
                    .update();
            follows.begin(member, space);
        }
        events.publishEvent(new MembershipChanged(space, member, before, role, actor));
    }

    private void remove(SubjectId space, MemberId member, SpaceRole present, MemberId actor) {
        if (present == SpaceRole.OWNER) {
            requireAnotherOwner(space, member);
        }
        follows.end(member, space);
        for (String table : List.of("membership", "member_principal")) {
            String column = table.equals("membership") ? "space_id" : "principal_id";
            jdbc.sql("delete from " + table + " where member_id = :member and " + column + " = :space")
                    .param("member", member.value())
                    .param("space", space.value())
                    .update();
        }
        events.publishEvent(new MembershipChanged(space, member, present, null, actor));
    }

    /** Locks the space's row, so that two owners who leave at once can't both find the other still there. */
    private void requireAnotherOwner(SubjectId space, MemberId leaving) {
        jdbc.sql("select id from space where id = :space for update")
                .param("space", space.value())
                .query(Long.class)
                .single();
        int others = jdbc.sql("""
                        select count(*) from membership ms join member m on m.id = ms.member_id
                         where ms.space_id = :space and ms.role = 4 and ms.member_id <> :leaving and m.active
                        """)
                .param("space", space.value())
                .param("leaving", leaving.value())
                .query(Integer.class)
                .single();
        if (others == 0) {
            throw new LastOwner();
        }
    }

    private @Nullable SpaceRole roleOf(SubjectId space, MemberId member) {
        return jdbc.sql("select role from membership where space_id = :space and member_id = :member")
                .param("space", space.value())
                .param("member", member.value())
                .query(Integer.class)
                .optional()
                .map(role -> SpaceRole.values()[role])
                .orElse(null);
    }

    private Membership membership(SubjectId space, MemberId member) {
        return jdbc.sql("select role, message, since from membership where space_id = :space and member_id = :member")
                .param("space", space.value())
                .param("member", member.value())
                .query((row, number) -> new Membership(
                        members.get(member),
                        SpaceRole.values()[row.getInt(1)],
                        row.getString(2),
                        row.getObject(3, OffsetDateTime.class).toInstant()))
                .single();
    }

    private long audience(SubjectId space, SpaceVisibility visibility) {
        return visibility == SpaceVisibility.PUBLIC ? Audience.EVERYBODY : audiences.idFor(Set.of(space.value()));
    }

    private void writeWords(SubjectId space, String name, SpaceVisibility visibility) {
        long audience = audience(space, visibility);
        for (String word : Words.of(name)) {
            jdbc.sql("insert into subject_word (word, subject_id, audience_id) values (:word, :space, :audience)")
                    .param("word", word)
                    .param("space", space.value())
                    .param("audience", audience)
                    .update();
        }
    }

    private String checkedName(String name) {
        String stripped = name.strip();
        if (stripped.isEmpty()) {
            throw Problem.required("name");
        }
        if (stripped.length() > settings.name()) {
            throw Problem.tooLong("name", stripped.length(), settings.name());
        }
        return stripped;
    }

    private @Nullable String checkedDescription(@Nullable String description) {
        if (description == null || description.isBlank()) {
            return null;
        }
        String stripped = description.strip();
        if (stripped.length() > settings.description()) {
            throw Problem.tooLong("description", stripped.length(), settings.description());
        }
        return stripped;
    }

    /** Words that would be topics if they stood in a text behind a hash; kept with blanks between them. */
    private String checkedTopics(List<String> topics) {
        if (topics.size() > settings.topics()) {
            throw Problem.tooMany("topics", topics.size(), settings.topics());
        }
        Set<String> words = new LinkedHashSet<>();
        for (@Nullable String topic : topics) {
            if (topic == null) {
                throw Problem.required("topics");
            }
            if (!Prose.of("#" + topic).topics().equals(Set.of(topic))) {
                throw Problem.invalid(
                        "topics",
                        topic.length() > 60 ? topic.substring(0, 60) + "…" : topic,
                        "words of 2 to 50 letters");
            }
            words.add(topic);
        }
        return String.join(" ", words);
    }

    private static Space space(ResultSet row, int number) throws SQLException {
        int role = row.getInt("role");
        boolean none = row.wasNull();
        var archived = row.getObject("archived_at", OffsetDateTime.class);
        return new Space(
                new SubjectId(row.getLong("id")),
                row.getString("name"),
                row.getString("description"),
                SpaceVisibility.values()[row.getInt("visibility")],
                row.getBoolean("broadcast"),
                row.getString("topics").isEmpty()
                        ? List.of()
                        : List.of(row.getString("topics").split(" ")),
                new MemberId(row.getLong("created_by")),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                archived == null ? null : archived.toInstant(),
                row.getInt("version"),
                row.getInt("member_count"),
                none ? null : SpaceRole.values()[role]);
    }
}
