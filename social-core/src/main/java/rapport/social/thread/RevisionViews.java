package rapport.social.thread;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.springframework.stereotype.Component;
import rapport.social.file.FileView;
import rapport.social.file.StoredFile;
import rapport.social.file.UploadedFiles;
import rapport.social.member.MemberId;
import rapport.social.mention.Mentions;
import rapport.social.mention.Names;
import rapport.social.mention.Prose;
import rapport.social.post.Revision;
import rapport.social.shared.SubjectId;

/** Shows the history of a post or a comment, with the names that the reader may know. */
@Component
class RevisionViews {
    private final Mentions mentions;
    private final UploadedFiles files;

    RevisionViews(Mentions mentions, UploadedFiles files) {
        this.mentions = mentions;
        this.files = files;
    }

    /** @param revisions of the item, the current one first */
    RevisionView.Found of(MemberId viewer, long item, List<Revision> revisions) {
        List<Prose> texts =
                revisions.stream().map(revision -> Prose.of(revision.body())).toList();
        Set<MemberId> members = new HashSet<>();
        Set<SubjectId> records = new HashSet<>();
        revisions.forEach(revision -> members.add(revision.author()));
        texts.forEach(text -> {
            members.addAll(text.members());
            records.addAll(text.records());
        });
        Names names = mentions.names(viewer, members, records);
        Map<Integer, List<StoredFile>> attached = files.ofRevisions(item);
        if (!revisions.isEmpty()) {
            attached.put(
                    revisions.get(0).version(), files.ofItems(List.of(item)).getOrDefault(item, List.of()));
        }
        return new RevisionView.Found(revisions.stream()
                .map(revision -> new RevisionView(
                        revision.version(),
                        Objects.requireNonNull(names.members().get(revision.author())),
                        revision.writtenAt(),
                        revision.title(),
                        Prose.of(revision.body()).source(names),
                        attached.getOrDefault(revision.version(), List.of()).stream()
                                .map(FileView::of)
                                .toList(),
                        revision.expiresAt()))
                .toList());
    }
}
