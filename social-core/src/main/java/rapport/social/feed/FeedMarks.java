package rapport.social.feed;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.social.shared.SubjectKind;
import rapport.social.thread.PostView;

/** What the viewer has to do with the places on a page: follows and read positions, and the newest key of all. */
@Component
class FeedMarks {
    private static final int NONE = -1;

    private final JdbcClient jdbc;

    FeedMarks(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * @param followed  of the places and authors asked for, those that the viewer follows and has not muted
     * @param positions how far the viewer has read, by place
     * @param top       the newest key of any post
     */
    record Marks(Set<Long> followed, Map<Long, Long> positions, long top) {

        @Nullable
        String position(long place) {
            var position = positions.get(place);
            return position == null || position == 0 ? null : Long.toString(position);
        }

        /** Why a post is in the viewer's home feed; null when it no longer would be. */
        PostView.@Nullable Reason reason(long viewer, FeedItem item, PostView post) {
            if (Long.valueOf(viewer).equals(item.author()) || item.subject() == viewer) {
                return new PostView.Reason("own", null);
            }
            if (followed.contains(item.subject())) {
                var kind = post.subject().kind();
                return new PostView.Reason(
                        kind == SubjectKind.MEMBER
                                ? "follows-member"
                                : kind == SubjectKind.ACCOUNT
                                        ? "follows-account"
                                        : kind == SubjectKind.SPACE ? "follows-space" : "follows-record",
                        post.subject().name());
            }
            return item.author() != null && followed.contains(item.author()) && post.author() != null
                    ? new PostView.Reason("follows-member", post.author().name())
                    : null;
        }
    }

    Marks read(long viewer, FeedOrder order, Collection<Long> places) {
        var followed = new HashSet<Long>();
        var positions = new HashMap<Long, Long>();
        jdbc.sql("""
                        select f.subject_id as place, f.level, f.last_read_post as position
                          from follow f where f.member_id = :viewer and f.subject_id = any(:places)
                        union all
                        select r.place_id, -1, r.last_read_post
                          from read_position r where r.member_id = :viewer and r.place_id = any(:places)
                        union all
                        select -1, -1, coalesce((select max(%s) from %s p), 0)
                        """.formatted(order.key, order.table))
                .param("viewer", viewer)
                .param("places", places.stream().distinct().toArray(Long[]::new))
                .query(row -> {
                    int level = row.getInt("level");
                    if (level != NONE && level < 3) {
                        followed.add(row.getLong("place"));
                    }
                    positions.merge(row.getLong("place"), row.getLong("position"), Math::max);
                });
        return new Marks(followed, positions, positions.getOrDefault(-1L, 0L));
    }
}
