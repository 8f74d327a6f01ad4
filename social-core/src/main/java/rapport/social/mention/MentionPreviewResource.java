package rapport.social.mention;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import rapport.social.member.Viewers;
import rapport.social.shared.SubjectId;
import rapport.social.web.ApiResource;

/** Whom a text would reach, asked before it is sent. */
@Component
@Path("/mention-preview")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Mentions")
public class MentionPreviewResource implements ApiResource {
    private final MentionCandidates candidates;
    private final Texts texts;
    private final Viewers viewers;

    MentionPreviewResource(MentionCandidates candidates, Texts texts, Viewers viewers) {
        this.candidates = candidates;
        this.texts = texts;
        this.viewers = viewers;
    }

    /**
     * A text that has not been sent yet.
     *
     * @param subjectId where it will stand; absent: where everybody may read
     */
    @Schema(example = "{\"subjectId\":\"456\",\"body\":\"[@Cold chain](space:55) and @owner, they sign on Friday\"}")
    public record UnsentText(
            @Nullable SubjectId subjectId, @Nullable String body) {}

    @POST
    @Operation(
            summary = "Counts whom a text would notify, and names who cannot see its place",
            description =
                    "Everybody mentioned by name, through a space or in a role, once each. It is refused as the text itself would be.")
    public Mentions.Preview preview(@NotNull UnsentText text) {
        return candidates.preview(
                viewers.current().memberId(), text.subjectId(), texts.bodyOrNone("body", text.body()));
    }
}
