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
import rapport.social.member.Viewers;
import rapport.social.post.PostId;
import rapport.social.web.ApiResource;

/** One's marks on a post. */
@Component
@Path("/posts/{postId}/{mark: bookmark|follow|mute|pin}")
@Tag(name = "Marks")
public class PostMarkResource implements ApiResource {
    private final Marks marks;
    private final Viewers viewers;

    PostMarkResource(Marks marks, Viewers viewers) {
        this.marks = marks;
        this.viewers = viewers;
    }

    @PUT
    @Operation(
            summary = "Marks a post",
            description =
                    "`bookmark`: in one's list `/me/bookmarks`. `follow`: told of its edits and new comments. `mute`: told of nothing in its thread, but perhaps of being named."
                            + " `pin`: stands first on its place, at most 3 there; for who manages the place.")
    @ApiResponse(responseCode = "204", description = "It is so now")
    @ApiResponse(responseCode = "403", description = "One does not manage the place (`pin`)")
    @ApiResponse(responseCode = "409", description = "Three are pinned there already (`pin`)")
    @ApiResponse(responseCode = "404", description = "There is none, or one may not see it")
    public void set(
            @Parameter(example = "1041") @PathParam("postId") PostId post,
            @Parameter(example = "bookmark") @PathParam("mark") PostMark mark) {
        marks.set(viewers.current().memberId(), post, mark);
    }

    @DELETE
    @Operation(summary = "Takes a mark back", description = "Twice is as once.")
    @ApiResponse(responseCode = "204", description = "It is so now")
    public void takeBack(
            @Parameter(example = "1041") @PathParam("postId") PostId post,
            @Parameter(example = "bookmark") @PathParam("mark") PostMark mark) {
        marks.takeBack(viewers.current().memberId(), post, mark);
    }
}
