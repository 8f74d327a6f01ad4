package rapport.social.feed;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.social.shared.SubjectKind;
import rapport.social.thread.PostView;

/** What the viewer has to do with the places on a page: follows and read positions, and the newest key of all. */
@Component
class FeedMarks {
    private static final int NONE = -1;
    private static final int OF_TOPIC = -2;

    private final JdbcClient jdbc;

    FeedMarks(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * @param followed  of the places and authors asked for, those that the viewer follows and has not muted
     * @param positions how far the viewer has read, by place
     * @param topics    of the posts, a topic that the viewer follows, by post
     * @param top       the newest key of any post
     */
    record Marks(Set<Long> followed, Map<Long, Long> positions, Map<Long, String> topics, long top) {

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
            if (item.author() != null && followed.contains(item.author()) && post.author() != null) {
                return new PostView.Reason("follows-member", post.author().name());
            }
            var topic = topics.get(item.post());
            return topic == null ? null : new PostView.Reason("follows-topic", topic);
        }
    }

    /** @param items whose places, authors and topics are asked for */
    Marks read(long viewer, FeedOrder order, FeedPlace place, List<FeedItem> items) {
        var followed = new HashSet<Long>();
        var positions = new HashMap<Long, Long>();
        var topics = new HashMap<Long, String>();
        jdbc.sql("""
                        select f.subject_id as place, f.level, f.last_read_post as position, null as topic
                          from follow f where f.member_id = :viewer and f.subject_id = any(:places)
                        union all
                        select r.place_id, -1, r.last_read_post, null
                          from read_position r where r.member_id = :viewer and r.place_id = any(:places)
                        union all
                        select t.post_id, -2, 0, sj.name
                          from post_topic t join follow f on f.subject_id = t.topic_id and f.member_id = :viewer and f.level < 3
                          join subject sj on sj.id = t.topic_id
                         where t.post_id = any(:posts)
                        union all
                        select -1, -1, coalesce((select max(%s) from %s p), 0), null
                        """.formatted(order.key, order.table))
                .param("viewer", viewer)
                .param(
                        "places",
                        Stream.concat(
                                        Stream.of(place.id()),
                                        items.stream().flatMap(item -> Stream.of(item.subject(), item.author())))
                                .filter(Objects::nonNull)
                                .distinct()
                                .toArray(Long[]::new))
                .param("posts", items.stream().map(FeedItem::post).toArray(Long[]::new))
                .query(row -> {
                    int level = row.getInt("level");
                    if (level == OF_TOPIC) {
                        topics.putIfAbsent(row.getLong("place"), row.getString("topic"));
                        return;
                    }
                    if (level != NONE && level < 3) {
                        followed.add(row.getLong("place"));
                    }
                    positions.merge(row.getLong("place"), row.getLong("position"), Math::max);
                });
        return new Marks(followed, positions, topics, positions.getOrDefault(-1L, 0L));
    }
}
