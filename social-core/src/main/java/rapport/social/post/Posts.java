package rapport.social.post;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import rapport.social.member.MemberId;
import rapport.social.member.Viewer;
import rapport.social.mention.Mentions;
import rapport.social.mention.Prose;
import rapport.social.mention.Texts;
import rapport.social.record.RecordRef;
import rapport.social.shared.Ids;
import rapport.social.shared.Problem;
import rapport.social.shared.SubjectId;

/** Adds, edits, deletes and finds posts. */
@Component
@EnableConfigurationProperties(ConversationSettings.class)
public class Posts {
    private final PostStore store;
    private final PlaceRules rules;
    private final Revisions revisions;
    private final CreateKeys keys;
    private final Imports imports;
    private final Texts texts;
    private final Mentions mentions;
    private final Ids ids;
    private final ConversationSettings settings;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Posts(
            PostStore store,
            PlaceRules rules,
            Revisions revisions,
            CreateKeys keys,
            Imports imports,
            Texts texts,
            Mentions mentions,
            Ids ids,
            ConversationSettings settings,
            ApplicationEventPublisher events,
            Clock clock) {
        this.store = store;
        this.rules = rules;
        this.revisions = revisions;
        this.keys = keys;
        this.imports = imports;
        this.texts = texts;
        this.mentions = mentions;
        this.ids = ids;
        this.settings = settings;
        this.events = events;
        this.clock = clock;
    }

    /** @throws Problem not found, if there is none or {@code viewer} may not see it */
    public Post visibleTo(MemberId viewer, PostId id) {
        return store.visibleTo(viewer, id).orElseThrow(Problem::notFound);
    }

    /** As {@link #visibleTo(MemberId, PostId)}, for an import in the name of {@code author}, who may see it or not. */
    public Post visibleTo(MemberId viewer, MemberId author, PostId id) {
        return store.visibleTo(viewer, author, id).orElseThrow(Problem::notFound);
    }

    /** @throws Problem forbidden, where {@code member} may read the post and not comment on it */
    public void requireMayComment(MemberId member, Post post) {
        if (!rules.rights(member, post.subject(), store.kindOf(post.subject())).comment()) {
            throw Problem.forbidden();
        }
    }

    /**
     * What a request to add a post came to.
     *
     * @param author   in whose name it stands
     * @param repeated the request had been carried out before
     */
    public record Added(PostId id, MemberId author, boolean repeated) {}

    /**
     * Adds a post to a subject that its author may see: nothing more is needed to write there.
     *
     * @param key the caller's name for this request, if it may come twice
     * @throws Problem if the subject is not found, the text is refused, or the key was used for another request
     */
    @Transactional
    public Added add(Viewer viewer, NewPost input, @Nullable String key) {
        Imports.Origin origin = imports.origin(viewer, input.publishedAt(), input.authorId(), input.author());
        PostStore.Place place = place(viewer, origin.author(), input);
        if (place.isProfileOfAnother(origin.author())
                || !origin.imported()
                        && !rules.rights(origin.author(), place.id(), place.kind())
                                .post()) {
            throw Problem.forbidden();
        }
        PostKind kind = Objects.requireNonNullElse(input.kind(), PostKind.UPDATE);
        String title = title(kind, input.title());
        Prose text =
                kind == PostKind.QUESTION ? texts.bodyOrNone("body", input.body()) : texts.body("body", input.body());

        PostId id = new PostId(ids.next());
        Optional<Long> earlier =
                keys.claim(viewer.id(), key, CreateKeys.Kind.POST, "posts/" + place.id(), input, id.value());
        if (earlier.isPresent()) {
            return repeated(new PostId(earlier.get()), origin.author());
        }
        Post post = new Post(
                id, place.id(), origin.author(), kind, title, text.stored(), null, origin.publishedAt(), null, 1);
        store.insert(post);
        Mentions.Difference named = mentions.add(id.value(), place.id(), origin.author(), text);
        events.publishEvent(new PostAdded(id, place.id(), origin.author(), named.told(), origin.imported()));
        return new Added(id, origin.author(), false);
    }

