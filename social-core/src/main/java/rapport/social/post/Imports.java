package rapport.social.post;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import rapport.social.member.Member;
import rapport.social.member.MemberId;
import rapport.social.member.Members;
import rapport.social.member.Viewer;
import rapport.social.shared.Problem;

/** Who wrote a new text and when: the viewer, now; or, for who may import, somebody else, earlier. */
@Component
public class Imports {
    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");

    private final Members members;
    private final Clock clock;

    Imports(Members members, Clock clock) {
        this.members = members;
        this.clock = clock;
    }

    /** @param imported brought in from elsewhere: nobody is told of it */
    public record Origin(MemberId author, Instant publishedAt, boolean imported) {}

    /** @throws Problem if the viewer may not import, the author is not known, or the time is not in the past */
    public Origin origin(
            Viewer viewer, @Nullable Instant publishedAt, @Nullable MemberId authorId, @Nullable AuthorKey author) {
        if (publishedAt == null && authorId == null && author == null) {
            return new Origin(viewer.memberId(), clock.instant(), false);
        }
        if (!viewer.mayImport()) {
            String field = publishedAt != null ? "publishedAt" : authorId != null ? "authorId" : "author";
            throw new Problem(403, "import-right-needed", field, null, null);
        }
        Instant now = clock.instant();
        Instant at = publishedAt == null ? now : publishedAt.truncatedTo(ChronoUnit.MILLIS);
        if (at.isAfter(now) || at.isBefore(EARLIEST)) {
            throw Problem.invalid("publishedAt", publishedAt, EARLIEST + ".." + now);
        }
        return new Origin(author(viewer, authorId, author), at, true);
    }

    private MemberId author(Viewer viewer, @Nullable MemberId authorId, @Nullable AuthorKey author) {
        if (authorId != null) {
            if (author != null) {
                throw Problem.invalid("author", null, "authorId or author, not both");
            }
            return members.find(authorId)
                    .map(Member::id)
                    .orElseThrow(() -> Problem.invalid("authorId", authorId, "a member"));
        }
        if (author == null) {
            return viewer.memberId();
        }
        if (author.connection() == null || author.externalId() == null) {
            throw Problem.required(author.connection() == null ? "author.connection" : "author.externalId");
        }
        if ((author.connection() + author.externalId()).indexOf('\0') >= 0) {
            throw Problem.invalid("author", null, "a member"); // PostgreSQL can't even be asked for this character
        }
        return members.byIdentity(author.connection(), author.externalId())
                .map(Member::id)
                .orElseThrow(() -> Problem.invalid("author.externalId", author.externalId(), "a member"));
    }
}
