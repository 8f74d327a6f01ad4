package rapport.social.follow;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import rapport.social.audience.Audience;
import rapport.social.member.MemberId;
import rapport.social.member.MemberSummary;
import rapport.social.member.Members;
import rapport.social.record.Records;
import rapport.social.shared.Problem;
import rapport.social.shared.SubjectId;
import rapport.social.shared.SubjectKind;
import rapport.social.shared.Times;
import rapport.social.topic.Topics;

/**
 * Follows of records, spaces, members and topics. There is no cap. What a person decides wins over every rule: a rule neither follows again
 * what was unfollowed by hand nor changes or ends what was chosen by hand.
 */
@Component
public class Follows {
    private static final int BY_CHOICE = 0;
    private static final int BY_RULE = 1;
    /** Followers are counted up to here. */
    static final int COUNT_CAP = 10_000;

    private final JdbcClient jdbc;
    private final Records records;
    private final Members members;
    private final Topics topics;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    Follows(
            JdbcClient jdbc,
            Records records,
            Members members,
            Topics topics,
            Clock clock,
            ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.records = records;
        this.members = members;
        this.topics = topics;
        this.clock = clock;
        this.events = events;
    }

    /** @throws Problem not found, if there is no such record or the member may not see it */
    @Transactional
    public void followRecord(MemberId member, SubjectId record, FollowLevel level) {
        follow(member, records.visibleTo(member, record).id().value(), level, What.PLACE);
    }

    /** @throws Problem not found, if there is no such member or it left; {@code own-profile} if it is oneself */
    @Transactional
    public void followMember(MemberId member, MemberId followed, FollowLevel level) {
        if (followed.equals(member)) {
            throw new Problem(409, "own-profile");
        }
        if (!members.get(followed).active()) {
            throw Problem.notFound();
        }
        if (follow(member, followed.value(), level, What.MEMBER)) {
            events.publishEvent(new MemberFollowed(member, followed));
        }
    }

    /** @throws Problem not found, if there is no such space or the member may not read it */
    @Transactional
    public void followSpace(MemberId member, SubjectId space, FollowLevel level) {
        jdbc.sql("""
                        select sj.id from subject sj join subject_access s on s.subject_id = sj.id
                         where sj.id = :space and sj.kind = :kind and %s
                        """.formatted(Audience.MAY_SEE))
                .param("space", space.value())
                .param("kind", SubjectKind.SPACE.code())
                .param("viewer", member.value())
                .query(Long.class)
                .optional()
                .orElseThrow(Problem::notFound);
        follow(member, space.value(), level, What.PLACE);
    }

    /** @throws Problem not found, if there is no such topic or the member may see no post of it */
    @Transactional
    public void followTopic(MemberId member, SubjectId topic, FollowLevel level) {
        follow(member, topics.visibleTo(member, topic.toString()).id().value(), level, What.TOPIC);
    }

    /** Ends a follow of a topic, or of the one that it became part of. Twice is as once. */
    @Transactional
    public void unfollowTopic(MemberId member, SubjectId topic) {
        unfollow(member, topics.current(topic));
    }

    /** What is followed: a place brings what stands on it, a member and a topic theirs wherever it stands. */
    private enum What {
        PLACE,
        MEMBER,
        TOPIC
    }

    /** @return whether it was not followed before */
    private boolean follow(MemberId member, long subject, FollowLevel level, What what) {
        int inserted = insert(member, subject, level, what);
        jdbc.sql("""
                        update follow set level = :level, origin = :origin
                         where member_id = :member and subject_id = :subject and (level <> :level or origin <> :origin)
                        """)
                .param("member", member.value())
                .param("subject", subject)
                .param("level", level.ordinal())
                .param("origin", BY_CHOICE)
                .update();
        jdbc.sql("delete from unfollowed where member_id = :member and subject_id = :subject")
                .param("member", member.value())
                .param("subject", subject)
                .update();
        return inserted > 0;
    }

    private int insert(MemberId member, long subject, FollowLevel level, What what) {
        // what was read before stays read
        return jdbc.sql("""
                        insert into follow (member_id, subject_id, level, origin, of_member, of_topic, last_read_post, created_at)
                        values (:member, :subject, :level, :origin, :ofMember, :ofTopic,
                                coalesce((select r.last_read_post from read_position r
                                           where r.member_id = :member and r.place_id = :subject), 0), :now)
                        on conflict do nothing
                        """)
                .param("member", member.value())
                .param("subject", subject)
                .param("level", level.ordinal())
                .param("origin", BY_CHOICE)
                .param("ofMember", what == What.MEMBER)
                .param("ofTopic", what == What.TOPIC)
                .param("now", Times.utc(clock.instant()))
                .update();
    }

