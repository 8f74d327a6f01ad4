package rapport.social.space;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rapport.social.member.MemberId;
import rapport.social.shared.SubjectId;

/**
 * A place with members.
 *
 * @param broadcast  only managers and owners post; everybody in it comments
 * @param topics     suggested to who writes in it
 * @param archivedAt since when it is closed and only read; null while it is open
 * @param role       what the viewer is in it; null when nothing
 */
public record Space(
        SubjectId id,
        String name,
        @Nullable String description,
        SpaceVisibility visibility,
        boolean broadcast,
        List<String> topics,
        MemberId createdBy,
        Instant createdAt,
        @Nullable Instant archivedAt,
        int version,
        int memberCount,
        @Nullable SpaceRole role) {

    boolean managedByViewer() {
        return role != null && role.manages();
    }

    /** Whether the viewer reads what is said in it. */
    public boolean readableByViewer() {
        return visibility == SpaceVisibility.PUBLIC || (role != null && role.isIn());
    }
}
