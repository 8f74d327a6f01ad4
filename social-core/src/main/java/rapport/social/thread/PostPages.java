package rapport.social.thread;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.social.audience.Audience;
import rapport.social.member.MemberId;
import rapport.social.member.MemberSummary;
import rapport.social.mention.Mentions;
import rapport.social.mention.Names;
import rapport.social.mention.Prose;
import rapport.social.post.ChangeStory;
import rapport.social.post.PlaceRule.Rights;
import rapport.social.post.PlaceRules;
import rapport.social.post.PostId;
import rapport.social.post.PostKind;
import rapport.social.post.Posts;
import rapport.social.post.Standing;
import rapport.social.post.StoryChange;
import rapport.social.post.StoryValue;
import rapport.social.shared.Problem;
import rapport.social.shared.SubjectId;
import rapport.social.shared.SubjectKind;
import tools.jackson.databind.json.JsonMapper;

/**
 * Puts posts together for a reader: four statements a page, whatever the number of posts and of what stands on them, and
 * one for each kind of place that has a rule of its own.
 * Posts with author, place and read mark, and the posts that they share; their last comments and accepted answers; all that stands on
 * either; all names in texts and stories.
 */
@Component
public class PostPages {
    /** Comments shown under a post before its thread is opened. */
    static final int PREVIEW = 3;

    /** Ordinals looked at for the preview: deleted comments among the last ones don't leave it empty. */
    private static final int PREVIEW_WINDOW = 6;

    /** Parameters come in this many, the last id repeated, so that few prepared statements serve all pages. */
    private static final int PADDING = 20;

    private static final String POSTS = """
            select p.id, p.kind, p.title, p.body, p.story, p.published_at, p.edited_at, p.version, a.bump, a.comment_count,
                   sj.id as subject_id, sj.kind as subject_kind, sj.name as subject_name,
                   r.type as record_type, r.connection as record_connection, r.external_id as record_external_id, r.url as record_url,
                   r.owner_id as record_owner_id,
                   au.id as author_id, au.name as author_name, au.title as author_title, au.site as author_site, au.active as author_active,
                   f.last_read_post, sh.shared_post_id, rm.removed_at, rm.reason as removed_for, (select v.role from member v where v.id = :viewer) as viewer_role
              from (select w.id from post w where w.id in (:posts)
                    union
                    select ws.shared_post_id from share ws where ws.post_id in (:posts)) wanted
              join post p on p.id = wanted.id
              join post_activity a on a.post_id = p.id
              join subject sj on sj.id = p.subject_id
              join subject_access s on s.subject_id = p.subject_id
              left join share sh on sh.post_id = p.id
              left join removal rm on rm.item_id = p.id
              left join crm_record r on r.id = p.subject_id
              left join member au on au.id = p.author_id
              left join follow f on f.subject_id = p.subject_id and f.member_id = :viewer
             where %s
            """.formatted(Audience.MAY_SEE);

    private static final String COMMENTS = """
            select cast(null as timestamp(3) with time zone) as accepted_at, %1$s
              from post_activity a
              join comment c on c.post_id = a.post_id and c.ordinal > a.last_ordinal - %2$d
              %3$s
             where a.post_id in (:posts) and c.deleted_at is null
            union all
            select q.accepted_at, %1$s
              from accepted_answer q join comment c on c.id = q.comment_id and c.post_id = q.post_id
              %3$s
             where q.post_id in (:posts) and c.deleted_at is null
             order by post_id, ordinal
            """.formatted(CommentRow.COLUMNS, PREVIEW_WINDOW, CommentRow.JOINS);

    private final JdbcClient jdbc;
    private final PartsQuery parts;
    private final Mentions mentions;
    private final PlaceRules rules;
    private final JsonMapper json;
    private final Clock clock;

    PostPages(JdbcClient jdbc, PartsQuery parts, Mentions mentions, PlaceRules rules, JsonMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.parts = parts;
        this.mentions = mentions;
        this.rules = rules;
        this.json = json;
        this.clock = clock;
    }

