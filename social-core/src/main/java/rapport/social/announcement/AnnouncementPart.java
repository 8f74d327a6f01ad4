package rapport.social.announcement;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.social.post.NewPost;
import rapport.social.post.PostId;
import rapport.social.post.PostKind;
import rapport.social.post.PostPart;
import rapport.social.shared.Problem;
import rapport.social.shared.Times;

/** An announcement as it comes with its post: a space's managers make them there, moderators and admins anywhere. */
@Component
@EnableConfigurationProperties(AnnouncementSettings.class)
class AnnouncementPart implements PostPart {
    private final JdbcClient jdbc;
    private final AnnouncementSettings settings;

    AnnouncementPart(JdbcClient jdbc, AnnouncementSettings settings) {
        this.jdbc = jdbc;
        this.settings = settings;
    }

    @Override
    public PostKind kind() {
        return PostKind.ANNOUNCEMENT;
    }

    @Override
    public String field() {
        return "announcement";
    }

    @Override
    public boolean isIn(NewPost input) {
        return input.announcement() != null;
    }

    @Override
    public void check(NewPost input, Publishing publishing) {
        if (!publishing.managesPlace()) {
            throw Problem.forbidden();
        }
        Instant end = Objects.requireNonNull(input.announcement()).expiresAt();
        if (end == null) {
            throw Problem.required("announcement.expiresAt");
        }
        requireInTime(end, publishing.at());
    }

    private void requireInTime(Instant end, Instant from) {
        Instant latest = from.plus(settings.longest());
        if (!end.isAfter(from) || end.isAfter(latest)) {
            throw Problem.invalid("announcement.expiresAt", end, from + ".." + latest);
        }
    }

    @Override
    public @Nullable Instant end(PostId post) {
        return jdbc.sql("select an.expires_at from announcement an where an.post_id = :post")
                .param("post", post.value())
                .query(OffsetDateTime.class)
                .optional()
                .map(OffsetDateTime::toInstant)
                .orElse(null);
    }

    @Override
    public void moveEnd(PostId post, Instant end, Instant now) {
        requireInTime(end, now);
        jdbc.sql("update announcement set expires_at = :end where post_id = :post")
                .param("end", Times.utc(end))
                .param("post", post.value())
                .update();
    }

    @Override
    public void add(PostId post, NewPost input, Publishing publishing) {
        NewPost.NewAnnouncement announcement = Objects.requireNonNull(input.announcement());
        jdbc.sql("""
                        insert into announcement (post_id, subject_id, expires_at, acknowledge)
                        values (:post, :place, :end, :acknowledge)
                        """)
                .param("post", post.value())
                .param("place", publishing.place().value())
                .param("end", Times.utc(Objects.requireNonNull(announcement.expiresAt())))
                .param("acknowledge", Boolean.TRUE.equals(announcement.acknowledge()))
                .update();
    }
}
