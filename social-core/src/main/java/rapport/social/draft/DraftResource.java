package rapport.social.draft;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import rapport.social.member.Viewers;
import rapport.social.web.ApiResource;

/** The viewer's drafts. */
@Component
@Path("/me/drafts")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Drafts")
public class DraftResource implements ApiResource {
    private final Drafts drafts;
    private final Viewers viewers;

    DraftResource(Drafts drafts, Viewers viewers) {
        this.drafts = drafts;
        this.viewers = viewers;
    }

    @GET
    @Operation(
            summary = "Lists one's drafts, the newest first",
            description = "A draft for a place that one may not see any more comes without `where`.")
    public DraftView.Found list() {
        return new DraftView.Found(drafts.of(viewers.current().memberId()));
    }

    @GET
    @Path("/{place}")
    @Operation(summary = "Reads the draft of one place")
    public DraftView read(@Parameter(example = "subject:456") @PathParam("place") DraftPlace place) {
        return drafts.get(viewers.current().memberId(), place);
    }

    @PUT
    @Path("/{place}")
    @Operation(
            summary = "Keeps what was typed so far",
            description =
                    "`subject:12` is a new post there, `post:34` a comment in that thread, `edit:56` a post or comment that is being"
                            + " edited. Send `basedOn`, the last `version` that this device knows. Where another device wrote meanwhile,"
                            + " the text that was typed last stands, the other is kept for some days, and `conflict` is true.")
    public DraftView save(
            @Parameter(example = "subject:456") @PathParam("place") DraftPlace place, @NotNull NewDraft draft) {
        return drafts.save(viewers.current().memberId(), place, draft);
    }

    @DELETE
    @Path("/{place}")
    @Operation(
            summary = "Drops a draft, because it was sent or is not wanted",
            description = "With `basedOn`, words that another device wrote since are kept as a version.")
    public void delete(
            @Parameter(example = "subject:456") @PathParam("place") DraftPlace place,
            @QueryParam("basedOn") @Nullable String basedOn) {
        drafts.delete(viewers.current().memberId(), place, basedOn);
    }

    @GET
    @Path("/{place}/versions")
    @Operation(summary = "Lists the texts that lost against another device's, the newest first")
    public DraftView.KeptVersions versions(@Parameter(example = "subject:456") @PathParam("place") DraftPlace place) {
        return new DraftView.KeptVersions(drafts.versions(viewers.current().memberId(), place));
    }
}
