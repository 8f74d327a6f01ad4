package rapport.social.mark;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.springframework.stereotype.Component;
import rapport.social.comment.CommentId;
import rapport.social.member.Viewers;
import rapport.social.web.ApiResource;

/** One's marks on a comment. */
@Component
@Path("/comments/{commentId}/{mark: bookmark|follow}")
@Tag(name = "Marks")
public class CommentMarkResource implements ApiResource {
    private final Marks marks;
    private final Viewers viewers;

    CommentMarkResource(Marks marks, Viewers viewers) {
        this.marks = marks;
        this.viewers = viewers;
    }

    @PUT
    @Operation(
            summary = "Marks a comment",
            description =
                    "`bookmark`: in one's list `/me/bookmarks`. `follow`: told of its edits and of the replies to it."
                            + " Twice is as once.")
    @ApiResponse(responseCode = "204", description = "It is so now")
    @ApiResponse(responseCode = "404", description = "There is none, or one may not see it")
    public void set(
            @Parameter(example = "1041") @PathParam("commentId") CommentId comment,
            @Parameter(example = "bookmark") @PathParam("mark") CommentMark mark) {
        marks.set(viewers.current().memberId(), comment, mark);
    }

    @DELETE
    @Operation(summary = "Takes a mark back", description = "Twice is as once.")
    @ApiResponse(responseCode = "204", description = "It is so now")
    public void takeBack(
            @Parameter(example = "1041") @PathParam("commentId") CommentId comment,
            @Parameter(example = "bookmark") @PathParam("mark") CommentMark mark) {
        marks.takeBack(viewers.current().memberId(), comment, mark);
    }
}
