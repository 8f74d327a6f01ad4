package rapport.social.comment;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import rapport.social.file.FileId;
import rapport.social.file.UploadedFiles;
import rapport.social.member.MemberId;
import rapport.social.member.Viewer;
import rapport.social.mention.Mentions;
import rapport.social.mention.Prose;
import rapport.social.mention.Texts;
import rapport.social.post.CreateKeys;
import rapport.social.post.Imports;
import rapport.social.post.Post;
import rapport.social.post.PostId;
import rapport.social.post.Posts;
import rapport.social.post.RemovalMarks;
import rapport.social.post.Revision;
import rapport.social.post.Revisions;
import rapport.social.shared.Ids;
import rapport.social.shared.Problem;

/** Adds, edits, deletes and finds comments and replies. */
@Component
public class Comments {
    private final CommentStore store;
    private final Posts posts;
    private final Revisions revisions;
    private final RemovalMarks removals;
    private final CreateKeys keys;
    private final Imports imports;
    private final Texts texts;
    private final UploadedFiles files;
    private final Mentions mentions;
    private final Ids ids;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Comments(
            CommentStore store,
            Posts posts,
            Revisions revisions,
            RemovalMarks removals,
            CreateKeys keys,
            Imports imports,
            Texts texts,
            UploadedFiles files,
            Mentions mentions,
            Ids ids,
            ApplicationEventPublisher events,
            Clock clock) {
        this.store = store;
        this.posts = posts;
        this.revisions = revisions;
        this.removals = removals;
        this.keys = keys;
        this.imports = imports;
        this.texts = texts;
        this.files = files;
        this.mentions = mentions;
        this.ids = ids;
        this.events = events;
        this.clock = clock;
    }

    /** @throws Problem not found, if there is none or {@code viewer} may not see it; a deleted one is found */
    public Comment visibleTo(MemberId viewer, CommentId id) {
        return store.visibleTo(viewer, id).orElseThrow(Problem::notFound);
    }

    /**
     * What a request to add a comment came to.
     *
     * @param author in whose name it stands
     */
    public record Added(CommentId id, MemberId author) {}

    /**
     * Adds a comment, or a reply to a comment. Replies stand on one level below the first comment of their thread; what
     * a reply to a reply answers is kept with it.
     *
     * @param key the caller's name for this request, if it may come twice
     * @throws Problem if the post is not found, the text is refused, or the key was used for another request
     */
    @Transactional
    public Added add(Viewer viewer, PostId postId, NewComment input, @Nullable String key) {
        Imports.Origin origin = imports.origin(viewer, input.publishedAt(), input.authorId(), input.author());
        Post post = posts.visibleTo(viewer.memberId(), origin.author(), postId);
        List<FileId> attached = files.named(input.fileIds());
        Prose text = attached.isEmpty() ? texts.body("body", input.body()) : texts.bodyOrNone("body", input.body());

        // From here on nobody else adds to this thread: ids, ordinals and bumps rise together.
        int last = store.lockThread(postId).orElseThrow(Problem::notFound);
        CommentStore.Position parent = input.parentId() == null
                ? null
                : store.position(postId, input.parentId())
                        .orElseThrow(() -> Problem.invalid("parentId", input.parentId(), "a comment of this post"));
        CommentId id = new CommentId(ids.next());
        Optional<Long> earlier = keys.claim(
                viewer.id(), key, CreateKeys.Kind.COMMENT, "posts/" + postId + "/comments", input, id.value());
        if (earlier.isPresent()) {
            return new Added(new CommentId(earlier.get()), origin.author());
        }
        if (!origin.imported()) {
            posts.requireMayWrite(origin.author(), post);
        }
        store.insert(new Comment(
                id,
                postId,
                post.subject(),
                last + 1,
                parent == null ? null : parent.ordinal(),
                parent == null ? null : parent.thread(),
                origin.author(),
                text.stored(),
                origin.publishedAt(),
                null,
                null,
                1));
        if (!attached.isEmpty()) {
            files.attach(origin.author(), attached, postId.value(), id.value());
        }
        Mentions.Difference named = mentions.add(id.value(), post.subject(), origin.author(), text);
        events.publishEvent(
                new CommentAdded(postId, post.subject(), origin.author(), id, named.told(), origin.imported()));
        return new Added(id, origin.author());
    }

