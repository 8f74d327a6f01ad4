package rapport.social.space;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rapport.social.shared.SubjectId;

/**
 * A space as the API shows.
 *
 * @param memberCount  people in it; absent for who may know of it but not read it
 * @param membership   the viewer's place in it; absent when nothing
 * @param unread       in the list of one's own: posts by others that one has not read; 100 stands for more than 99
 * @param topics       suggested to who writes in it
 * @param capabilities read, post, join, leave, edit, manage (members), archive, link (records)
 */
public record SpaceView(
        SubjectId id,
        String kind,
        String name,
        @Nullable String description,
        SpaceVisibility visibility,
        boolean broadcast,
        List<String> topics,
        Instant createdAt,
        @Nullable Instant archivedAt,
        int version,
        @Nullable Integer memberCount,
        @Nullable SpaceRole membership,
        @Nullable Integer unread,
        Map<String, Boolean> capabilities) {

    static SpaceView of(Space space) {
        var role = space.role();
        boolean in = role != null && role.isIn();
        boolean manages = space.managedByViewer();
        boolean open = space.archivedAt() == null;
        Map<String, Boolean> can = new LinkedHashMap<>();
        can.put("read", space.readableByViewer());
        can.put("post", open && in && (!space.broadcast() || manages));
        can.put("join", open && !in && role != SpaceRole.REQUESTED);
        can.put("leave", role != null);
        can.put("edit", manages && open);
        can.put("manage", manages && open);
        can.put("archive", manages);
        can.put("link", open && in);
        return new SpaceView(
                space.id(),
                "space",
                space.name(),
                space.description(),
                space.visibility(),
                space.broadcast(),
                space.readableByViewer() ? space.topics() : List.of(),
                space.createdAt(),
                space.archivedAt(),
                space.version(),
                space.readableByViewer() ? space.memberCount() : null,
                role,
                null,
                can);
    }

    SpaceView withUnread(int posts) {
        return new SpaceView(
                id,
                kind,
                name,
                description,
                visibility,
                broadcast,
                topics,
                createdAt,
                archivedAt,
                version,
                memberCount,
                membership,
                posts,
                capabilities);
    }
}