    private Added repeated(PostId id, MemberId author) {
        if (store.isDeleted(id)) {
            throw new Problem(410, "deleted");
        }
        return new Added(id, author, true);
    }

    private PostStore.Place place(Viewer viewer, MemberId author, NewPost input) {
        if (input.record() == null) {
            SubjectId subject = input.subjectId() == null ? author.profile() : input.subjectId();
            return store.place(viewer.memberId(), author, subject).orElseThrow(Problem::notFound);
        }
        if (input.subjectId() != null) {
            throw Problem.invalid("record", null, "subjectId or record, not both");
        }
        return store.place(viewer.memberId(), author, ref(input.record())).orElseThrow(Problem::notFound);
    }

    private static RecordRef ref(NewPost.RecordKey key) {
        return new RecordRef(
                given("record.connection", key.connection()),
                given("record.type", key.type()),
                given("record.externalId", key.externalId()));
    }

    private static String given(String field, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw Problem.required(field);
        }
        if (value.indexOf('\0') >= 0) {
            throw Problem.notFound();
        }
        return value;
    }

    private @Nullable String title(PostKind kind, @Nullable String title) {
        return switch (kind) {
            case QUESTION -> texts.questionTitle("title", title);
            case NOTE -> texts.title("title", title, 1);
            case UPDATE -> {
                if (title != null && !title.isBlank()) {
                    throw Problem.invalid("title", title.length(), "none: an update has no title");
                }
                yield null;
            }
            default -> throw Problem.invalid("kind", kind.toString(), "update, question, note");
        };
    }

    /**
     * Changes one's own post. What it said before can still be read by whoever may read the post; it keeps its place.
     *
     * @param expectedVersion refused when the post has another by now; null: whichever
     * @return the post as it is now; the same version when nothing was changed
     */
    @Transactional
    public Post edit(Viewer viewer, PostId id, PostChange change, @Nullable Integer expectedVersion) {
        visibleTo(viewer.memberId(), id);
        Post post = store.lock(id).orElseThrow(Problem::notFound);
        post.requireWrittenBy(viewer.memberId());
        requireVersion(expectedVersion, post.version());
        String title = change.title() == null ? post.title() : title(post.kind(), change.title());
        Prose before = Prose.of(post.body());
        Prose after = change.body() == null ? before : newBody(post.kind(), change.body());
        if (Objects.equals(title, post.title()) && after.stored().equals(post.body())) {
            return post;
        }
        revisions.keep(
                id.value(),
                new Revision(post.version(), viewer.memberId(), post.title(), post.body(), post.writtenAt()));
        Post edited = post.edited(title, after.stored(), clock.instant());
        store.update(edited);
        Mentions.Difference named = mentions.replace(id.value(), post.subject(), viewer.memberId(), before, after);
        events.publishEvent(new PostEdited(id, post.subject(), viewer.memberId(), named.told(), named.dropped()));
        return edited;
    }

    private Prose newBody(PostKind kind, String body) {
        return kind == PostKind.QUESTION ? texts.bodyOrNone("body", body) : texts.body("body", body);
    }

    /** @throws Problem if the caller expects another version than there is */
    public static void requireVersion(@Nullable Integer expected, int found) {
        if (expected != null && expected != found) {
            throw Problem.versionMismatch(expected, found);
        }
    }

    /** Deletes one's own post, with its thread. A second time does nothing. */
    @Transactional
    public void delete(Viewer viewer, PostId id, @Nullable Integer expectedVersion) {
        Optional<Post> visible = store.visibleTo(viewer.memberId(), id);
        if (visible.isEmpty()) {
            PostStore.DeletedPost deleted = store.lockDeleted(id).orElseThrow(Problem::notFound);
            if (!deleted.deletedBy().equals(viewer.memberId())) {
                throw Problem.notFound();
            }
            return;
        }
        Optional<Post> locked = store.lock(id);
        if (locked.isEmpty()) {
            return; // a second press was quicker
        }
        Post post = locked.get();
        post.requireWrittenBy(viewer.memberId());
        requireVersion(expectedVersion, post.version());
        store.delete(id, viewer.memberId(), clock.instant());
        events.publishEvent(new PostDeleted(id, post.subject(), viewer.memberId()));
    }

    /** Takes a deletion back: the post stands where it stood, with its thread. A second time does nothing. */
    @Transactional
    public void restore(Viewer viewer, PostId id) {
        if (store.visibleTo(viewer.memberId(), id)
                .filter(post -> post.isBy(viewer.memberId()))
                .isPresent()) {
            return;
        }
        PostStore.DeletedPost deleted = store.lockDeleted(id).orElseThrow(Problem::notFound);
        if (!deleted.deletedBy().equals(viewer.memberId())
                || !store.maySee(viewer.memberId(), deleted.post().subject())) {
            throw Problem.notFound();
        }
        requireUndoable(deleted.deletedAt());
        store.restore(id);
        events.publishEvent(new PostRestored(id, deleted.post().subject(), viewer.memberId()));
    }

    /** @throws Problem if a deletion is too long ago to be taken back */
    public void requireUndoable(Instant deletedAt) {
        if (deletedAt.plus(settings.undo()).isBefore(clock.instant())) {
            throw new Problem(
                    409, "too-late", null, deletedAt.toString(), settings.undo().toSeconds());
        }
    }

    /** Every version of a post, the current one first. */
    @Transactional(readOnly = true)
    public List<Revision> revisions(MemberId viewer, PostId id) {
        Post post = visibleTo(viewer, id);
        List<Revision> all = new ArrayList<>();
        if (post.author() != null) {
            all.add(new Revision(post.version(), post.author(), post.title(), post.body(), post.writtenAt()));
        }
        all.addAll(revisions.of(id.value()));
        return all;
    }

    /**
     * Tells what changed on a record. A save that follows the record's last story by the same actor closely joins it, as
     * long as nobody has commented on it: from the first value to the last, without what returned to its start.
     *
     * @param actor null: nobody knows
     * @return the story's post; none when nothing changed, or all that had changed is as it was before
     */
    @Transactional
    public Optional<PostId> addChangeStory(
            SubjectId record, @Nullable MemberId actor, List<StoryChange> changes, Instant at) {
        ChangeStory story = new ChangeStory(changes);
        if (story.isEmpty()) {
            return Optional.empty();
        }
        Optional<PostId> last = store.lastStory(record, actor, at.minus(settings.storyGrouping()))
                .filter(store::lockUncommented);
        Optional<Post> told = last.isEmpty() ? Optional.empty() : store.lock(last.get());
        if (told.isPresent()) {
            return join(told.get(), changes, actor);
        }
        PostId id = new PostId(ids.next());
        store.insert(new Post(id, record, actor, PostKind.CHANGE_STORY, null, "", story, at, null, 1));
        events.publishEvent(new ChangeStoryAdded(id, record, actor, false));
        return Optional.of(id);
    }

    private Optional<PostId> join(Post told, List<StoryChange> changes, @Nullable MemberId actor) {
        ChangeStory joined = Objects.requireNonNull(told.story()).and(changes);
        if (joined.isEmpty()) {
            store.remove(told.id());
            events.publishEvent(new PostDeleted(told.id(), told.subject(), actor));
            return Optional.empty();
        }
        store.update(new Post(
                told.id(),
                told.subject(),
                told.author(),
                told.kind(),
                null,
                "",
                joined,
                told.publishedAt(),
                null,
                told.version() + 1));
        events.publishEvent(new ChangeStoryAdded(told.id(), told.subject(), actor, true));
        return Optional.of(told.id());
    }
}
