package rapport.social.notification;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rapport.social.follow.FollowLevel;
import rapport.social.shared.SubjectId;

/**
 * What a member wants to be told, and how. In a change, what is left out stays as it is.
 *
 * @param kinds          by kind of notification and channel (inApp), whether to be told
 * @param places         how much to hear of what is followed; read: where it is not everything
 * @param mutedByMention whether being named is told from a thread that one has muted
 */
@Schema(
        name = "NotificationSettings",
        example =
                "{\"kinds\":{\"reaction\":{\"inApp\":false}},\"places\":[{\"subjectId\":\"456\",\"level\":\"mentions\"}],\"mutedByMention\":true}")
public record NotificationChoices(
        @Nullable Map<String, Map<String, Boolean>> kinds,
        @Nullable List<@Valid @NotNull PlaceChoice> places,
        @Nullable Boolean mutedByMention) {

    /** @param name of what is followed; not to be sent */
    @Schema(name = "PlaceNotificationSetting")
    public record PlaceChoice(
            @NotNull SubjectId subjectId,
            @NotNull FollowLevel level,
            @Nullable String name,
            @Nullable String kind) {}
}
