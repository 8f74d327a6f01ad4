package rapport.crm.sync;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.springframework.stereotype.Component;
import rapport.crm.connection.Connection;
import rapport.crm.connection.Connections;
import rapport.social.member.Viewers;
import rapport.social.record.CrmRecord;
import rapport.social.record.RecordRef;
import rapport.social.shared.Problem;
import rapport.social.web.ApiResource;

/** Which record another one was merged into, where the CRM does not say it. */
@Component
@Path("/connections/{connection}/records/{type}/{externalId}/merge")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class MergeResource implements ApiResource {
    private final MergesByHand merges;
    private final Connections connections;
    private final Viewers viewers;

    MergeResource(MergesByHand merges, Connections connections, Viewers viewers) {
        this.merges = merges;
        this.connections = connections;
        this.viewers = viewers;
    }

    /** @param into the CRM's id of a record of the same type */
    @Schema(example = "{\"into\":\"65f0c1d2e3a400002\"}")
    public record Merge(@NotNull @Size(min = 1, max = 100) String into) {}

    /** The record that has everything now. */
    public record Merged(String recordId, String externalId, String name) {}

    @POST
    @Operation(
            summary = "Says what a record was merged into",
            description =
                    "For admins. The record must be gone from the CRM and the other one must be there. Posts, followers, drafts and"
                            + " links move to it, and nobody is told. 409 record-still-there while the CRM has it.")
    public Merged merge(
            @PathParam("connection") String key,
            @PathParam("type") String type,
            @PathParam("externalId") String externalId,
            @Valid @NotNull Merge merge) {
        viewers.requireAdmin();
        CrmRecord winner = merges.merge(known(key), new RecordRef(key, type, externalId), merge.into());
        return new Merged(winner.id().toString(), winner.ref().externalId(), winner.name());
    }

    @DELETE
    @Operation(
            summary = "Takes such a merge back",
            description =
                    "For admins. What came from the record returns to it; in the CRM it is gone all the same. One that the CRM"
                            + " names comes again.")
    public void takeBack(
            @PathParam("connection") String key,
            @PathParam("type") String type,
            @PathParam("externalId") String externalId) {
        viewers.requireAdmin();
        merges.takeBack(known(key), new RecordRef(key, type, externalId));
    }

    private Connection known(String key) {
        return connections.find(key).orElseThrow(Problem::notFound);
    }
}
