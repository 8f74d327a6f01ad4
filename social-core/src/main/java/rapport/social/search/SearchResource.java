package rapport.social.search;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import rapport.social.member.Viewers;
import rapport.social.web.ApiResource;

/** One search over posts, comments, file names, records, members, spaces and topics, as far as the viewer may see them. */
@Component
@Path("/search")
@Produces(MediaType.APPLICATION_JSON)
public class SearchResource implements ApiResource {
    private final Search search;
    private final SearchSettings settings;
    private final Viewers viewers;

    SearchResource(Search search, SearchSettings settings, Viewers viewers) {
        this.search = search;
        this.settings = settings;
        this.viewers = viewers;
    }

    @GET
    @Operation(
            summary = "Search",
            description =
                    "Every word must be found; the last one may be unfinished unless a space follows. Accents, case and French"
                            + " and English endings don't matter. Typing errors are forgiven when nothing else is found (similar: true)."
                            + " Without a type some of each group are given, with one a page of that.")
    @ApiResponse(content = @Content(schema = @Schema(implementation = SearchAnswer.class)))
    public Object find(
            @QueryParam("q") @Parameter(description = "what to look for") @Nullable String q,
            @QueryParam("type")
                    @Parameter(
                            schema =
                                    @Schema(
                                            allowableValues = {
                                                "posts",
                                                "comments",
                                                "files",
                                                "records",
                                                "members",
                                                "spaces",
                                                "topics"
                                            }))
                    @Nullable
                    String type,
            @QueryParam("subjectId")
                    @Parameter(
                            description =
                                    "look in the feed of this record, space, member or topic; an account's includes its contacts and opportunities")
                    @Nullable
                    String subjectId,
            @QueryParam("authorId") @Nullable String authorId,
            @QueryParam("kind") @Parameter(description = "of the post; may be given more than once") List<String> kind,
            @QueryParam("from") @Parameter(description = "a day (UTC) or an instant") @Nullable String from,
            @QueryParam("to") @Parameter(description = "a day (UTC), included, or an instant, excluded") @Nullable
                    String to,
            @QueryParam("hasFile")
                    @Parameter(description = "`true`: posts and comments with a file, and files", example = "true")
                    @Nullable
                    String hasFile,
            @QueryParam("order")
                    @Parameter(
                            schema =
                                    @Schema(
                                            allowableValues = {"best", "newest"},
                                            defaultValue = "best"))
                    @Nullable
                    String order,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("pageToken") @Nullable String pageToken) {
        var viewer = viewers.current().memberId();
        var raw = new SearchRequest.Raw(
                q,
                type,
                subjectId,
                authorId,
                kind == null ? List.of() : kind,
                from,
                to,
                hasFile,
                order,
                limit,
                pageToken);
        return search.find(viewer, SearchRequest.of(raw, settings));
    }
}
