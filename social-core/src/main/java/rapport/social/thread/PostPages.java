package rapport.social.thread;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
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
import rapport.social.post.StoryChange;
import rapport.social.post.StoryValue;
import rapport.social.reaction.Reactions;
import rapport.social.reaction.ReactionsView;
import rapport.social.shared.Problem;
import rapport.social.shared.SubjectId;
import rapport.social.shared.SubjectKind;
import tools.jackson.databind.json.JsonMapper;

/**
 * Puts posts together for a reader: four statements a page, whatever the number of posts and of what stands on them, and
 * one for each kind of place that has a rule of its own.
 * Posts with author, place and read mark; their last comments; all reactions; all names in texts and stories.
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
                   au.id as author_id, au.name as author_name, au.title as author_title, au.site as author_site, au.active as author_active,
                   f.last_read_post
              from post p
              join post_activity a on a.post_id = p.id
              join subject sj on sj.id = p.subject_id
              join subject_access s on s.subject_id = p.subject_id
              left join crm_record r on r.id = p.subject_id
              left join member au on au.id = p.author_id
              left join follow f on f.subject_id = p.subject_id and f.member_id = :viewer
             where p.id in (:posts) and %s
            """.formatted(Audience.MAY_SEE);

    private static final String LAST_COMMENTS = """
            select %s
              from post_activity a
              join comment c on c.post_id = a.post_id and c.ordinal > a.last_ordinal - %d
              %s
             where a.post_id in (:posts) and c.deleted_at is null
             order by c.post_id, c.ordinal
            """.formatted(CommentRow.COLUMNS, PREVIEW_WINDOW, CommentRow.JOINS);

    private final JdbcClient jdbc;
    private final Reactions reactions;
    private final Mentions mentions;
    private final PlaceRules rules;
    private final JsonMapper json;

    PostPages(JdbcClient jdbc, Reactions reactions, Mentions mentions, PlaceRules rules, JsonMapper json) {
        this.jdbc = jdbc;
        this.reactions = reactions;
        this.mentions = mentions;
        this.rules = rules;
        this.json = json;
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
            boolean isRead) {}

    /** @throws Problem not found, if there is none or the viewer may not see it */
    public PostView one(MemberId viewer, PostId id) {
        return assemble(viewer, List.of(id)).stream().findFirst().orElseThrow(Problem::notFound);
    }

    /** The answer to who added a post: an import may write where its author may see and the viewer may not. */
    PostView added(MemberId viewer, Posts.Added added) {
        boolean fresh = !added.repeated();
        return Stream.of(viewer, added.author())
                .distinct()
                .flatMap(reader -> assemble(reader, List.of(added.id()), fresh).stream())
                .findFirst()
                .orElseThrow(Problem::notFound);
    }

    /** The posts in the order of the ids; those that the viewer may not see, or that are gone, are left out. */
    public List<PostView> assemble(MemberId viewer, List<PostId> ids) {
        return assemble(viewer, ids, false);
    }

    /** @param fresh nobody can have said anything yet */
    private List<PostView> assemble(MemberId viewer, List<PostId> ids, boolean fresh) {
        if (ids.isEmpty()) {
            return List.of();
        }
        List<Long> padded = padded(ids);
        Map<PostId, PostRow> posts = new HashMap<>();
        jdbc.sql(POSTS)
                .param("viewer", viewer.value())
                .param("posts", padded)
                .query((row, number) -> post(viewer, row))
                .list()
                .forEach(post -> posts.put(post.id(), post));
        // The comments of what the first statement found: the rights were checked there.
        boolean bare = fresh || posts.isEmpty();
        Map<PostId, List<CommentRow>> comments = bare ? Map.of() : lastComments(padded(posts.keySet()));
        Map<Long, ReactionsView> given =
                bare ? Map.of() : reactions.of(viewer, items(posts.keySet(), comments.values()));
        Names names = names(viewer, posts.values(), comments.values());
        Map<SubjectId, SubjectKind> places = new HashMap<>();
        posts.values()
                .forEach(post -> places.put(post.subject().id(), post.subject().kind()));
        Map<SubjectId, Rights> rights = rules.rights(viewer, places);
        return ids.stream()
                .distinct()
                .map(posts::get)
                .filter(Objects::nonNull)
                .map(post -> view(
                        viewer,
                        post,
                        comments.getOrDefault(post.id(), List.of()),
                        rights.getOrDefault(post.subject().id(), Rights.NONE).comment(),
                        given,
                        names))
                .toList();
    }

    private Map<PostId, List<CommentRow>> lastComments(List<Long> posts) {
        Map<PostId, List<CommentRow>> found = new HashMap<>();
        jdbc.sql(LAST_COMMENTS)
                .param("posts", posts)
                .query(CommentRow::read)
                .list()
                .forEach(comment -> found.computeIfAbsent(comment.post(), post -> new ArrayList<>())
                        .add(comment));
        found.replaceAll((post, all) -> all.subList(Math.max(0, all.size() - PREVIEW), all.size()));
        return found;
    }

    private static List<Long> items(Collection<PostId> posts, Collection<List<CommentRow>> comments) {
        List<Long> items = new ArrayList<>();
        posts.forEach(post -> items.add(post.value()));
        comments.forEach(some -> some.forEach(comment -> items.add(comment.id().value())));
        return items;
    }

    private Names names(MemberId viewer, Collection<PostRow> posts, Collection<List<CommentRow>> comments) {
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
        comments.forEach(some -> some.forEach(comment -> {
            members.addAll(comment.text().members());
            records.addAll(comment.text().records());
        }));
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
        PostId id = new PostId(row.getLong("id"));
        MemberSummary author = Rows.memberOrNull(row, "author");
        boolean ownWithoutAnswer = author != null && author.id().equals(viewer) && bump == id.value();
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
                !follows || ownWithoutAnswer || bump <= read);
    }

    private static PostView view(
            MemberId viewer,
            PostRow post,
            List<CommentRow> comments,
            boolean open,
            Map<Long, ReactionsView> given,
            Names names) {
        boolean own = post.author() != null
                && post.author().id().equals(viewer)
                && post.kind().isWritten();
        return new PostView(
                post.id(),
                post.kind(),
                post.subject(),
                post.author(),
                post.title(),
                post.text().source(names),
                post.text().segments(names),
                post.publishedAt(),
                post.editedAt(),
                post.version(),
                post.commentCount(),
                comments.stream()
                        .map(comment -> comment.view(
                                viewer,
                                open,
                                names,
                                given.getOrDefault(comment.id().value(), ReactionsView.NONE)))
                        .toList(),
                given.getOrDefault(post.id().value(), ReactionsView.NONE),
                post.story() == null ? null : story(post.story(), names),
                null,
                post.isRead(),
                new PostView.Capabilities(open, true, own, own, post.kind().isWritten() && post.version() > 1));
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
