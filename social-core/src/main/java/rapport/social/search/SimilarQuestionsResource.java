package rapport.social.search;

import io.swagger.v3.oas.annotations.Operation;
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
import rapport.social.shared.Problem;
import rapport.social.shared.SubjectId;
import rapport.social.web.ApiResource;

/** Before a question is sent: those that may have been asked before. */
@Component
@Path("/questions/similar")
@Produces(MediaType.APPLICATION_JSON)
public class SimilarQuestionsResource implements ApiResource {
    private final SimilarQuestions questions;
    private final SearchSettings settings;
    private final Viewers viewers;

    SimilarQuestionsResource(SimilarQuestions questions, SearchSettings settings, Viewers viewers) {
        this.questions = questions;
        this.settings = settings;
        this.viewers = viewers;
    }

    @Schema(name = "SimilarQuestions")
    record Found(List<SearchHit> items) {}

    @GET
    @Operation(
            summary = "Similar questions",
            description = "At most three, those with answers first, none that the viewer may not read.")
    @ApiResponse(content = @Content(schema = @Schema(implementation = Found.class)))
    public Object similar(
            @QueryParam("title") @Nullable String title, @QueryParam("subjectId") @Nullable String subjectId) {
        var viewer = viewers.current().memberId();
        if (title == null) {
            throw Problem.required("title");
        }
        if (title.length() > settings.queryLength()) {
            throw Problem.tooLong("title", title.length(), settings.queryLength());
        }
        return new Found(questions.of(
                viewer, SearchWords.of(title), subjectId == null ? null : SubjectId.fromString(subjectId)));
    }
}
