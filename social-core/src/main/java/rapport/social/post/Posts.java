package rapport.social.post;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import rapport.social.file.FileId;
import rapport.social.file.UploadedFiles;
import rapport.social.member.Member;
import rapport.social.member.MemberId;
import rapport.social.member.Viewer;
import rapport.social.mention.Mentions;
import rapport.social.mention.Prose;
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
    private final RemovalMarks removals;
    private final CreateKeys keys;
    private final Imports imports;
    private final KindRules kinds;
    private final UploadedFiles files;
    private final Mentions mentions;
    private final Ids ids;
    private final ConversationSettings settings;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Posts(
            PostStore store,
            PlaceRules rules,
            Revisions revisions,
            RemovalMarks removals,
            CreateKeys keys,
            Imports imports,
            KindRules kinds,
            UploadedFiles files,
            Mentions mentions,
            Ids ids,
            ConversationSettings settings,
            ApplicationEventPublisher events,
            Clock clock) {
        this.store = store;
        this.rules = rules;
        this.revisions = revisions;
        this.removals = removals;
        this.keys = keys;
        this.imports = imports;
        this.kinds = kinds;
        this.files = files;
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

    /** What the member is to a post that the member may see. */
    public Standing standing(MemberId member, Post post) {
        return standing(member, post, store.circumstances(member, post));
    }

    private Standing standing(MemberId member, Post post, PostStore.Circumstances here) {
        return new Standing(
                post.isBy(member),
                here.owner(),
                here.moderator(),
                rules.rights(member, post.subject(), here.placeKind()),
                here.closed());
    }

    /** @throws Problem forbidden, where {@code member} may read the post and take no part */
    public void requireMayTakePart(MemberId member, Post post) {
        if (!standing(member, post).mayTakePart()) {
            throw Problem.forbidden();
        }
    }

    /** @throws Problem forbidden, where {@code member} may read the post and not write on it; or its thread is closed */
    public void requireMayWrite(MemberId member, Post post) {
        PostStore.Circumstances here = store.circumstances(member, post);
        if (!standing(member, post, here).mayTakePart()) {
            throw Problem.forbidden();
        }
        if (here.closed()) {
            throw new PostClosed(here.closedFor());
        }
    }

    /** Makes the caller's transaction the only one that changes the post's thread. */
    public void lockThread(PostId id) {
        store.lockThread(id);
    }

    /**
     * What a request to add a post came to.
     *
     * @param author   in whose name it stands
     * @param repeated the request had been carried out before
     * @param bare     nothing stands on it but its words
     */
    public record Added(PostId id, MemberId author, boolean repeated, boolean bare) {}

    /** A post about to be added, with all of it checked. */
    private record Checked(
            PostPart.Publishing publishing,
            PostKind kind,
            @Nullable String title,
            Prose text,
            @Nullable String language,
            List<FileId> files,
            @Nullable PostPart part) {}

    /**
     * Adds a post to a subject that its author may see: nothing more is needed to write there, unless the place has a rule.
     *
     * @param key the caller's name for this request, if it may come twice
     * @throws Problem if the subject is not found, something in the post is refused, or the key was used for another request
     */
    @Transactional
    public Added add(Viewer viewer, NewPost input, @Nullable String key) {
        if (input.publishAt() != null) {
            throw Problem.invalid("publishAt", input.publishAt(), "none: this is published at once");
        }
        Imports.Origin origin = imports.origin(viewer, input.publishedAt(), input.authorId(), input.author());
        PostStore.Place place = place(viewer.memberId(), origin.author(), input);
        PostId id = new PostId(ids.next());
        // before all other checks: what has become impossible since, such as a poll's end in the future, is no matter
        // in a repeat
        Optional<Long> earlier =
                keys.claim(viewer.id(), key, CreateKeys.Kind.POST, "posts/" + place.id(), input, id.value());
        if (earlier.isPresent()) {
            return repeated(new PostId(earlier.get()), origin.author());
        }
        return insert(id, checked(viewer.member(), origin, input, place), input, origin);
    }

    /**
     * Looks whether a post could be published, and writes nothing.
     *
     * @param at when it would be
     * @return where it would stand
     * @throws Problem as {@link #add}
     */
    public SubjectId check(Viewer viewer, NewPost input, Instant at) {
        return checked(viewer.member(), new Imports.Origin(viewer.memberId(), at, false), input)
                .publishing()
                .place();
    }

    /**
     * Publishes what was written before, with the rights that its author has now. The files must be the author's, and stand
     * nowhere.
     */
    @Transactional
    public Added publish(Member author, NewPost input) {
        var origin = new Imports.Origin(author.id(), clock.instant(), false);
        return insert(new PostId(ids.next()), checked(author, origin, input), input, origin);
    }

    private Checked checked(Member writer, Imports.Origin origin, NewPost input) {
        return checked(writer, origin, input, place(writer.id(), origin.author(), input));
    }

    private Checked checked(Member writer, Imports.Origin origin, NewPost input, PostStore.Place place) {
        PlaceRule.Rights rights = rules.rights(origin.author(), place.id(), place.kind());
        if (place.isProfileOfAnother(origin.author()) || !origin.imported() && !rights.post()) {
            throw Problem.forbidden();
        }
        List<FileId> attached = files.named(input.fileIds());
        PostPart part = kinds.part(input);
        PostKind kind = kinds.kind(input, part);
        String title = kinds.title(kind, input.title());
        Prose text = kinds.body(kind, title, input.body(), !attached.isEmpty());
        var publishing = new PostPart.Publishing(
                origin.author(),
                place.id(),
                place.kind(),
                rights.manage() || writer.isModerator(),
                origin.publishedAt());
        if (part != null) {
            part.check(input, publishing);
        }
        return new Checked(
                publishing,
                KindRules.settled(kind, text, !attached.isEmpty()),
                title,
                text,
                kinds.language(input.language()),
                attached,
                part);
    }

    private Added insert(PostId id, Checked checked, NewPost input, Imports.Origin origin) {
        PostPart.Publishing publishing = checked.publishing();
        Post post = new Post(
                id,
                publishing.place(),
                origin.author(),
                checked.kind(),
                checked.title(),
                checked.text().stored(),
                null,
                origin.publishedAt(),
                null,
                1);
        store.insert(post, checked.language());
        if (!checked.files().isEmpty()) {
            files.attach(origin.author(), checked.files(), id.value(), id.value());
        }
        PostPart part = checked.part();
        if (part != null) {
            part.add(id, input, publishing);
        }
        Mentions.Difference named = mentions.add(id.value(), publishing.place(), origin.author(), checked.text());
        events.publishEvent(new PostAdded(id, publishing.place(), origin.author(), named.told(), origin.imported()));
        boolean bare = part == null
                && checked.files().isEmpty()
                && checked.text().topics().isEmpty()
                && (checked.title() == null
                        || Prose.of(checked.title()).topics().isEmpty());
        return new Added(id, origin.author(), false, bare);
    }

    /** Whether there is such a post, whoever may see it. */
    public boolean exists(PostId id) {
        return store.exists(id);
    }

    private Added repeated(PostId id, MemberId author) {
        if (store.isDeleted(id)) {
            throw new Problem(410, "deleted");
        }
        return new Added(id, author, true, false);
    }

    private PostStore.Place place(MemberId writer, MemberId author, NewPost input) {
        if (input.record() == null) {
            SubjectId subject = input.subjectId() == null ? author.profile() : input.subjectId();
            return store.place(writer, author, subject).orElseThrow(Problem::notFound);
        }
        if (input.subjectId() != null) {
            throw Problem.invalid("record", null, "subjectId or record, not both");
        }
        return store.place(writer, author, ref(input.record())).orElseThrow(Problem::notFound);
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

    /**
     * Changes one's own post. What it said before can still be read by whoever may read the post; it keeps its place.
     *
     * @param expectedVersion refused when the post has another by now; null: whichever
     * @return the post as it is now; the same version when nothing was changed
     */
    @Transactional
    public Post edit(Viewer viewer, PostId id, PostChange change, @Nullable Integer expectedVersion) {
        if (change.publishAt() != null) {
            throw Problem.invalid("publishAt", change.publishAt(), "none: this is published");
        }
        Post post = mine(viewer, id);
        requireVersion(expectedVersion, post.version());
        String title = change.title() == null ? post.title() : kinds.title(post.kind(), change.title());
        Prose before = Prose.of(post.body());
        List<FileId> standing = files.idsOf(id.value());
        List<FileId> attached = change.fileIds() == null ? standing : files.named(change.fileIds());
        Prose after = change.body() == null && !before.isEmpty()
                ? before
                : kinds.body(post.kind(), title, change.body(), !attached.isEmpty());
        return replaced(
                viewer,
                post,
                new Edited(
                        KindRules.settled(post.kind(), after, !attached.isEmpty()),
                        title,
                        before,
                        after,
                        attached.equals(standing) ? null : attached,
                        movedEnd(viewer, post, change.announcement())));
    }

    /** The other end that an announcement is to have; null when it keeps the one it has. */
    private @Nullable Instant movedEnd(Viewer viewer, Post post, PostChange.@Nullable AnnouncementChange change) {
        if (change == null) {
            return null;
        }
        if (change.expiresAt() == null) {
            throw Problem.required("announcement.expiresAt");
        }
        Instant end = kinds.end(post.kind(), post.id());
        if (end == null) {
            throw Problem.invalid("announcement", null, "none: this is no announcement");
        }
        if (!standing(viewer.memberId(), post).mayManage()) {
            throw Problem.forbidden();
        }
        Instant wanted = change.expiresAt().truncatedTo(ChronoUnit.MILLIS);
        return wanted.equals(end) ? null : wanted;
    }

    /**
     * Makes a question of one's own update: its words become the details.
     *
     * @throws Problem if it is no update, the title is refused, or the thread is closed
     */
    @Transactional
    public Post turnIntoQuestion(Viewer viewer, PostId id, @Nullable String title) {
        Post post = mine(viewer, id);
        if (!post.kind().isPlain()) {
            throw new Problem(409, "not-an-update", "kind", post.kind().toString(), "update");
        }
        Prose text = Prose.of(post.body());
        return replaced(
                viewer,
                post,
                new Edited(PostKind.QUESTION, kinds.title(PostKind.QUESTION, title), text, text, null, null));
    }

    /** The viewer's own post, for this transaction alone to change. */
    private Post mine(Viewer viewer, PostId id) {
        visibleTo(viewer.memberId(), id);
        Post post = store.lock(id).orElseThrow(Problem::notFound);
        post.requireWrittenBy(viewer.memberId());
        removals.requireStanding(id.value());
        requireMayWrite(viewer.memberId(), post);
        return post;
    }

    /**
     * What an edit makes of a post.
     *
     * @param files the files that stand on it from now on; null: those that did
     * @param end   of an announcement: its other end; null: as it was
     */
    private record Edited(
            PostKind kind,
            @Nullable String title,
            Prose before,
            Prose after,
            @Nullable List<FileId> files,
            @Nullable Instant end) {
        boolean changes(Post post) {
            return kind != post.kind()
                    || !Objects.equals(title, post.title())
                    || !after.stored().equals(post.body())
                    || files != null
                    || end != null;
        }
    }

    private Post replaced(Viewer viewer, Post post, Edited edit) {
        if (!edit.changes(post)) {
            return post;
        }
        revisions.keep(post.id().value(), current(post, viewer.memberId()));
        Post edited = post.edited(edit.kind(), edit.title(), edit.after().stored(), clock.instant());
        store.update(edited);
        if (edited.kind() != post.kind()) {
            store.updateKind(edited);
        }
        if (edit.files() != null) {
            files.replace(
                    viewer.memberId(),
                    edit.files(),
                    post.id().value(),
                    post.id().value());
        }
        if (edit.end() != null) {
            kinds.moveEnd(post.kind(), post.id(), edit.end(), clock.instant());
        }
        Mentions.Difference named =
                mentions.replace(post.id().value(), post.subject(), viewer.memberId(), edit.before(), edit.after());
        events.publishEvent(
                new PostEdited(post.id(), post.subject(), viewer.memberId(), named.told(), named.dropped()));
        return edited;
    }

    private Revision current(Post post, MemberId author) {
        return new Revision(
                post.version(), author, post.title(), post.body(), post.writtenAt(), kinds.end(post.kind(), post.id()));
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
        removals.requireStanding(id.value());
        requireVersion(expectedVersion, post.version());
        store.delete(id, viewer.memberId(), clock.instant());
        events.publishEvent(new PostDeleted(id, post.subject(), viewer.memberId()));
    }

    /**
     * Takes the words of the current version out, for whoever may see to it that all others go too. What a connector told is
     * the CRM's to correct.
     */
    @Transactional
    public void wipe(MemberId actor, PostId id) {
        Post post = store.lock(id).orElseThrow(Problem::notFound);
        if (!post.kind().isWritten()) {
            throw Problem.forbidden();
        }
        store.wipe(id);
        events.publishEvent(new PostEdited(id, post.subject(), actor, Set.of(), Set.of()));
    }

    /** Takes a deletion back: the post stands where it stood, with its thread. A second time does nothing. */
    @Transactional
    public void restore(Viewer viewer, PostId id) {
        if (store.visibleTo(viewer.memberId(), id)
                .filter(post -> post.isBy(viewer.memberId()))
                .isPresent()) {
            return;
        }
        var locked = store.lockDeleted(id);
        if (locked.isEmpty()
                && store.visibleTo(viewer.memberId(), id)
                        .filter(post -> post.isBy(viewer.memberId()))
                        .isPresent()) {
            return; // another call restored it while this one waited
        }
        PostStore.DeletedPost deleted = locked.orElseThrow(Problem::notFound);
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
            all.add(current(post, post.author()));
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
        store.insert(new Post(id, record, actor, PostKind.CHANGE_STORY, null, "", story, at, null, 1), null);
        events.publishEvent(new ChangeStoryAdded(id, record, actor, false));
        return Optional.of(id);
    }

    /** Saves of one person on one record that are no further apart tell one story. */
    public Duration storyGrouping() {
        return settings.storyGrouping();
    }

    /** When something was last said on these subjects; those on which nothing ever was are left out. */
    public Map<SubjectId, Instant> lastSaid(Collection<SubjectId> subjects) {
        return store.lastSaid(subjects);
    }

    /**
     * Tells something else in a change story that is there.
     *
     * @return whether it is there
     */
    @Transactional
    public boolean replaceChangeStory(PostId id, List<StoryChange> changes) {
        Optional<Post> told = store.lock(id).filter(post -> post.kind() == PostKind.CHANGE_STORY);
        told.ifPresent(post -> {
            store.update(new Post(
                    post.id(),
                    post.subject(),
                    post.author(),
                    post.kind(),
                    null,
                    "",
                    new ChangeStory(changes),
                    post.publishedAt(),
                    null,
                    post.version() + 1));
            events.publishEvent(new ChangeStoryAdded(post.id(), post.subject(), post.author(), true));
        });
        return told.isPresent();
    }

    /** Takes a change story back as if it had never been told; one that somebody has answered stays. */
    @Transactional
    public void withdrawChangeStory(PostId id) {
        Optional.of(id)
                .filter(store::lockUncommented)
                .flatMap(store::lock)
                .filter(post -> post.kind() == PostKind.CHANGE_STORY)
                .ifPresent(post -> {
                    store.remove(post.id());
                    events.publishEvent(new PostDeleted(post.id(), post.subject(), post.author()));
                });
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
