package rapport.social.schedule;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;
import rapport.social.file.UploadedFiles;
import rapport.social.member.Member;
import rapport.social.member.MemberId;
import rapport.social.member.Members;
import rapport.social.member.Viewer;
import rapport.social.post.CreateKeys;
import rapport.social.post.NewPost;
import rapport.social.post.PostChange;
import rapport.social.post.PostId;
import rapport.social.post.Posts;
import rapport.social.shared.Ids;
import rapport.social.shared.Problem;
import rapport.social.shared.SubjectId;
import rapport.social.shared.Times;
import tools.jackson.databind.json.JsonMapper;

/** Keeps posts until their time, and publishes each once. */
@Component
@EnableConfigurationProperties(ScheduleSettings.class)
public class ScheduledPosts {
    private static final Logger LOG = LoggerFactory.getLogger(ScheduledPosts.class);

    /** Published in one go. */
    private static final int BATCH = 100;

    private static final String SELECT =
            "select w.id, w.author_id, w.subject_id, w.publish_at, w.created_at, w.version, w.content, w.refused from scheduled_post w";

    private final JdbcClient jdbc;
    private final Posts posts;
    private final Members members;
    private final UploadedFiles files;
    private final CreateKeys keys;
    private final Ids ids;
    private final ScheduleSettings settings;
    private final JsonMapper json;
    private final TransactionTemplate transaction;
    private final Clock clock;

