package rapport.crm.inbound;

import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import rapport.crm.adapter.csv.CsvLink;
import rapport.crm.connection.Connection;
import rapport.crm.inbound.PushViews.FileList;
import rapport.crm.inbound.PushViews.LoadEnd;
import rapport.crm.inbound.PushViews.LoadView;
import rapport.crm.inbound.PushViews.PushAnswer;
import rapport.crm.inbound.PushViews.PushResult;
import rapport.crm.inbound.PushViews.PushState;
import rapport.crm.inbound.PushViews.RefusalList;
import rapport.crm.inbound.PushViews.RefusalView;
import rapport.crm.intake.CsvLines;
import rapport.crm.intake.FileView;
import rapport.crm.intake.Intake;
import rapport.crm.intake.IntakeFiles;
import rapport.crm.intake.IntakeRow;
import rapport.crm.intake.RowFormat;
import rapport.crm.intake.RowReader;
import rapport.crm.intake.RowRefused;
import rapport.crm.intake.RowType;
import rapport.crm.intake.Taken;
import rapport.crm.sync.SyncJobs;
import rapport.social.shared.Ids;
import rapport.social.shared.Problem;
import rapport.social.web.ApiResource;
import rapport.social.web.Problems;

/**
 * Takes rows from systems that have no adapter of their own. A call is refused as a whole when it cannot be understood at all; a
 * row that cannot be is refused by its number and reason, and the others are taken. The same call twice changes nothing.
 */
@Component
@Path("/push/{connection}")
@Produces(MediaType.APPLICATION_JSON)
public class PushResource implements ApiResource {
    private static final String LINES = "application/x-ndjson";

    private final Senders senders;
    private final Intake intake;
    private final IntakeFiles files;
    private final SyncJobs jobs;
    private final PushSettings settings;

    PushResource(Senders senders, Intake intake, IntakeFiles files, SyncJobs jobs, PushSettings settings) {
        this.senders = senders;
        this.intake = intake;
        this.files = files;
        this.jobs = jobs;
        this.settings = settings;
    }

    /** @param load of a complete set that these rows belong to */
    @PUT
    @Path("/{type}")
    @Consumes({MediaType.APPLICATION_JSON, LINES})
    @Operation(
            summary = "Takes rows of one type",
            description =
                    "For other systems, by bearer token or signature. A row that cannot be understood is refused by its number and reason,"
                            + " the others are taken. The same rows twice change nothing.")
    public PushAnswer push(
            @PathParam("connection") String key,
            @PathParam("type") String typeWord,
            @QueryParam("load") @Nullable String load,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            @HeaderParam(HttpHeaders.CONTENT_ENCODING) @Nullable String encoding,
            @Context HttpServletRequest request,
            InputStream body)
            throws IOException {
        long limit = settings.maxSize().toBytes();
        Senders.Sender sender = senders.allowed(key, request);
        if (!sender.connection().descriptor().crm().equals("push")) {
            throw new Problem(409, "not-a-push-connection", "connection", key, "push");
        }
        RowType type = type(typeWord);
        Long loadId = load == null ? null : Long.valueOf(Ids.parse(load));
        if (loadId != null && !intake.isLoading(key, type, loadId)) {
            throw new Problem(409, "load-over", "load", load, null);
        }
        byte[] bytes = PushedRows.bytes(body, encoding, sender::checked, limit);
        List<PushedRows.Sent> sent = contentType != null && contentType.startsWith(LINES)
                ? PushedRows.ofLines(bytes)
                : PushedRows.ofJson(bytes);
        if (sent.size() > settings.rows()) {
            throw Problem.tooMany("rows", sent.size(), settings.rows());
        }
        PushAnswer answer = take(key, type, loadId, sent);
        jobs.wake(key);
        return answer;
    }