    /** Ends a follow, or does nothing. Asks for no right: who lost sight of a record may still stop following it. */
    @Transactional
    public void unfollow(MemberId member, SubjectId named) {
        SubjectId subject = records.current(named);
        int known = jdbc.sql("select count(*) from subject where id = :subject")
                .param("subject", subject.value())
                .query(Integer.class)
                .single();
        if (known == 0) {
            return;
        }
        end(member, subject);
        jdbc.sql("""
                        insert into unfollowed (member_id, subject_id, unfollowed_at) values (:member, :subject, :now)
                        on conflict do nothing
                        """)
                .param("member", member.value())
                .param("subject", subject.value())
                .param("now", Times.utc(clock.instant()))
                .update();
    }

    /** Who comes into a space follows it; what was read of it before stays read. */
    @Transactional
    public void begin(MemberId member, SubjectId space) {
        insert(member, space.value(), FollowLevel.EVERYTHING, What.PLACE);
    }

    /** Takes a follow away without a word about the future, as when somebody leaves a space: how far it was read outlives it. */
    @Transactional
    public void end(MemberId member, SubjectId subject) {
        Long[][] one = {{member.value()}, {subject.value()}};
        keepPositions(one);
        jdbc.sql("delete from follow where member_id = :member and subject_id = :subject")
                .param("member", member.value())
                .param("subject", subject.value())
                .update();
    }

    private void keepPositions(Long[][] pairs) {
        for (String statement : List.of("""
                insert into read_position (member_id, place_id, last_read_post)
                select f.member_id, f.subject_id, f.last_read_post from %s
                  join follow f on f.member_id = w.member_id and f.subject_id = w.subject_id
                 where f.last_read_post > 0
                on conflict do nothing
                """, """
                update read_position set last_read_post = greatest(last_read_post, (
                         select f.last_read_post from follow f
                          where f.member_id = read_position.member_id and f.subject_id = read_position.place_id))
                 where exists (select 1 from %s join follow f on f.member_id = w.member_id and f.subject_id = w.subject_id
                                where w.member_id = read_position.member_id and w.subject_id = read_position.place_id)
                """)) {
            jdbc.sql(statement.formatted(PAIRS))
                    .param("members", pairs[0])
                    .param("subjects", pairs[1])
                    .update();
        }
    }

    /**
     * Makes these members follow these records by rule, and ends what rules made for others. What is chosen by hand stays, who
     * unfollowed by hand or may not see the record is left out.
     *
     * @param wanted for each record that rules are about, who is to follow it; an empty set ends all that rules made
     */
    @Transactional
    public RuleFollows byRule(Map<SubjectId, Set<MemberId>> wanted) {
        RuleFollows all = compareByRule(wanted);
        Long[][] started = pairs(all.started());
        if (started[0].length > 0) {
            jdbc.sql("""
                            insert into follow (member_id, subject_id, level, origin, of_member, last_read_post, created_at)
                            select w.member_id, w.subject_id, 0, :origin, false,
                                   coalesce((select r.last_read_post from read_position r
                                              where r.member_id = w.member_id and r.place_id = w.subject_id), 0), :now
                              from %s
                            on conflict do nothing
                            """.formatted(PAIRS))
                    .param("origin", BY_RULE)
                    .param("members", started[0])
                    .param("subjects", started[1])
                    .param("now", Times.utc(clock.instant()))
                    .update();
        }
        Long[][] ended = pairs(all.ended());
        if (ended[0].length > 0) {
            keepPositions(ended);
            jdbc.sql("""
                            delete from follow
                             where origin = :origin and subject_id = any(:subjects) and exists (
                               select 1 from %s where w.member_id = follow.member_id and w.subject_id = follow.subject_id)
                            """.formatted(PAIRS))
                    .param("origin", BY_RULE)
                    .param("members", ended[0])
                    .param("subjects", ended[1])
                    .update();
        }
        return all;
    }

    private static final String PAIRS =
            "unnest(cast(:members as bigint array), cast(:subjects as bigint array)) as w(member_id, subject_id)";