    ScheduledPosts(
            JdbcClient jdbc,
            Posts posts,
            Members members,
            UploadedFiles files,
            CreateKeys keys,
            Ids ids,
            ScheduleSettings settings,
            JsonMapper json,
            TransactionTemplate transaction,
            Clock clock) {
        this.jdbc = jdbc;
        this.posts = posts;
        this.members = members;
        this.files = files;
        this.keys = keys;
        this.ids = ids;
        this.settings = settings;
        this.json = json;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * What a request to schedule a post came to.
     *
     * @param waiting   the post, while it waits
     * @param published the post, when a repeated request finds it published
     */
    public record Added(
            @Nullable ScheduledPost waiting, @Nullable PostId published) {}

    /**
     * Keeps a post until its time. All of it is checked now, and once more when it is published.
     *
     * @param key the caller's name for this request, if it may come twice
     * @throws Problem if it could not be published, or its time is past or too far ahead
     */
    @Transactional
    public Added add(Viewer viewer, NewPost input, @Nullable String key) {
        if (input.publishedAt() != null || input.authorId() != null || input.author() != null) {
            throw Problem.invalid("publishAt", input.publishAt(), "none: what is imported was published before");
        }
        long id = ids.next();
        Optional<Long> earlier = keys.claim(viewer.id(), key, CreateKeys.Kind.POST, "me/scheduled", input, id);
        if (earlier.isPresent()) {
            return repeated(viewer, new PostId(earlier.get()));
        }
        Instant at = checkedTime(input.publishAt());
        var place = posts.check(viewer, input, at);
        members.lock(viewer.memberId()); // two at once wait for each other: the number stays true
        int waiting = jdbc.sql("select count(*) from scheduled_post where author_id = :author")
                .param("author", viewer.id())
                .query(Integer.class)
                .single();
        if (waiting >= settings.posts()) {
            throw Problem.tooMany("publishAt", waiting + 1, settings.posts());
        }
        files.reserve(viewer.memberId(), files.named(input.fileIds()), id);
        var post = new ScheduledPost(new PostId(id), viewer.memberId(), place, input, at, clock.instant(), 1, null);
        jdbc.sql("""
                        insert into scheduled_post (id, author_id, subject_id, publish_at, created_at, version, content)
                        values (:id, :author, :place, :at, :now, 1, :content)
                        """)
                .param("id", id)
                .param("author", viewer.id())
                .param("place", place.value())
                .param("at", Times.utc(at))
                .param("now", Times.utc(post.createdAt()))
                .param("content", json.writeValueAsString(input))
                .update();
        return new Added(post, null);
    }

    private Added repeated(Viewer viewer, PostId id) {
        Optional<ScheduledPost> waiting = find(viewer.memberId(), id);
        if (waiting.isPresent()) {
            return new Added(waiting.get(), null);
        }
        if (!posts.exists(id)) {
            throw new Problem(410, "deleted");
        }
        return new Added(null, id);
    }

    private Instant checkedTime(@Nullable Instant publishAt) {
        if (publishAt == null) {
            throw Problem.required("publishAt");
        }
        Instant now = clock.instant();
        Instant latest = now.plus(settings.ahead());
        Instant at = publishAt.truncatedTo(ChronoUnit.MILLIS);
        if (!at.isAfter(now) || at.isAfter(latest)) {
            throw Problem.invalid("publishAt", publishAt, now + ".." + latest);
        }
        return at;
    }

    /** What a member wrote that waits, the first to be published first. */
    public List<ScheduledPost> of(MemberId author) {
        return jdbc.sql(SELECT + " where w.author_id = :author order by w.publish_at, w.id limit :most")
                .param("author", author.value())
                .param("most", settings.posts())
                .query((row, number) -> post(row))
                .list();
    }

    /** A post of the member's own that waits. */
    public Optional<ScheduledPost> find(MemberId author, PostId id) {
        return jdbc.sql(SELECT + " where w.id = :id and w.author_id = :author")
                .param("id", id.value())
                .param("author", author.value())
                .query((row, number) -> post(row))
                .optional();
    }

    /**
     * Changes the words, the files or the time of one's own post that waits; what is missing stays. One that could not be published is
     * tried again at its time.
     *
     * @param expectedVersion refused when the post has another by now; null: whichever
     * @throws Problem if it is published or cancelled by now, or could not be published so
     */
    @Transactional
    public ScheduledPost edit(Viewer viewer, PostId id, PostChange change, @Nullable Integer expectedVersion) {
        ScheduledPost post = lock(viewer.memberId(), id);
        Posts.requireVersion(expectedVersion, post.version());
        Instant at = change.publishAt() == null && post.refused() == null
                ? post.publishAt()
                : checkedTime(Objects.requireNonNullElse(change.publishAt(), post.publishAt()));
        if (change.announcement() != null && post.content().announcement() == null) {
            throw Problem.invalid("announcement", null, "none: this is no announcement");
        }
        NewPost content = post.content().with(change, at);
        posts.check(viewer, content, at);
        if (change.fileIds() != null) {
            files.release(id.value());
            files.reserve(viewer.memberId(), files.named(change.fileIds()), id.value());
        }
        jdbc.sql("""
                        update scheduled_post set content = :content, publish_at = :at, version = version + 1, refused = null
                         where id = :id
                        """)
                .param("content", json.writeValueAsString(content))
                .param("at", Times.utc(at))
                .param("id", id.value())
                .update();
        return find(viewer.memberId(), id).orElseThrow(Problem::notFound);
    }

    /** Takes one's own post back before it is published; its files wait for another post. */
    @Transactional
    public void cancel(Viewer viewer, PostId id) {
        lock(viewer.memberId(), id);
        jdbc.sql("delete from scheduled_post where id = :id")
                .param("id", id.value())
                .update();
        files.release(id.value());
    }

    private ScheduledPost lock(MemberId author, PostId id) {
        return jdbc.sql(SELECT + " where w.id = :id and w.author_id = :author for update")
                .param("id", id.value())
                .param("author", author.value())
                .query((row, number) -> post(row))
                .optional()
                .orElseThrow(Problem::notFound);
    }

    /**
     * Publishes what is due, the first first. Several nodes may do so at once: of each post one of them takes the row away,
     * in the transaction that publishes it. One that its author may not publish any more waits until it is changed; one that
     * fails otherwise is tried again by the next call, and holds up no other.
     *
     * @return how many this call published
     */
    public int publishDue() {
        Instant now = clock.instant();
        int published = 0;
        Due last = null;
        List<Due> batch;
        do {
            batch = due(now, last);
            for (Due post : batch) {
                last = post;
                if (isPublished(post)) {
                    published++;
                }
            }
        } while (batch.size() == BATCH);
        return published;
    }

    private record Due(long id, int version, OffsetDateTime publishAt) {}

    private List<Due> due(Instant now, @Nullable Due last) {
        return jdbc.sql("""
                        select w.id, w.version, w.publish_at from scheduled_post w
                         where w.publish_at <= :now and w.refused is null and (w.publish_at, w.id) > (:lastAt, :last)
                         order by w.publish_at, w.id limit :batch
                        """)
                .param("now", Times.utc(now))
                .param("lastAt", last == null ? Times.utc(Instant.EPOCH) : last.publishAt())
                .param("last", last == null ? 0 : last.id())
                .param("batch", BATCH)
                .query(Due.class)
                .list();
    }

    private boolean isPublished(Due post) {
        try {
            return Boolean.TRUE.equals(transaction.execute(status -> publish(post.id())));
        } catch (Problem refused) {
            refuse(post, refused.type());
        } catch (RuntimeException failure) {
            LOG.warn("scheduled post {} could not be published now; it is tried again", post.id(), failure);
        }
        return false;
    }

    private boolean publish(long id) {
        Optional<ScheduledPost> due = jdbc.sql(
                        SELECT + " where w.id = :id and w.publish_at <= :now and w.refused is null for update")
                .param("id", id)
                .param("now", Times.utc(clock.instant()))
                .query((row, number) -> post(row))
                .optional();
        int taken = jdbc.sql("delete from scheduled_post where id = :id and version = :version")
                .param("id", id)
                .param("version", due.map(ScheduledPost::version).orElse(0))
                .update();
        if (due.isEmpty() || taken == 0) {
            return false;
        }
        ScheduledPost post = due.get();
        Member author = members.find(post.author()).filter(Member::active).orElseThrow(Problem::forbidden);
        files.release(id);
        Posts.Added added = posts.publish(author, post.content());
        keys.move(id, added.id().value());
        return true;
    }

    /** Marks what was refused, not what its author made of it in between. */
    private void refuse(Due post, String why) {
        LOG.info("scheduled post {} was not published: {}", post.id(), why);
        jdbc.sql("update scheduled_post set refused = :why where id = :id and version = :version and refused is null")
                .param("why", why)
                .param("id", post.id())
                .param("version", post.version())
                .update();
    }

    private ScheduledPost post(ResultSet row) throws SQLException {
        return new ScheduledPost(
                new PostId(row.getLong("id")),
                new MemberId(row.getLong("author_id")),
                new SubjectId(row.getLong("subject_id")),
                json.readValue(row.getString("content"), NewPost.class),
                row.getObject("publish_at", OffsetDateTime.class).toInstant(),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getInt("version"),
                row.getString("refused"));
    }
}