    private record PostRow(
            PostId id,
            PostKind kind,
            @Nullable String title,
            Prose text,
            @Nullable ChangeStory story,
            Instant publishedAt,
            @Nullable Instant editedAt,
            int version,
            int commentCount,
            SubjectView subject,
            @Nullable MemberSummary author,
            boolean isRead,
            boolean followsPlace,
            @Nullable PostId shared,
            @Nullable RemovedView removed,
            boolean byViewer,
            boolean recordOwner,
            boolean moderator) {

        /** Whether it stands on the viewer's own profile. */
        boolean onProfileOf(MemberId viewer) {
            return subject.id().equals(viewer.profile());
        }

        Standing standing(Rights rights, boolean closed) {
            return new Standing(byViewer && kind.isWritten(), recordOwner, moderator, rights, closed);
        }
    }

    /** @param acceptedAt when it was accepted as the answer */
    private record Answer(CommentRow comment, Instant acceptedAt) {}

    /** The last comments of each post, and the accepted answers. */
    private record Said(Map<PostId, List<CommentRow>> last, Map<PostId, Answer> answers) {
        static final Said NOTHING = new Said(Map.of(), Map.of());

        Stream<CommentRow> all() {
            return Stream.concat(
                    last.values().stream().flatMap(List::stream),
                    answers.values().stream().map(Answer::comment));
        }
    }

    /** The same by their ids. */
    public Map<PostId, PostView> byId(MemberId viewer, List<PostId> ids) {
        Map<PostId, PostView> found = new HashMap<>();
        assemble(viewer, ids).forEach(post -> found.put(post.id(), post));
        return found;
    }

    /** @throws Problem not found, if there is none or the viewer may not see it */
    public PostView one(MemberId viewer, PostId id) {
        return assemble(viewer, List.of(id)).stream().findFirst().orElseThrow(Problem::notFound);
    }

    /** The answer to who added a post: an import may write where its author may see and the viewer may not. */
    PostView added(MemberId viewer, Posts.Added added) {
        Depth depth = added.repeated() ? Depth.WHOLE : added.bare() ? Depth.WORDS : Depth.UNANSWERED;
        return Stream.of(viewer, added.author())
                .distinct()
                .flatMap(reader -> assemble(reader, List.of(added.id()), depth).stream())
                .findFirst()
                .orElseThrow(Problem::notFound);
    }

    /** The posts in the order of the ids; those that the viewer may not see, or that are gone, are left out. */
    public List<PostView> assemble(MemberId viewer, List<PostId> ids) {
        return assemble(viewer, ids, Depth.WHOLE);
    }

    /** How much there can be of a post: one that was just added has no comments yet, and maybe nothing but its words. */
    private enum Depth {
        WORDS,
        UNANSWERED,
        WHOLE
    }

    private List<PostView> assemble(MemberId viewer, List<PostId> ids, Depth depth) {
        if (ids.isEmpty()) {
            return List.of();
        }
        Map<PostId, PostRow> found = new HashMap<>();
        jdbc.sql(POSTS)
                .param("viewer", viewer.value())
                .param("posts", padded(ids))
                .query((row, number) -> post(viewer, row))
                .list()
                .forEach(post -> found.put(post.id(), post));
        List<PostRow> posts =
                ids.stream().distinct().map(found::get).filter(Objects::nonNull).toList();
        if (posts.isEmpty()) {
            return List.of();
        }
        // From here on what the first statement found is asked about: the rights were checked there.
        Map<SubjectId, SubjectKind> places = new HashMap<>();
        posts.forEach(post -> places.put(post.subject().id(), post.subject().kind()));
        Map<SubjectId, Rights> rights = rules.rights(viewer, places);
        Said said = depth == Depth.WHOLE ? said(posts) : Said.NOTHING;
        PartsQuery.Parts standing =
                depth == Depth.WORDS ? PartsQuery.Parts.NONE : parts.read(viewer, wanted(posts, rights, said));
        Names names = names(viewer, found.values(), said, standing);
        return posts.stream()
                .map(post -> {
                    Standing mine = post.standing(
                            rights.getOrDefault(post.subject().id(), Rights.NONE),
                            standing.closed().containsKey(post.id().value()));
                    PostRow shared = post.shared() == null ? null : found.get(post.shared());
                    return new PostAssembly(viewer, mine, standing, names, clock.instant()).view(post, said, shared);
                })
                .toList();
    }