    private static Long[][] pairs(List<RuleFollows.Following> follows) {
        return new Long[][] {
            follows.stream().map(follow -> follow.member().value()).toArray(Long[]::new),
            follows.stream().map(follow -> follow.record().value()).toArray(Long[]::new)
        };
    }

    /** What {@link #byRule} would do; writes nothing. */
    @Transactional(readOnly = true)
    public RuleFollows compareByRule(Map<SubjectId, Set<MemberId>> wanted) {
        List<RuleFollows.Following> kept = new ArrayList<>();
        List<RuleFollows.Following> ended = new ArrayList<>();
        jdbc.sql("""
                        select f.member_id, f.subject_id, m.active from follow f join member m on m.id = f.member_id
                         where f.origin = :origin and f.subject_id = any(:subjects)
                        """)
                .param("origin", BY_RULE)
                .param(
                        "subjects",
                        wanted.keySet().stream().map(SubjectId::value).toArray(Long[]::new))
                .query(row -> {
                    RuleFollows.Following follow = following(row);
                    boolean stays = row.getBoolean("active")
                            && wanted.getOrDefault(follow.record(), Set.of()).contains(follow.member());
                    (stays ? kept : ended).add(follow);
                });
        List<RuleFollows.Following> asked = wanted.entrySet().stream()
                .flatMap(entry ->
                        entry.getValue().stream().map(member -> new RuleFollows.Following(member, entry.getKey())))
                .toList();
        Long[][] pairs = pairs(asked);
        List<RuleFollows.Following> started = asked.isEmpty()
                ? List.of()
                : jdbc.sql("""
                                select w.member_id, w.subject_id
                                  from %s
                                  join member m on m.id = w.member_id and m.active
                                  join subject_access s on s.subject_id = w.subject_id
                                 where %s
                                   and not exists (select 1 from unfollowed u where u.member_id = w.member_id and u.subject_id = w.subject_id)
                                   and not exists (select 1 from follow f where f.member_id = w.member_id and f.subject_id = w.subject_id)
                                 order by w.subject_id, w.member_id
                                """.formatted(PAIRS, Audience.maySee("s.audience_id", "m.id")))
                        .param("members", pairs[0])
                        .param("subjects", pairs[1])
                        .query((row, number) -> following(row))
                        .list();
        return new RuleFollows(started, kept, ended);
    }

    private static RuleFollows.Following following(ResultSet row) throws SQLException {
        return new RuleFollows.Following(
                new MemberId(row.getLong("member_id")), new SubjectId(row.getLong("subject_id")));
    }

    /**
     * Who follows a record, the latest first: active members who may see it and have not muted it.
     *
     * @param before the id of the last one read; null for the first page
     * @throws Problem not found, if there is no such record or the viewer may not see it
     */
    public List<MemberSummary> followers(MemberId viewer, SubjectId record, @Nullable Long before, int limit) {
        SubjectId current = records.visibleTo(viewer, record).id();
        return jdbc.sql("""
                        select m.id, m.name, m.title, m.site, m.active
                          from follow f join member m on m.id = f.member_id and m.active
                          join subject_access s on s.subject_id = f.subject_id
                         where f.subject_id = :subject and f.level < 3 and f.member_id < :before and %s
                         order by f.member_id desc limit :limit
                        """.formatted(Audience.maySee("s.audience_id", "f.member_id")))
                .param("subject", current.value())
                .param("before", before == null ? Long.MAX_VALUE : before)
                .param("limit", limit)
                .query((row, number) -> summary(row))
                .list();
    }

    /** How many {@link #followers} there are, at most {@value #COUNT_CAP}. */
    public int countFollowers(SubjectId record) {
        return jdbc.sql("""
                        select count(*) from (
                          select 1 as one from follow f join member m on m.id = f.member_id and m.active
                            join subject_access s on s.subject_id = f.subject_id
                           where f.subject_id = :subject and f.level < 3 and %s limit :cap) n
                        """.formatted(Audience.maySee("s.audience_id", "f.member_id")))
                .param("subject", records.current(record).value())
                .param("cap", COUNT_CAP)
                .query(Integer.class)
                .single();
    }

    private static MemberSummary summary(ResultSet row) throws SQLException {
        return new MemberSummary(
                new MemberId(row.getLong("id")),
                row.getString("name"),
                row.getString("title"),
                row.getString("site"),
                row.getBoolean("active"));
    }
}