    private PushAnswer take(String key, RowType type, @Nullable Long load, List<PushedRows.Sent> sent) {
        var reader = new RowReader(type, RowFormat.STRICT);
        PushResult[] results = new PushResult[sent.size()];
        List<IntakeRow> rows = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < sent.size(); i++) {
            PushedRows.Sent one = sent.get(i);
            Object id = one.row().get("externalId");
            String shown = id instanceof String text && text.length() <= 100 ? text : null;
            if (one.problem() != null) {
                results[i] = new PushResult(i + 1, null, "refused", null, one.problem());
                continue;
            }
            try {
                rows.add(reader.read(one.row()));
                numbers.add(i);
            } catch (RowRefused refused) {
                results[i] = new PushResult(i + 1, shown, "refused", refused.field(), refused.reason());
            }
        }
        List<Taken> taken = new ArrayList<>();
        for (int start = 0; start < rows.size(); start += Intake.MAX_ROWS) {
            taken.addAll(intake.take(
                    key, type, "", load, rows.subList(start, Math.min(start + Intake.MAX_ROWS, rows.size()))));
        }
        for (int i = 0; i < taken.size(); i++) {
            int number = numbers.get(i);
            results[number] = new PushResult(
                    number + 1, rows.get(i).externalId(), taken.get(i).name().toLowerCase(Locale.ROOT), null, null);
        }
        int refused = sent.size() - rows.size();
        if (load != null && refused > 0) {
            intake.refusedInLoad(load, refused);
        }
        Map<String, Integer> counts = new TreeMap<>();
        List<PushResult> all = List.of(results);
        all.forEach(result -> counts.merge(result.status(), 1, Integer::sum));
        return new PushAnswer(all, counts);
    }

    /** What is here, so that a sender that lost its place can find it again. */
    @GET
    @Operation(
            summary = "What has arrived of a connection",
            description = "For the sender: rows of each type, and when they last changed.")
    public PushState state(@PathParam("connection") String key, @Context HttpServletRequest request) {
        senders.allowedWithoutBody(key, request);
        Map<String, Integer> rows = new TreeMap<>();
        intake.counts(key).forEach((type, count) -> rows.put(type.word(), count));
        return new PushState(key, intake.changedAt(key).orElse(null), rows);
    }

    /** Begins a complete set of one type: what it does not name until its end is gone then. */
    @POST
    @Path("/{type}/loads")
    @Operation(
            summary = "Begins a complete set of one type",
            description = "Rows that the set does not name until its end are gone then.")
    public Response startLoad(
            @PathParam("connection") String key,
            @PathParam("type") String typeWord,
            @Context HttpServletRequest request) {
        senders.allowedWithoutBody(key, request);
        RowType type = type(typeWord);
        String load = Long.toString(intake.startLoad(key, type, ""));
        return Response.status(Response.Status.CREATED)
                .entity(new LoadView(load, type.word()))
                .build();
    }

    @POST
    @Path("/{type}/loads/{load}/finish")
    @Operation(
            summary = "Ends a complete set",
            description =
                    "What it did not name is gone, unless that is more than an admin allows; the answer tells how many.")
    public LoadEnd finishLoad(
            @PathParam("connection") String key,
            @PathParam("type") String typeWord,
            @PathParam("load") String load,
            @Context HttpServletRequest request) {
        senders.allowedWithoutBody(key, request);
        int deleted = intake.finishLoad(key, type(typeWord), "", Ids.parse(load), settings.vanishPercent());
        jobs.wake(key);
        return new LoadEnd(deleted);
    }

    /** Without effect: rows that it brought stand. */
    @DELETE
    @Path("/{type}/loads/{load}")
    @Operation(summary = "Gives a complete set up", description = "Nothing is gone; the rows that it brought stand.")
    public void abortLoad(
            @PathParam("connection") String key,
            @PathParam("type") String typeWord,
            @PathParam("load") String load,
            @Context HttpServletRequest request) {
        senders.allowedWithoutBody(key, request);
        intake.abortLoad(key, type(typeWord), Ids.parse(load));
    }

    /** A whole file, to be read by the next run. */
    @PUT
    @Path("/{type}/files/{name}")
    @Consumes("text/csv")
    @Operation(
            summary = "Takes a CSV file",
            description = "202: the next run reads it; what came of it is told by the list of files.")
    public Response putFile(
            @PathParam("connection") String key,
            @PathParam("type") String typeWord,
            @PathParam("name") String name,
            @Context HttpServletRequest request,
            InputStream body)
            throws IOException {
        Senders.Sender sender = senders.allowed(key, request);
        CsvLink link = filesOf(sender.connection());
        if (!link.takes(type(typeWord), name)) {
            throw Problem.invalid("name", name, type(typeWord).word() + "s.csv");
        }
        long limit = settings.fileSize().toBytes();
        link.put(name, sender.checked(new LimitedStream(body, limit)));
        jobs.wake(key);
        return Response.accepted().build();
    }

    @GET
    @Path("/files")
    @Operation(summary = "The files of a connection", description = "Each with what came of it.")
    public FileList files(
            @PathParam("connection") String key,
            @HeaderParam(HttpHeaders.ACCEPT_LANGUAGE) @Nullable String language,
            @Context HttpServletRequest request) {
        filesOf(senders.allowedWithoutBody(key, request));
        return new FileList(files.all(key).stream()
                .map(file -> FileView.of(file, Problems.language(language)))
                .toList());
    }

    /** The rows of a file that were refused, the first thousand. */
    @GET
    @Path("/{type}/files/{name}/refusals")
    @Produces({MediaType.APPLICATION_JSON, "text/csv"})
    @Operation(
            summary = "The rows of a file that were refused",
            description = "The first thousand, with line, field and reason; as JSON or CSV.")
    public Response refusals(
            @PathParam("connection") String key,
            @PathParam("type") String typeWord,
            @PathParam("name") String name,
            @Context HttpServletRequest request,
            @Context HttpHeaders headers) {
        filesOf(senders.allowedWithoutBody(key, request));
        RowType type = type(typeWord);
        if (files.find(key, type, name).isEmpty()) {
            throw Problem.notFound();
        }
        List<RefusalView> refusals = files.refusals(key, type, name).stream()
                .map(refusal -> new RefusalView(refusal.line(), refusal.field(), refusal.reason()))
                .toList();
        if (headers.getAcceptableMediaTypes().stream()
                .anyMatch(accepted -> accepted.getSubtype().equals("csv"))) {
            var csv = new CsvLines("line", "field", "reason");
            refusals.forEach(refusal -> csv.add(refusal.line(), refusal.field(), refusal.reason()));
            return Response.ok(csv.toString(), "text/csv;charset=UTF-8").build();
        }
        return Response.ok(new RefusalList(refusals), MediaType.APPLICATION_JSON_TYPE)
                .build();
    }

    private static CsvLink filesOf(Connection connection) {
        if (connection.link() instanceof CsvLink link) {
            return link;
        }
        throw new Problem(409, "not-a-file-connection", "connection", connection.key(), "csv");
    }

    private static RowType type(String word) {
        return RowType.of(word).orElseThrow(Problem::notFound);
    }
}