    private Said said(List<PostRow> posts) {
        Map<PostId, List<CommentRow>> last = new HashMap<>();
        Map<PostId, Answer> answers = new HashMap<>();
        jdbc.sql(COMMENTS)
                .param("posts", padded(posts.stream().map(PostRow::id).toList()))
                .query((row, number) -> {
                    CommentRow comment = CommentRow.read(row, number);
                    Instant acceptedAt = Rows.instantOrNull(row, "accepted_at");
                    if (acceptedAt == null) {
                        last.computeIfAbsent(comment.post(), post -> new ArrayList<>())
                                .add(comment);
                    } else {
                        answers.put(comment.post(), new Answer(comment, acceptedAt));
                    }
                    return comment;
                })
                .list();
        last.replaceAll((post, all) -> all.subList(Math.max(0, all.size() - PREVIEW), all.size()));
        return new Said(last, answers);
    }

    private static PartsQuery.Wanted wanted(List<PostRow> posts, Map<SubjectId, Rights> rights, Said said) {
        Set<PostId> questions =
                posts.stream().filter(is(PostKind.QUESTION)).map(PostRow::id).collect(Collectors.toSet());
        return new PartsQuery.Wanted(
                ids(posts.stream()),
                comments(said.all()),
                ids(posts.stream().filter(is(PostKind.POLL))),
                ids(posts.stream().filter(is(PostKind.KUDOS))),
                ids(posts.stream().filter(is(PostKind.ANNOUNCEMENT))),
                ids(posts.stream().filter(is(PostKind.ANNOUNCEMENT)).filter(post -> {
                    Standing mine =
                            post.standing(rights.getOrDefault(post.subject().id(), Rights.NONE), false);
                    return mine.author() || mine.mayManage();
                })),
                comments(said.all().filter(comment -> questions.contains(comment.post()))));
    }

    private static Predicate<PostRow> is(PostKind kind) {
        return post -> post.kind() == kind;
    }

    private static List<Long> ids(Stream<PostRow> posts) {
        return posts.map(post -> post.id().value()).toList();
    }

    private static List<Long> comments(Stream<CommentRow> comments) {
        return comments.map(comment -> comment.id().value()).distinct().toList();
    }

    private Names names(MemberId viewer, Collection<PostRow> posts, Said said, PartsQuery.Parts standing) {
        Set<MemberId> members = new HashSet<>();
        Set<SubjectId> records = new HashSet<>();
        for (PostRow post : posts) {
            members.addAll(post.text().members());
            records.addAll(post.text().records());
            if (post.story() != null) {
                post.story().changes().forEach(change -> {
                    addPerson(members, change.before());
                    addPerson(members, change.after());
                });
            }
        }
        said.all().forEach(comment -> {
            members.addAll(comment.text().members());
            records.addAll(comment.text().records());
        });
        standing.closed().values().forEach(closed -> members.add(closed.by()));
        standing.kudos().values().forEach(kudos -> members.addAll(kudos.members()));
        return mentions.names(viewer, members, records);
    }

    private static void addPerson(Set<MemberId> members, @Nullable StoryValue value) {
        if (value instanceof StoryValue.Person person) {
            members.add(person.value());
        }
    }

    private static List<Long> padded(Collection<PostId> ids) {
        List<Long> padded =
                new ArrayList<>(ids.stream().map(PostId::value).distinct().toList());
        long last = padded.get(padded.size() - 1);
        while (padded.size() % PADDING != 0) {
            padded.add(last);
        }
        return padded;
    }

