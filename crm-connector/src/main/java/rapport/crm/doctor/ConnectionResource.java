package rapport.crm.doctor;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import rapport.crm.connection.Connection;
import rapport.crm.connection.ConnectionChange;
import rapport.crm.connection.ConnectionSetup;
import rapport.crm.connection.ConnectionView;
import rapport.crm.connection.ConnectionViews;
import rapport.crm.connection.Connections;
import rapport.crm.connection.NewConnection;
import rapport.crm.doctor.SyncHistory.ComparisonView;
import rapport.crm.doctor.SyncHistory.RunView;
import rapport.crm.doctor.SyncHistory.SetAsideView;
import rapport.crm.intake.CsvLines;
import rapport.crm.intake.FileView;
import rapport.crm.intake.IntakeFiles;
import rapport.crm.intake.RowType;
import rapport.crm.phrase.Phrases;
import rapport.crm.spi.Remedy;
import rapport.crm.sync.Running;
import rapport.crm.sync.SyncControl;
import rapport.social.member.Viewers;
import rapport.social.shared.Page;
import rapport.social.shared.PageToken;
import rapport.social.shared.Problem;
import rapport.social.web.ApiResource;
import rapport.social.web.Problems;

/** The connections: how they are, for everybody who waits for records; all the rest for admins. */
@Component
@Path("/connections")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class ConnectionResource implements ApiResource {
    private static final Pattern VERSION = Pattern.compile("(?:W/)?\"v(\\d{1,9})\"");
    private static final int DIFFERENCES = 100;
    private static final String CSV = "text/csv";
    private static final int MAX_LINES = 10_000;

    private final ConnectionViews views;
    private final ConnectionSetup setup;
    private final Connections connections;
    private final SyncControl control;
    private final Checkup checkup;
    private final DryRun dryRun;
    private final SyncHistory history;
    private final MirroredRecords mirrored;
    private final IntakeFiles files;
    private final Viewers viewers;

    ConnectionResource(
            ConnectionViews views,
            ConnectionSetup setup,
            Connections connections,
            SyncControl control,
            Checkup checkup,
            DryRun dryRun,
            SyncHistory history,
            MirroredRecords mirrored,
            IntakeFiles files,
            Viewers viewers) {
        this.views = views;
        this.setup = setup;
        this.connections = connections;
        this.control = control;
        this.checkup = checkup;
        this.dryRun = dryRun;
        this.history = history;
        this.mirrored = mirrored;
        this.files = files;
        this.viewers = viewers;
    }

    public record ConnectionList(List<ConnectionDetail> items) {}

    public record FileList(List<FileView> items) {}

    public record CheckList(List<Checkup.Check> checks) {}

    /** @param state running, paused or cancelled */
    @Schema(example = "{\"state\":\"paused\"}")
    public record RunningChange(@NotNull @Size(max = 20) String state) {}

    /** @param ids those of the list; null for all */
    @Schema(example = "{\"ids\":[\"4711\"]}")
    public record Replay(@Size(max = 1_000) @Nullable List<@NotNull @Size(max = 18) String> ids) {}

    /** @param asked how many will be read again */
    public record Replayed(int asked) {}

    public record SetAsidePage(
            List<SetAsideView> items, long count, @Nullable String nextPageToken) {}

    @GET
    @Operation(
            summary = "All connections",
            description =
                    "Everybody sees how far each is; admins also what is wrong, what to do, and how it is set up.")
    public ConnectionList list(@HeaderParam(HttpHeaders.ACCEPT_LANGUAGE) @Nullable String language) {
        boolean admin = viewers.current().isAdmin();
        return new ConnectionList(views.all(admin, Problems.language(language)).stream()
                .map(view -> detail(view, admin, Problems.language(language)))
                .toList());
    }

    @GET
    @Path("/{connection}")
    @Operation(summary = "One connection", description = "For admins. No secret is ever told.")
    public Response read(
            @PathParam("connection") String key, @HeaderParam(HttpHeaders.ACCEPT_LANGUAGE) @Nullable String language) {
        viewers.requireAdmin();
        return answer(200, key, language).build();
    }

    @POST
    @Operation(
            summary = "Sets up a connection",
            description =
                    "For admins. It is a draft, which calls nothing, until it is tested or started. Secrets are kept"
                            + " encrypted and never told again.")
    public Response create(
            @Valid @NotNull NewConnection input,
            @HeaderParam("Idempotency-Key") @Nullable String createKey,
            @HeaderParam(HttpHeaders.ACCEPT_LANGUAGE) @Nullable String language) {
        String key = setup.create(input, viewers.requireAdmin().id(), createKey);
        return answer(201, key, language)
                .location(URI.create(connections.publicUrl() + "/api/v1/connections/" + key))
                .build();
    }

    @PATCH
    @Path("/{connection}")
    @Operation(
            summary = "Changes a connection",
            description =
                    "For admins. Takes effect without a restart, on every node. One of the configuration is changed"
                            + " there: 409 declared-connection.")
    public Response change(
            @PathParam("connection") String key,
            @Valid @NotNull ConnectionChange change,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @HeaderParam(HttpHeaders.ACCEPT_LANGUAGE) @Nullable String language) {
        viewers.requireAdmin();
        setup.change(key, change, version(ifMatch));
        if (control.of(key) == Running.RUNNING) {
            control.set(key, Running.RUNNING); // what failed for its settings may be right now
        }
        return answer(200, key, language).build();
    }

    @DELETE
    @Path("/{connection}")
    @Operation(
            summary = "Removes a connection",
            description =
                    "For admins. Its credentials are forgotten and nothing is read any more; its records and what was"
                            + " said about them stay.")
    public Response remove(@PathParam("connection") String key, @HeaderParam("If-Match") @Nullable String ifMatch) {
        viewers.requireAdmin();
        setup.remove(key, version(ifMatch));
        return Response.noContent().build();
    }

    @POST
    @Path("/{connection}/test")
    @Operation(
            summary = "Tries a connection",
            description = "For admins. Named checks, each with what to do where it fails.")
    public CheckList test(
            @PathParam("connection") String key, @HeaderParam(HttpHeaders.ACCEPT_LANGUAGE) @Nullable String language) {
        viewers.requireAdmin();
        return new CheckList(checkup.of(key, Problems.language(language)));
    }

    @POST
    @Path("/{connection}/dry-run")
    @Operation(
            summary = "What a load would bring",
            description = "For admins. Counts, and five samples of each type as they would stand here. Writes nothing.")
    public DryRun.Preview dryRun(
            @PathParam("connection") String key, @HeaderParam(HttpHeaders.ACCEPT_LANGUAGE) @Nullable String language) {
        viewers.requireAdmin();
        return dryRun.of(key, Problems.language(language));
    }

    @PUT
    @Path("/{connection}/running")
    @Operation(
            summary = "Starts, pauses, resumes or gives up",
            description = "For admins. Takes effect after the page under way.")
    public Response run(
            @PathParam("connection") String key,
            @Valid @NotNull RunningChange change,
            @HeaderParam(HttpHeaders.ACCEPT_LANGUAGE) @Nullable String language) {
        viewers.requireAdmin();
        Running running = switch (change.state()) {
            case "running" -> Running.RUNNING;
            case "paused" -> Running.PAUSED;
            case "cancelled" -> Running.CANCELLED;
            default -> throw Problem.invalid("state", change.state(), "running, paused or cancelled");
        };
        connections.require(key);
        control.set(key, running);
        return answer(200, key, language).build();
    }

    @GET
    @Path("/{connection}/runs")
    @Operation(
            summary = "The runs, the latest first",
            description = "For admins. A run that found no news leaves no row.")
    public Page<RunView> runs(
            @PathParam("connection") String key,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("pageToken") @Nullable String pageToken,
            @HeaderParam(HttpHeaders.ACCEPT_LANGUAGE) @Nullable String language) {
        requireKnown(key);
        int size = Page.limit(limit);
        List<RunView> found = history.runs(key, before(pageToken), size + 1, Problems.language(language));
        List<RunView> page = found.subList(0, Math.min(size, found.size()));
        return new Page<>(page, next(found, page, RunView::id), null);
    }

    @GET
    @Path("/{connection}/set-aside")
    @Operation(
            summary = "What could not be read, and why",
            description = "For admins. Reasons name fields, never what stands in them.")
    public SetAsidePage setAside(
            @PathParam("connection") String key,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("pageToken") @Nullable String pageToken) {
        requireKnown(key);
        int size = Page.limit(limit);
        List<SetAsideView> found = history.setAside(key, before(pageToken), size + 1);
        List<SetAsideView> page = found.subList(0, Math.min(size, found.size()));
        return new SetAsidePage(page, history.setAsideCount(key), next(found, page, SetAsideView::id));
    }

    /** All of them, not a page: what an admin hands to whoever corrects them in the CRM. */
    @GET
    @Path("/{connection}/set-aside.csv")
    @Produces(CSV)
    @Operation(summary = "What could not be read, as a file", description = "For admins. The latest ten thousand.")
    public Response setAsideFile(@PathParam("connection") String key) {
        requireKnown(key);
        var csv = new CsvLines("type", "externalId", "reason", "firstAt", "lastAt", "times");
        history.setAside(key, Long.MAX_VALUE, MAX_LINES)
                .forEach(row ->
                        csv.add(row.type(), row.externalId(), row.reason(), row.firstAt(), row.lastAt(), row.times()));
        return file(csv, key + "-set-aside.csv");
    }

    @GET
    @Path("/{connection}/files")
    @Operation(summary = "The files of a connection by CSV", description = "For admins. Each with what came of it.")
    public FileList files(
            @PathParam("connection") String key, @HeaderParam(HttpHeaders.ACCEPT_LANGUAGE) @Nullable String language) {
        requireKnown(key);
        return new FileList(files.all(key).stream()
                .map(file -> FileView.of(file, Problems.language(language)))
                .toList());
    }

    @GET
    @Path("/{connection}/files/{type}/{name}/refusals.csv")
    @Produces(CSV)
    @Operation(
            summary = "The rows of a file that were refused, as a file",
            description = "For admins. The first thousand, with line, field and reason.")
    public Response refusals(
            @PathParam("connection") String key, @PathParam("type") String typeWord, @PathParam("name") String name) {
        requireKnown(key);
        RowType type = RowType.of(typeWord).orElseThrow(Problem::notFound);
        files.find(key, type, name).orElseThrow(Problem::notFound);
        var csv = new CsvLines("line", "field", "reason");
        files.refusals(key, type, name).forEach(row -> csv.add(row.line(), row.field(), row.reason()));
        return file(csv, type.word() + "-refusals.csv");
    }

    private static Response file(CsvLines csv, String name) {
        return Response.ok(csv.toString(), CSV + ";charset=UTF-8")
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"")
                .build();
    }

    @GET
    @Path("/{connection}/records")
    @Operation(
            summary = "A connection's records",
            description = "For admins, whether they see them or not: by the CRM's id, our number, or part of the name.")
    public Page<MirroredRecords.Mirrored> records(
            @PathParam("connection") String key,
            @QueryParam("query") @Nullable String query,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("pageToken") @Nullable String pageToken) {
        requireKnown(key);
        if (query == null || query.isBlank()) {
            throw Problem.required("query");
        }
        if (query.length() > 100) {
            throw Problem.tooLong("query", query.length(), 100);
        }
        int size = Page.limit(limit);
        long after = pageToken == null ? 0 : before(pageToken);
        List<MirroredRecords.Mirrored> found = mirrored.find(key, query.strip(), after, size + 1);
        List<MirroredRecords.Mirrored> page = found.subList(0, Math.min(size, found.size()));
        return new Page<>(page, next(found, page, MirroredRecords.Mirrored::id), null);
    }

    @POST
    @Path("/{connection}/set-aside/replay")
    @Operation(summary = "Reads them again", description = "For admins. Those that can be read now leave the list.")
    public Response replay(@PathParam("connection") String key, @Valid @NotNull Replay replay) {
        requireKnown(key);
        List<Long> ids = replay.ids() == null
                ? null
                : replay.ids().stream().map(ConnectionResource::rowId).toList();
        return Response.accepted(new Replayed(control.replay(key, ids))).build();
    }

    @POST
    @Path("/{connection}/comparison")
    @Operation(summary = "Compares everything now", description = "For admins. What differs is repaired and listed.")
    public Response compare(
            @PathParam("connection") String key, @HeaderParam(HttpHeaders.ACCEPT_LANGUAGE) @Nullable String language) {
        requireKnown(key);
        control.compare(key);
        return Response.accepted(history.comparison(key, DIFFERENCES, Problems.language(language)))
                .build();
    }

    @GET
    @Path("/{connection}/comparison")
    @Operation(summary = "The last comparison", description = "For admins. Which records differed, and in what.")
    public ComparisonView comparison(
            @PathParam("connection") String key, @HeaderParam(HttpHeaders.ACCEPT_LANGUAGE) @Nullable String language) {
        requireKnown(key);
        return history.comparison(key, DIFFERENCES, Problems.language(language));
    }

    private void requireKnown(String key) {
        viewers.requireAdmin();
        connections.require(key);
    }

    private Response.ResponseBuilder answer(int status, String key, @Nullable String acceptLanguage) {
        Locale language = Problems.language(acceptLanguage);
        ConnectionView view = views.find(key, language).orElseThrow(Problem::notFound);
        var response = Response.status(status).entity(detail(view, true, language));
        if (view.version() != null) {
            response.tag("v" + view.version());
        }
        return response;
    }

    private ConnectionDetail detail(ConnectionView view, boolean admin, Locale language) {
        Connection connection = connections.find(view.key()).orElse(null);
        if (connection == null || !admin) {
            return new ConnectionDetail(view, null, null, null, null);
        }
        String remedy = view.remedy();
        return new ConnectionDetail(
                view,
                control.of(view.key()).name().toLowerCase(Locale.ROOT),
                control.progress(connection),
                connection
                        .link()
                        .callBudget()
                        .map(budget -> new ConnectionDetail.Budget(budget.used(), budget.limit(), budget.resetsAt()))
                        .orElse(null),
                remedy == null
                        ? null
                        : Phrases.tell(
                                Remedies.of(Remedy.valueOf(
                                                remedy.toUpperCase(Locale.ROOT).replace('-', '_')))
                                        .toString(),
                                language));
    }

    private static Long rowId(String text) {
        if (!text.matches("[0-9]{1,18}")) {
            throw Problem.invalid("ids", text, "the ids of rows set aside");
        }
        return Long.valueOf(text);
    }

    private static @Nullable Integer version(@Nullable String ifMatch) {
        if (ifMatch == null || ifMatch.strip().equals("*")) {
            return null;
        }
        Matcher version = VERSION.matcher(ifMatch.strip());
        if (!version.matches()) {
            throw Problem.versionMismatch(ifMatch, "v<number>");
        }
        return Integer.valueOf(version.group(1));
    }

    private static long before(@Nullable String pageToken) {
        return pageToken == null
                ? Long.MAX_VALUE
                : PageToken.number(
                        "pageToken",
                        pageToken,
                        PageToken.decode("pageToken", pageToken, 1).get(0));
    }

    private static <T> @Nullable String next(List<T> found, List<T> page, Function<T, String> id) {
        return found.size() > page.size() ? PageToken.encode(id.apply(page.get(page.size() - 1))) : null;
    }
}
