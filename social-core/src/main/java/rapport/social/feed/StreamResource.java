package rapport.social.feed;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import rapport.social.member.Viewers;
import rapport.social.web.ApiResource;

/** The viewer's saved streams. Their feeds are at {@code /feeds/streams/{id}}. */
@Component
@Path("/me/streams")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Streams")
public class StreamResource implements ApiResource {
    private final Streams streams;
    private final Viewers viewers;

    StreamResource(Streams streams, Viewers viewers) {
        this.streams = streams;
        this.viewers = viewers;
    }

    /** All of them. */
    @Schema(name = "Streams")
    public record Found(List<StreamView> items) {}

    @GET
    @Operation(summary = "One's saved streams")
    public Found list() {
        return new Found(streams.list(viewers.current().memberId()));
    }

    @POST
    @Operation(summary = "Saves a stream", description = "A mix of records, spaces, members and topics, at most 100.")
    @ApiResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = StreamView.class)))
    @ApiResponse(responseCode = "400", description = "The name, a source or the number of them is refused")
    public Response add(
            @Valid @NotNull StreamChange input,
            @Parameter(description = "The caller's name for this request, 1 to 200 characters")
                    @HeaderParam("Idempotency-Key")
                    @Nullable
                    String key) {
        return Response.status(Response.Status.CREATED)
                .entity(streams.add(viewers.current().memberId(), input, key))
                .build();
    }

    @GET
    @Path("/{streamId}")
    @Operation(summary = "One saved stream")
    public StreamView read(@PathParam("streamId") StreamId id) {
        return streams.get(viewers.current().memberId(), id);
    }

    @PATCH
    @Path("/{streamId}")
    @Operation(summary = "Changes name or sources of a stream")
    public StreamView change(@PathParam("streamId") StreamId id, @Valid @NotNull StreamChange change) {
        return streams.change(viewers.current().memberId(), id, change);
    }

    @DELETE
    @Path("/{streamId}")
    @Operation(summary = "Forgets a stream", description = "Twice is as once.")
    public void delete(@PathParam("streamId") StreamId id) {
        streams.delete(viewers.current().memberId(), id);
    }
}
