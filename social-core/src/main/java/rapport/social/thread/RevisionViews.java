package rapport.social.thread;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.springframework.stereotype.Component;
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

    RevisionViews(Mentions mentions) {
        this.mentions = mentions;
    }

    RevisionView.Found of(MemberId viewer, List<Revision> revisions) {
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
        return new RevisionView.Found(revisions.stream()
                .map(revision -> new RevisionView(
                        revision.version(),
                        Objects.requireNonNull(names.members().get(revision.author())),
                        revision.writtenAt(),
                        revision.title(),
                        Prose.of(revision.body()).source(names)))
                .toList());
    }
}