    private PostRow post(MemberId viewer, ResultSet row) throws SQLException {
        String story = row.getString("story");
        long bump = row.getLong("bump");
        long read = row.getLong("last_read_post");
        boolean follows = !row.wasNull();
        long shared = row.getLong("shared_post_id");
        boolean shares = !row.wasNull();
        PostId id = new PostId(row.getLong("id"));
        MemberSummary author = Rows.memberOrNull(row, "author");
        boolean byViewer = author != null && author.id().equals(viewer);
        return new PostRow(
                id,
                PostKind.of(row.getInt("kind")),
                row.getString("title"),
                Prose.of(row.getString("body")),
                story == null ? null : json.readValue(story, ChangeStory.class),
                Rows.instant(row, "published_at"),
                Rows.instantOrNull(row, "edited_at"),
                row.getInt("version"),
                row.getInt("comment_count"),
                new SubjectView(
                        new SubjectId(row.getLong("subject_id")),
                        SubjectKind.of(row.getInt("subject_kind")),
                        row.getString("record_type"),
                        row.getString("record_connection"),
                        row.getString("record_external_id"),
                        row.getString("subject_name"),
                        row.getString("record_url")),
                author,
                !follows || byViewer && bump == id.value() || bump <= read,
                follows,
                shares ? new PostId(shared) : null,
                RemovedView.read(row),
                byViewer,
                row.getLong("record_owner_id") == viewer.value(),
                row.getInt("viewer_role") > 0);
    }

    /** One post put together from what the statements found. */
    private record PostAssembly(MemberId viewer, Standing mine, PartsQuery.Parts parts, Names names, Instant now) {

        PostView view(PostRow post, Said said, @Nullable PostRow shared) {
            long id = post.id().value();
            boolean own = mine.author();
            boolean words = post.removed() == null;
            boolean question = post.kind() == PostKind.QUESTION;
            Answer answer = question ? said.answers().get(post.id()) : null;
            var thread = new ThreadStanding(
                    viewer,
                    post.kind(),
                    mine,
                    answer == null ? null : answer.comment().id());
            PostView.PollView poll = poll(id);
            PostView.AnnouncementView announcement = announcement(id);
            return new PostView(
                    post.id(),
                    post.kind(),
                    post.subject(),
                    post.author(),
                    post.title(),
                    post.text().source(names),
                    post.text().segments(names, parts.images(id)),
                    post.publishedAt(),
                    post.editedAt(),
                    post.version(),
                    post.commentCount(),
                    said.last().getOrDefault(post.id(), List.of()).stream()
                            .map(comment -> comment.view(thread, names, parts))
                            .toList(),
                    parts.reactions(id),
                    post.story() == null ? null : story(post.story(), names),
                    parts.files(id),
                    parts.links().getOrDefault(id, List.of()),
                    parts.topics().getOrDefault(id, List.of()),
                    poll,
                    kudos(id),
                    announcement,
                    post.shared() == null ? null : shared(shared),
                    question ? state(answer, thread) : null,
                    closed(id),
                    post.removed(),
                    null,
                    post.isRead(),
                    parts.pinned().contains(id),
                    parts.bookmarked().contains(id),
                    parts.muted().contains(id),
                    parts.followed().contains(id),
                    null,
                    new PostView.Capabilities(
                            mine.mayWrite(),
                            mine.mayTakePart(),
                            own && mine.mayWrite() && words,
                            own && words,
                            post.kind().isWritten() && post.version() > 1 && words,
                            !mine.closed() && mine.mayClose(),
                            mine.closed() && mine.mayClose(),
                            poll != null && !poll.ended() && mine.mayWrite(),
                            announcement != null && announcement.acknowledge() && !announcement.acknowledged() && !own,
                            post.kind().isWritten() && words,
                            question && mine.mayAccept(),
                            own && post.kind().isPlain() && mine.mayWrite() && words,
                            true,
                            true,
                            true,
                            mine.owner() || mine.mayManage() || post.onProfileOf(viewer),
                            post.followsPlace(),
                            mine.mayTakePart() && words,
                            mine.moderator() && post.kind().isWritten() && words));
        }

