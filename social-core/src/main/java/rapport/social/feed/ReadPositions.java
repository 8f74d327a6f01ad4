package rapport.social.feed;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import rapport.social.audience.Audience;
import rapport.social.member.MemberId;
import rapport.social.notification.Notifications;
import rapport.social.post.PostId;
import rapport.social.shared.Problem;

/**
 * How far members have read: one position for each place, never a row for each member and post. A position is a value of
 * the one sequence, so it is compared with a post's id in newest order and with its bump in latest activity. Reading only
 * raises it; {@link #unread} alone lowers it.
 */
@Component
class ReadPositions {
    /** The home feed's place. */
    static final long HOME = 0;

    private final JdbcClient jdbc;
    private final Notifications notifications;

    ReadPositions(JdbcClient jdbc, Notifications notifications) {
        this.jdbc = jdbc;
        this.notifications = notifications;
    }

    private record Place(long subject, long bump) {}

    /**
     * The member has read a post with what was said under it so far, and with that its feed up to there.
     *
     * @param inHome whether it was read in the home feed, which then is read up to there as well
     * @throws Problem not found, if there is none or the member may not see it
     */
    @Transactional
    public void read(MemberId member, PostId post, boolean inHome) {
        var place = place(member, post);
        int followed = jdbc.sql("""
                        update follow set last_read_post = greatest(last_read_post, :position)
                         where member_id = :member and subject_id = :subject
                        """)
                .param("position", place.bump())
                .param("member", member.value())
                .param("subject", place.subject())
                .update();
        if (followed == 0) {
            rise(member, place.subject(), place.bump());
        }
        if (inHome) {
            rise(member, HOME, place.bump());
        }
        notifications.readThread(member, post);
    }

    /**
     * The member wants to read on from this post: with all that was said later on its place it counts as unread again.
     *
     * @param order  in which she reads: what comes later is newer, or was talked about later
     * @param inHome whether the home feed is to be unread from there as well
     * @throws Problem not found, if there is none or the member may not see it
     */
    @Transactional
    public void unread(MemberId member, PostId post, FeedOrder order, boolean inHome) {
        var place = place(member, post);
        long from = order == FeedOrder.NEWEST ? post.value() : place.bump();
        for (String table : List.of("follow", "read_position")) {
            jdbc.sql(
                            "update %s set last_read_post = :position where member_id = :member and %s in (:places) and last_read_post > :position"
                                    .formatted(table, table.equals("follow") ? "subject_id" : "place_id"))
                    .param("position", from - 1)
                    .param("member", member.value())
                    .param("places", inHome ? List.of(place.subject(), HOME) : List.of(place.subject()))
                    .update();
        }
        notifications.unreadThread(member, post);
    }

    private Place place(MemberId member, PostId post) {
        return jdbc.sql("""
                        select a.subject_id as subject, a.bump
                          from post_activity a join subject_access s on s.subject_id = a.subject_id
                         where a.post_id = :post and %s
                        """.formatted(Audience.MAY_SEE))
                .param("post", post.value())
                .param("viewer", member.value())
                .query(Place.class)
                .optional()
                .orElseThrow(Problem::notFound);
    }

    private void rise(MemberId member, long place, long position) {
        if (update(member, place, position) == 0) {
            int inserted = jdbc.sql("""
                            insert into read_position (member_id, place_id, last_read_post) values (:member, :place, :position)
                            on conflict do nothing
                            """)
                    .param("member", member.value())
                    .param("place", place)
                    .param("position", position)
                    .update();
            if (inserted == 0) {
                update(member, place, position);
            }
        }
    }

    private int update(MemberId member, long place, long position) {
        return jdbc.sql("""
                        update read_position set last_read_post = greatest(last_read_post, :position)
                         where member_id = :member and place_id = :place
                        """)
                .param("position", position)
                .param("member", member.value())
                .param("place", place)
                .update();
    }
}
