package rapport.social.member;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import rapport.social.shared.Problem;
import rapport.social.web.ApiResource;
import rapport.social.web.ScreenSettings;

/** Sign-in, sign-out, and who one is. */
@Component
@Path("/session")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class SessionResource implements ApiResource {
    private static final Logger LOG = LoggerFactory.getLogger(SessionResource.class);

    private final Sessions sessions;
    private final Members members;
    private final LocalAccounts accounts;
    private final SignInThrottle throttle;
    private final Viewers viewers;
    private final MemberSettings settings;
    private final SettingsView shown;
    private final LocalSignInSettings signIn;
    private final SessionCookie cookie;

    SessionResource(
            Sessions sessions,
            Members members,
            LocalAccounts accounts,
            SignInThrottle throttle,
            Viewers viewers,
            MemberSettings settings,
            LocalSignInSettings signIn,
            SessionCookie cookie,
            List<ScreenSettings> shown) {
        this.sessions = sessions;
        this.members = members;
        this.accounts = accounts;
        this.throttle = throttle;
        this.viewers = viewers;
        this.settings = settings;
        this.shown = shown(shown);
        this.signIn = signIn;
        this.cookie = cookie;
    }

    public record SignIn(
            @NotNull @Size(min = 1, max = 200) String login,
            @NotNull @Size(min = 1, max = 200) String password) {}

    /** @param password the new one, 8 to 72 bytes, and none that is guessed soon */
    public record PasswordChange(
            @NotNull @Size(min = 1, max = 200) String current,
            @NotNull @Size(min = 1, max = 200) String password) {}

    public record SignedIn(MemberView member, Instant expiresAt) {}

    /**
     * @param capabilities admin: may administer; import: may say when and by whom a post was written; changePassword: signs
     *     in with a password of Rapport's own
     */
    public record SessionView(MemberView member, Map<String, Boolean> capabilities, SettingsView settings) {}

    /**
     * What screens go by.
     *
     * @param reactions    that can be given, in their order
     * @param kudosReasons that can be given, in their order
     * @param limits       the most or least of something, by its name
     */
    @Schema(
            name = "Settings",
            example = "{\"reactions\":[\"agree\",\"thanks\"],\"kudosReasons\":[\"helped\",\"taught\"],"
                    + "\"limits\":{\"body\":10000,\"titleMax\":140}}")
    public record SettingsView(List<String> reactions, List<String> kudosReasons, Map<String, Long> limits) {}

    @POST
    @Operation(summary = "Signs in with a name and a password")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = SignedIn.class)))
    public Response signIn(@Valid @NotNull SignIn input, @Context HttpServletRequest request) {
        if (!signIn.localAccounts()) {
            throw new Problem(403, "local-accounts-off");
        }
        throttle.take(input.login(), request.getRemoteAddr());
        var member = accounts.verify(input.login(), input.password());
        if (member.isEmpty()) {
            LOG.info("sign-in refused, from {}", request.getRemoteAddr());
            throw new Problem(401, "wrong-credentials");
        }
        throttle.succeeded(input.login(), request.getRemoteAddr());
        LOG.info("sign-in of member {}, from {}", member.get(), request.getRemoteAddr());
        var opened = sessions.open(member.get(), SessionKind.APP, settings.lifetime());
        return Response.ok(new SignedIn(MemberView.own(members.get(member.get())), opened.expiresAt()))
                .header(HttpHeaders.SET_COOKIE, cookie.holding(opened.token()))
                .build();
    }

    @GET
    @Operation(
            summary = "Tells who is signed in",
            description = "And what screens go by: what can be chosen, and how much of it.")
    public SessionView read() {
        var viewer = viewers.current();
        return new SessionView(
                MemberView.own(viewer.member()),
                Map.of(
                        "admin",
                        viewer.isAdmin(),
                        "import",
                        viewer.mayImport(),
                        "changePassword",
                        signIn.localAccounts()
                                && viewer.sessionKind() == SessionKind.APP
                                && accounts.loginOf(viewer.memberId()).isPresent()),
                shown);
    }

    private static SettingsView shown(List<ScreenSettings> all) {
        Map<String, List<String>> choices = new HashMap<>();
        Map<String, Long> limits = new TreeMap<>();
        for (ScreenSettings settings : all) {
            choices.putAll(settings.choices());
            limits.putAll(settings.limits());
        }
        return new SettingsView(
                choices.getOrDefault("reactions", List.of()), choices.getOrDefault("kudosReasons", List.of()), limits);
    }

    /** Changes the own password; every other session of the app that the member has open ends. */
    @PUT
    @Operation(summary = "Changes one's own password")
    @Path("/password")
    public void changePassword(@Valid @NotNull PasswordChange input, @Context HttpServletRequest request) {
        if (!signIn.localAccounts()) {
            throw new Problem(403, "local-accounts-off");
        }
        var viewer = viewers.current();
        if (viewer.sessionKind() != SessionKind.APP) {
            throw Problem.forbidden();
        }
        String login = accounts.loginOf(viewer.memberId()).orElseThrow(Problem::notFound);
        throttle.take(login, request.getRemoteAddr());
        if (accounts.verify(login, input.current()).isEmpty()) {
            LOG.info("change of password refused to member {}, from {}", viewer.memberId(), request.getRemoteAddr());
            throw new Problem(403, "wrong-password", "current", null, null);
        }
        throttle.succeeded(login, request.getRemoteAddr());
        accounts.changePassword(viewer.memberId(), login, input.password(), viewer.sessionHash());
        LOG.info("change of password by member {}, from {}", viewer.memberId(), request.getRemoteAddr());
    }

    @DELETE
    @Operation(summary = "Signs out")
    @ApiResponse(responseCode = "204", description = "Done")
    public Response signOut() {
        sessions.close(viewers.current().sessionHash());
        return Response.noContent()
                .header(HttpHeaders.SET_COOKIE, cookie.gone())
                .build();
    }
}
