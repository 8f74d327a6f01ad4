package rapport.social.notification;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.springframework.stereotype.Component;
import rapport.social.member.Viewers;
import rapport.social.web.ApiResource;

/** What the viewer wants to be told. */
@Component
@Path("/me/notification-settings")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class NotificationSettingsResource implements ApiResource {
    private final NotificationPreferences preferences;
    private final Viewers viewers;

    NotificationSettingsResource(NotificationPreferences preferences, Viewers viewers) {
        this.preferences = preferences;
        this.viewers = viewers;
    }

    @GET
    @Operation(
            summary = "What one is told, and how",
            description = "By kind of news and channel (`inApp`); of what one follows, where it is not everything.")
    public NotificationChoices read() {
        return preferences.get(viewers.current().memberId());
    }

    @PUT
    @Operation(summary = "Changes what one is told", description = "What is left out stays as it is.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = NotificationChoices.class)))
    @ApiResponse(
            responseCode = "400",
            description = "A kind or channel that does not exist, or a place that one does not follow")
    public NotificationChoices change(@Valid @NotNull NotificationChoices choices) {
        var viewer = viewers.current().memberId();
        preferences.set(viewer, choices);
        return preferences.get(viewer);
    }
}
