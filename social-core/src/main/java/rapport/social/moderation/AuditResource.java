package rapport.social.moderation;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import rapport.social.member.MemberId;
import rapport.social.member.Viewers;
import rapport.social.shared.Page;
import rapport.social.shared.PageToken;
import rapport.social.shared.Problem;
import rapport.social.web.ApiResource;

/** The audit log, for admins. */
@Component
@Path("/audit")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Audit")
public class AuditResource implements ApiResource {
    private static final int CHUNK = 500;

    /** What every database can hold. */
    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("2999-12-31T00:00:00Z");

    private final AuditLog log;
    private final Viewers viewers;

    AuditResource(AuditLog log, Viewers viewers) {
        this.log = log;
        this.viewers = viewers;
    }

    /** A page of the log. */
    @Schema(name = "AuditEntries")
    public record Found(List<AuditEntry> items, @Nullable String nextPageToken) {}

    @GET
    @Operation(summary = "Lists who did what, newest first", description = "For admins. All filters can be combined.")
    public Found list(
            @Parameter(description = "The id of who did it") @QueryParam("actor") @Nullable String actor,
            @Parameter(example = "post-removed") @QueryParam("action") @Nullable String action,
            @Parameter(example = "post:34") @QueryParam("item") @Nullable String item,
            @Parameter(description = "From this time on", example = "2026-11-01T00:00:00Z")
                    @QueryParam("from")
                    @Nullable
                    String from,
            @Parameter(description = "Before this time") @QueryParam("to") @Nullable String to,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("pageToken") @Nullable String pageToken) {
        viewers.requireAdmin();
        Long before = pageToken == null
                ? null
                : PageToken.number(
                        "pageToken",
                        pageToken,
                        PageToken.decode("pageToken", pageToken, 1).get(0));
        int size = Page.limit(limit);
        List<AuditEntry> found = log.list(filter(actor, action, item, from, to), before, size + 1);
        List<AuditEntry> page = found.subList(0, Math.min(size, found.size()));
        return new Found(
                page, found.size() > size ? PageToken.encode(page.get(size - 1).id()) : null);
    }

    @GET
    @Path("/export")
    @Produces("text/csv")
    @Operation(summary = "Exports the log as CSV, newest first", description = "For admins, with the same filters.")
    @ApiResponse(responseCode = "200", content = @Content(mediaType = "text/csv", schema = @Schema(type = "string")))
    public Response export(
            @QueryParam("actor") @Nullable String actor,
            @QueryParam("action") @Nullable String action,
            @QueryParam("item") @Nullable String item,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to) {
        viewers.requireAdmin();
        AuditFilter filter = filter(actor, action, item, from, to);
        StreamingOutput csv = out -> {
            Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            writer.write("id,at,actor,actorName,action,item,reason,details\r\n");
            Long before = null;
            List<AuditEntry> chunk;
            do {
                chunk = log.list(filter, before, CHUNK);
                for (AuditEntry entry : chunk) {
                    writer.write(Csv.line(
                            entry.id(),
                            entry.at().toString(),
                            entry.actor().id().toString(),
                            entry.actor().name(),
                            entry.action(),
                            entry.item(),
                            entry.reason(),
                            entry.details()));
                    before = Long.valueOf(entry.id());
                }
            } while (chunk.size() == CHUNK);
            writer.flush();
        };
        return Response.ok(csv, "text/csv; charset=utf-8")
                .header("Content-Disposition", "attachment; filename=\"audit.csv\"")
                .build();
    }

    /** What was done, by its names in the log. */
    @Schema(name = "AuditActions", example = "{\"items\":[\"post-removed\",\"role-changed\"]}")
    public record Actions(List<String> items) {}

    @GET
    @Path("/actions")
    @Operation(
            summary = "Lists the actions that occur in the log",
            description = "For admins, to choose a filter from.")
    public Actions actions() {
        viewers.requireAdmin();
        return new Actions(log.actions());
    }

    @GET
    @Path("/check")
    @Operation(
            summary = "Proves that no line was changed, put in or taken out",
            description = "For admins. Walks over the whole log.")
    public AuditLog.Check check() {
        viewers.requireAdmin();
        return log.check();
    }

    private static AuditFilter filter(
            @Nullable String actor,
            @Nullable String action,
            @Nullable String item,
            @Nullable String from,
            @Nullable String to) {
        return new AuditFilter(
                actor == null ? null : member(actor),
                text("action", action),
                text("item", item),
                time("from", from),
                time("to", to));
    }

    private static MemberId member(String text) {
        try {
            return MemberId.fromString(text);
        } catch (Problem noId) {
            throw Problem.invalid("actor", text, "the id of a member");
        }
    }

    private static @Nullable String text(String field, @Nullable String text) {
        if (text != null && (text.length() > 200 || text.indexOf('\0') >= 0)) {
            throw Problem.invalid(field, text, "at most 200 characters");
        }
        return text;
    }

    private static @Nullable Instant time(String field, @Nullable String text) {
        if (text == null) {
            return null;
        }
        Instant time;
        try {
            time = Instant.parse(text);
        } catch (DateTimeParseException noTime) {
            throw Problem.invalid(field, text, "a time such as 2026-11-20T09:15:27Z");
        }
        if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
            throw Problem.invalid(field, text, EARLIEST + ".." + LATEST);
        }
        return time;
    }
}
