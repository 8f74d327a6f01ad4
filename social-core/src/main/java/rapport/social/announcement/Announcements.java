package rapport.social.announcement;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Clock;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import rapport.social.member.MemberId;
import rapport.social.member.MemberSummary;
import rapport.social.post.Post;
import rapport.social.post.PostId;
import rapport.social.post.Posts;
import rapport.social.post.Standing;
import rapport.social.shared.Problem;
import rapport.social.shared.Times;

/** Who has said that an announcement was read, and who is missing. */
@Component
public class Announcements {
    /** Names told of those who are missing; beyond it a number says enough. */
    static final int MOST_NAMES = 100;

    /**
     * SQL: {@code post_id} and {@code member_id} of everybody who is asked by one of the announcements {@code any(:asking)} and has
     * not answered: in a space those who are in it, elsewhere all who may see the place; not the author. Each branch starts where the
     * few are: a space's memberships, the members behind an audience, and only for a place that everybody sees, everybody.
     */
    public static final String MISSING = """
            select x.post_id, x.member_id
              from (select p.id as post_id, p.author_id, ms.member_id
                      from announcement an join post p on p.id = an.post_id
                      join subject sj on sj.id = p.subject_id and sj.kind = 2
                      join membership ms on ms.space_id = p.subject_id and ms.role >= 2
                     where an.post_id = any(:asking) and an.acknowledge
                    union
                    select p.id, p.author_id, mp.member_id
                      from announcement an join post p on p.id = an.post_id
                      join subject sj on sj.id = p.subject_id and sj.kind <> 2
                      join subject_access s on s.subject_id = p.subject_id and s.audience_id <> 0
                      join audience_principal ap on ap.audience_id = s.audience_id
                      join member_principal mp on mp.principal_id = ap.principal_id
                     where an.post_id = any(:asking) and an.acknowledge
                    union
                    select p.id, p.author_id, em.id
                      from announcement an join post p on p.id = an.post_id
                      join subject sj on sj.id = p.subject_id and sj.kind <> 2
                      join subject_access s on s.subject_id = p.subject_id and s.audience_id = 0
                      cross join member em
                     where an.post_id = any(:asking) and an.acknowledge) x
              join member xm on xm.id = x.member_id and xm.active
             where x.member_id <> coalesce(x.author_id, 0)
               and not exists (select 1 from acknowledgement k where k.post_id = x.post_id and k.member_id = x.member_id)
            """;

    private final JdbcClient jdbc;
    private final Posts posts;
    private final Clock clock;

    Announcements(JdbcClient jdbc, Posts posts, Clock clock) {
        this.jdbc = jdbc;
        this.posts = posts;
        this.clock = clock;
    }

    /**
     * Who is still to say so.
     *
     * @param missing by name, at most 100
     * @param total   how many are missing
     * @param done    how many have said so
     */
    @Schema(name = "Acknowledgements")
    public record Acknowledgements(List<MemberSummary> missing, int total, int done) {}

    /**
     * The member says that an announcement was read. Twice is as once.
     *
     * @throws Problem not found, if there is no such announcement or it does not ask for this; forbidden to who wrote it
     */
    @Transactional
    public void acknowledge(MemberId member, PostId id) {
        if (requireAsking(member, id).isBy(member)) {
            throw Problem.forbidden();
        }
        jdbc.sql("""
                        insert into acknowledgement (post_id, member_id, acknowledged_at)
                        values (:post, :member, :now) on conflict do nothing
                        """)
                .param("post", id.value())
                .param("member", member.value())
                .param("now", Times.utc(clock.instant()))
                .update();
    }

    /** @throws Problem as {@link #acknowledge}; forbidden, unless the viewer wrote it or keeps its place in order */
    @Transactional(readOnly = true)
    public Acknowledgements of(MemberId viewer, PostId id) {
        Standing standing = posts.standing(viewer, requireAsking(viewer, id));
        if (!standing.author() && !standing.mayManage()) {
            throw Problem.forbidden();
        }
        Long[] asking = {id.value()};
        List<MemberSummary> missing = jdbc.sql("""
                        select m.id, m.name, m.title, m.site, m.active from (%s) w join member m on m.id = w.member_id
                         order by m.name, m.id limit :most
                        """.formatted(MISSING))
                .param("asking", asking)
                .param("most", MOST_NAMES)
                .query((row, number) -> new MemberSummary(
                        new MemberId(row.getLong("id")),
                        row.getString("name"),
                        row.getString("title"),
                        row.getString("site"),
                        row.getBoolean("active")))
                .list();
        int total = missing.size() < MOST_NAMES
                ? missing.size()
                : jdbc.sql("select count(*) from (%s) w".formatted(MISSING))
                        .param("asking", asking)
                        .query(Integer.class)
                        .single();
        int done = jdbc.sql("select count(*) from acknowledgement k where k.post_id = :post")
                .param("post", id.value())
                .query(Integer.class)
                .single();
        return new Acknowledgements(missing, total, done);
    }

    private Post requireAsking(MemberId viewer, PostId id) {
        Post post = posts.visibleTo(viewer, id);
        boolean asks = jdbc.sql("select 1 from announcement a where a.post_id = :post and a.acknowledge")
                .param("post", id.value())
                .query(Integer.class)
                .optional()
                .isPresent();
        if (!asks) {
            throw Problem.notFound();
        }
        return post;
    }
}
