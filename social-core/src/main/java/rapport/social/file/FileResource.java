package rapport.social.file;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.stereotype.Component;
import rapport.social.member.MemberId;
import rapport.social.member.Viewers;
import rapport.social.shared.Page;
import rapport.social.shared.PageToken;
import rapport.social.shared.SubjectId;
import rapport.social.web.ApiResource;

/** Uploads and downloads. */
@Component
@Path("/files")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Files")
public class FileResource implements ApiResource {
    /** What a browser may show in place; everything else is saved. */
    private static final Set<String> INLINE = Set.of("image/jpeg", "image/png", "image/gif", "application/pdf");

    private final UploadedFiles files;
    private final Viewers viewers;

    FileResource(UploadedFiles files, Viewers viewers) {
        this.files = files;
        this.viewers = viewers;
    }

    /** The body is the file itself. Until it is attached to a post or a comment only its sender has it, for two days. */
    @POST
    @Operation(summary = "Uploads a file, to be attached to a post or a comment")
    @ApiResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = FileView.class)))
    @Consumes(MediaType.WILDCARD)
    public Response upload(
            @QueryParam("name") @NotNull String name,
            @QueryParam("description") @Nullable String description,
            InputStream content) {
        var file = files.upload(viewers.current().memberId(), name, description, content);
        return Response.status(201).entity(FileView.of(file)).build();
    }

    @GET
    @Operation(summary = "Reads what is known of a file")
    @Path("/{fileId}")
    public FileView read(@PathParam("fileId") FileId id) {
        return FileView.of(files.visibleTo(viewers.current().memberId(), id));
    }

    /** @param description what the image shows, for who can't see it; empty or null: nothing */
    @Schema(name = "FileChange", example = "{\"description\":\"The cold room from the loading ramp\"}")
    public record FileChange(@Nullable String description) {}

    @PATCH
    @Operation(
            summary = "Tells what an image shows",
            description = "For who can't see it; by who uploaded it, before it is attached and after.")
    @Path("/{fileId}")
    @Consumes(MediaType.APPLICATION_JSON)
    public FileView describe(@PathParam("fileId") FileId id, @NotNull FileChange change) {
        return FileView.of(files.describe(viewers.current().memberId(), id, change.description()));
    }

    /** @param size of an image: 64, 320, 960 or 1600 pixels on its longer side; absent: as uploaded */
    @GET
    @Operation(summary = "Downloads a file, or an image in a smaller size")
    @ApiResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = "application/octet-stream",
                            schema = @Schema(type = "string", format = "binary")))
    @Path("/{fileId}/content")
    @Produces(MediaType.WILDCARD)
    @ApiResponse(responseCode = "304", description = "The caller has it already, as its If-None-Match tells")
    public Response content(
            @PathParam("fileId") FileId id, @QueryParam("size") @Nullable Integer size, @Context Request request) {
        var file = files.visibleTo(viewers.current().memberId(), id);
        // the right is asked for each time; the bytes of an id never change
        var tag = new EntityTag(file.sha256().substring(0, 32) + (size == null ? "" : "-" + size));
        var unchanged = request.evaluatePreconditions(tag);
        if (unchanged != null) {
            return unchanged.header("Cache-Control", "private, no-cache").build();
        }
        InputStream in = size == null ? files.open(file) : files.open(file, size);
        boolean smallPng = size != null && !file.mediaType().equals("image/jpeg");
        String type = smallPng ? "image/png" : file.mediaType();
        var disposition = (INLINE.contains(file.mediaType())
                        ? ContentDisposition.inline()
                        : ContentDisposition.attachment())
                .filename(file.name(), StandardCharsets.UTF_8)
                .build();
        StreamingOutput body = out -> {
            try (in) {
                in.transferTo(out);
            }
        };
        return Response.ok(body, type)
                .header("Content-Disposition", disposition.toString())
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "default-src 'none'; sandbox")
                .header("Cache-Control", "private, no-cache")
                .tag(tag)
                .build();
    }

    private static Page<FileView> page(
            @Nullable Integer limit, @Nullable String pageToken, BiFunction<Long, Integer, List<StoredFile>> newest) {
        long before = pageToken == null
                ? Long.MAX_VALUE
                : PageToken.number(
                        "pageToken",
                        pageToken,
                        PageToken.decode("pageToken", pageToken, 1).get(0));
        int size = Page.limit(limit);
        List<StoredFile> found = newest.apply(before, size + 1);
        List<StoredFile> page = found.subList(0, Math.min(size, found.size()));
        String next = found.size() > size ? PageToken.encode(page.get(size - 1).id()) : null;
        return new Page<>(page.stream().map(FileView::of).toList(), next, null);
    }

    /** The files of a record. */
    @Component
    @Path("/records/{recordId}/files")
    @Produces(MediaType.APPLICATION_JSON)
    @Tag(name = "Files")
    public static class OfRecord implements ApiResource {
        private final UploadedFiles files;
        private final Viewers viewers;

        OfRecord(UploadedFiles files, Viewers viewers) {
            this.files = files;
            this.viewers = viewers;
        }

        @GET
        @Operation(
                summary = "Lists the files of a record, newest first",
                description = "Of an account also those of its contacts and opportunities, as far as one may see them.")
        public Page<FileView> list(
                @PathParam("recordId") SubjectId record,
                @QueryParam("limit") @Nullable Integer limit,
                @QueryParam("pageToken") @Nullable String pageToken) {
            var viewer = viewers.current().memberId();
            return page(limit, pageToken, (before, most) -> files.ofPlace(viewer, record, before, most));
        }
    }

    /** The files of a space. */
    @Component
    @Path("/spaces/{spaceId}/files")
    @Produces(MediaType.APPLICATION_JSON)
    @Tag(name = "Files")
    public static class OfSpace implements ApiResource {
        private final UploadedFiles files;
        private final Viewers viewers;

        OfSpace(UploadedFiles files, Viewers viewers) {
            this.files = files;
            this.viewers = viewers;
        }

        @GET
        @Operation(
                summary = "Lists the files of a space, newest first",
                description = "For those who may read the space.")
        public Page<FileView> list(
                @PathParam("spaceId") SubjectId space,
                @QueryParam("limit") @Nullable Integer limit,
                @QueryParam("pageToken") @Nullable String pageToken) {
            var viewer = viewers.current().memberId();
            return page(limit, pageToken, (before, most) -> files.ofPlace(viewer, space, before, most));
        }
    }

    /** The files that a member put on posts and comments. */
    @Component
    @Path("/members/{memberId}/files")
    @Produces(MediaType.APPLICATION_JSON)
    @Tag(name = "Files")
    public static class OfMember implements ApiResource {
        private final UploadedFiles files;
        private final Viewers viewers;

        OfMember(UploadedFiles files, Viewers viewers) {
            this.files = files;
            this.viewers = viewers;
        }

        @GET
        @Operation(
                summary = "Lists the files that a member put on posts and comments, newest first",
                description = "Wherever they stand, as far as one may see the place.")
        public Page<FileView> list(
                @PathParam("memberId") MemberId member,
                @QueryParam("limit") @Nullable Integer limit,
                @QueryParam("pageToken") @Nullable String pageToken) {
            var viewer = viewers.current().memberId();
            return page(limit, pageToken, (before, most) -> files.ofMember(viewer, member, before, most));
        }
    }
}