    /**
     * Changes one's own comment, and which files stand on it. What it said before can still be read by whoever may read the thread.
     *
     * @param expectedVersion refused when the comment has another by now; null: whichever
     */
    @Transactional
    public void edit(Viewer viewer, CommentId id, CommentChange change, @Nullable Integer expectedVersion) {
        Comment comment = store.lock(visibleTo(viewer.memberId(), id)).orElseThrow(Problem::notFound);
        if (comment.isDeleted()) {
            throw Problem.notFound();
        }
        comment.requireWrittenBy(viewer.memberId());
        posts.requireMayWrite(viewer.memberId(), posts.visibleTo(viewer.memberId(), comment.post()));
        removals.requireStanding(id.value());
        Posts.requireVersion(expectedVersion, comment.version());
        Prose before = Prose.of(comment.body());
        List<FileId> standing = files.idsOf(id.value());
        List<FileId> attached = change.fileIds() == null ? standing : files.named(change.fileIds());
        Prose after = newBody(comment, change.body(), !attached.isEmpty());
        if (after.stored().equals(comment.body()) && attached.equals(standing)) {
            return;
        }
        keep(comment);
        if (!attached.equals(standing)) {
            files.replace(viewer.memberId(), attached, comment.post().value(), id.value());
        }
        store.update(comment.with(after.stored(), clock.instant(), null, comment.version() + 1));
        Mentions.Difference named = mentions.replace(id.value(), comment.subject(), viewer.memberId(), before, after);
        events.publishEvent(new CommentEdited(
                comment.post(), comment.subject(), viewer.memberId(), id, named.told(), named.dropped()));
    }

    /** @param hasFiles whether files are left on it: they can say it all */
    private Prose newBody(Comment comment, @Nullable String body, boolean hasFiles) {
        if (body == null && !comment.body().isEmpty()) {
            return Prose.of(comment.body());
        }
        return hasFiles ? texts.bodyOrNone("body", body) : texts.body("body", body);
    }

    private void keep(Comment comment) {
        revisions.keep(
                comment.id().value(),
                new Revision(comment.version(), comment.author(), null, comment.body(), comment.writtenAt(), null));
    }

    /** Deletes one's own comment: its words go, its place in the thread stays. A second time does nothing. */
    @Transactional
    public void delete(Viewer viewer, CommentId id, @Nullable Integer expectedVersion) {
        Comment comment = lockInThread(viewer, id);
        comment.requireWrittenBy(viewer.memberId());
        removals.requireStanding(id.value());
        if (comment.isDeleted()) {
            return;
        }
        Posts.requireVersion(expectedVersion, comment.version());
        keep(comment);
        store.update(comment.with("", comment.editedAt(), clock.instant(), comment.version()));
        store.count(comment.post(), -1);
        mentions.remove(id.value());
        events.publishEvent(new CommentDeleted(comment.post(), comment.subject(), viewer.memberId(), id));
    }

    /** Takes a deletion back. A second time does nothing. */
    @Transactional
    public void restore(Viewer viewer, CommentId id) {
        Comment comment = lockInThread(viewer, id);
        comment.requireWrittenBy(viewer.memberId());
        removals.requireStanding(id.value());
        if (comment.deletedAt() == null) {
            return;
        }
        posts.requireUndoable(comment.deletedAt());
        Revision kept = revisions.take(id.value(), comment.version()).orElseThrow(Problem::notFound);
        store.update(comment.with(kept.body(), comment.editedAt(), null, comment.version()));
        store.count(comment.post(), 1);
        mentions.restore(id.value(), comment.subject(), comment.author(), Prose.of(kept.body()));
        events.publishEvent(new CommentRestored(comment.post(), comment.subject(), viewer.memberId(), id));
    }

    /** Takes the words of the current version out, for whoever may see to it that all others go too. */
    @Transactional
    public void wipe(MemberId actor, Comment seen) {
        Comment comment = store.lock(seen).orElseThrow(Problem::notFound);
        store.update(comment.with("", comment.editedAt(), comment.deletedAt(), comment.version() + 1));
        events.publishEvent(
                new CommentEdited(comment.post(), comment.subject(), actor, comment.id(), Set.of(), Set.of()));
    }

    /** The thread's row first, as everywhere: who counts its comments must be alone. */
    private Comment lockInThread(Viewer viewer, CommentId id) {
        Comment seen = visibleTo(viewer.memberId(), id);
        store.lockThread(seen.post()).orElseThrow(Problem::notFound);
        return store.lock(seen).orElseThrow(Problem::notFound);
    }

    /**
     * Every version of a comment, the current one first.
     *
     * @throws Problem not found, also when it is deleted: its words are gone for all
     */
    @Transactional(readOnly = true)
    public List<Revision> revisions(MemberId viewer, CommentId id) {
        Comment comment = visibleTo(viewer, id);
        if (comment.isDeleted()) {
            throw Problem.notFound();
        }
        List<Revision> all = new ArrayList<>();
        all.add(new Revision(comment.version(), comment.author(), null, comment.body(), comment.writtenAt(), null));
        all.addAll(revisions.of(id.value()));
        return all;
    }
}