        private PostView.@Nullable PollView poll(long post) {
            PartsQuery.Poll poll = parts.polls().get(post);
            if (poll == null) {
                return null;
            }
            List<PartsQuery.Option> options = parts.options().getOrDefault(post, List.of());
            boolean ended = poll.endsAt() != null && !now.isBefore(poll.endsAt());
            boolean hidden = poll.hideUntilVoted() && !ended && options.stream().noneMatch(PartsQuery.Option::mine);
            return new PostView.PollView(
                    options.stream()
                            .map(option -> new PostView.PollView.Option(
                                    Integer.toString(option.id()),
                                    option.text(),
                                    hidden ? null : option.votes(),
                                    hidden ? null : percent(option.votes(), poll.voters()),
                                    option.mine()))
                            .toList(),
                    poll.multiple(),
                    poll.anonymous(),
                    poll.endsAt(),
                    ended,
                    poll.voters(),
                    hidden);
        }

        private static int percent(int votes, int voters) {
            return voters == 0 ? 0 : Math.round(100f * votes / voters);
        }

        private PostView.@Nullable KudosView kudos(long post) {
            PartsQuery.Kudos kudos = parts.kudos().get(post);
            return kudos == null
                    ? null
                    : new PostView.KudosView(
                            kudos.members().stream().map(this::member).toList(), kudos.reason(), kudos.hidden());
        }

        private MemberSummary member(MemberId id) {
            return Objects.requireNonNull(names.members().get(id));
        }

        private PostView.@Nullable AnnouncementView announcement(long post) {
            PartsQuery.Announcement announcement = parts.announcements().get(post);
            if (announcement == null) {
                return null;
            }
            boolean counted = announcement.acknowledge() && (mine.author() || mine.mayManage());
            return new PostView.AnnouncementView(
                    announcement.expiresAt(),
                    announcement.acknowledge(),
                    announcement.acknowledged(),
                    counted ? parts.missing().getOrDefault(post, 0) : null);
        }

        private PostView.SharedView shared(@Nullable PostRow post) {
            if (post == null || post.removed() != null) {
                return PostView.SharedView.NOT_AVAILABLE;
            }
            return new PostView.SharedView(
                    true,
                    new PostView.SharedView.SharedPost(
                            post.id(),
                            post.kind(),
                            post.author(),
                            post.subject(),
                            post.publishedAt(),
                            post.title(),
                            post.text().segments(names)));
        }

        private PostView.QuestionView state(@Nullable Answer answer, ThreadStanding thread) {
            return answer == null
                    ? PostView.QuestionView.OPEN
                    : PostView.QuestionView.answered(answer.comment().view(thread, names, parts), answer.acceptedAt());
        }

        private PostView.@Nullable ClosedView closed(long post) {
            PartsQuery.Closed closed = parts.closed().get(post);
            return closed == null ? null : new PostView.ClosedView(member(closed.by()), closed.reason(), closed.at());
        }
    }

    private static PostView.StoryView story(ChangeStory story, Names names) {
        List<PostView.ChangeView> changes = new ArrayList<>();
        for (StoryChange change : story.changes()) {
            changes.add(new PostView.ChangeView(
                    change.field(), change.type(), value(change.before(), names), value(change.after(), names)));
        }
        return new PostView.StoryView(changes);
    }

    private static @Nullable Object value(@Nullable StoryValue value, Names names) {
        if (value instanceof StoryValue.Text text) {
            return text.value();
        }
        if (value instanceof StoryValue.Sum sum) {
            return sum.value();
        }
        if (value instanceof StoryValue.Day day) {
            return day.value().toString();
        }
        if (value instanceof StoryValue.Quantity quantity) {
            return quantity.value();
        }
        if (value instanceof StoryValue.Flag flag) {
            return flag.value();
        }
        return value instanceof StoryValue.Person person ? names.members().get(person.value()) : null;
    }
}
