package rapport.crm.connection;

import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;
import rapport.social.member.Member;
import rapport.social.member.MemberView;
import rapport.social.member.Members;
import rapport.social.member.SessionKind;
import rapport.social.member.Sessions;
import rapport.social.shared.Problem;
import rapport.social.signin.FrameSignIns;
import rapport.social.web.ApiResource;

/**
 * Opens sessions for frames on a CRM's pages, without a cookie: with a ticket of the CRM; or, where the CRM signs nothing,
 * with the code of a sign-in that the frame asked for.
 */
@Component
@Path("/embed/session")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class EmbedResource implements ApiResource {
    private static final Duration SESSION = Duration.ofHours(1);

    private final EmbedTickets tickets;
    private final FrameSignIns signIns;
    private final Connections connections;
    private final ConnectionStates states;
    private final Clock clock;
    private final Members members;
    private final Sessions sessions;

    EmbedResource(
            EmbedTickets tickets,
            FrameSignIns signIns,
            Connections connections,
            ConnectionStates states,
            Members members,
            Sessions sessions,
            Clock clock) {
        this.signIns = signIns;
        this.connections = connections;
        this.states = states;
        this.clock = clock;
        this.tickets = tickets;
        this.members = members;
        this.sessions = sessions;
    }

    /** @param ticket a JWT signed by the CRM's side with the connection's secret */
    public record TicketExchange(
            @NotBlank @Size(max = 60) String connection,
            @NotBlank @Size(max = 4_000) String ticket) {}

    /** @param accessToken for the header Authorization: Bearer; to be kept in memory alone */
    public record EmbedSession(String accessToken, Instant expiresAt, MemberView member) {}

    @POST
    @Operation(
            summary = "Opens a session with a CRM's ticket",
            description =
                    "For pages inside a CRM. The ticket is a JWT that the CRM's side signed for its user; it is taken once. The session"
                            + " ends after an hour.")
    public EmbedSession open(@Valid @NotNull TicketExchange input) {
        EmbedTicket ticket = tickets.check(input.connection(), input.ticket());
        Member member = active(members.byIdentity(ticket.connection().key(), ticket.userExternalId()));
        tickets.use(ticket);
        return session(ticket.connection(), member);
    }

    /**
     * @param code     that the window of the sign-in handed over
     * @param verifier that the frame made up; its SHA-256 was named when the sign-in began
     */
    public record CodeExchange(
            @NotBlank @Size(max = 60) String connection,
            @NotBlank @Size(max = 100) String code,
            @NotBlank @Size(min = 43, max = 128) String verifier) {}

    @POST
    @Path("/code")
    @Operation(
            summary = "Opens a session with the code of a sign-in",
            description =
                    "For pages inside a CRM that signs nothing: the person signed in by OpenID Connect, in a window that the page opened"
                            + " and that gave it the code. The code is taken once, within two minutes, and with the page's own verifier. The"
                            + " session ends after an hour.")
    public EmbedSession openWithCode(@Valid @NotNull CodeExchange input) {
        var member = members.find(signIns.redeem(input.connection(), input.code(), input.verifier()));
        var connection = connections.find(input.connection());
        if (connection.isEmpty() || connection.get().origins().isEmpty()) {
            throw new Problem(401, "sign-in-code-not-accepted"); // no page of this CRM may frame Rapport
        }
        return session(connection.get(), active(member));
    }

    private static Member active(Optional<Member> found) {
        Member member = found.orElseThrow(() -> new Problem(403, "member-unknown"));
        if (!member.active()) {
            throw new Problem(403, "member-inactive");
        }
        return member;
    }

    private EmbedSession session(Connection connection, Member member) {
        states.embedSeen(connection.key(), clock.instant());
        Sessions.Opened session = sessions.open(member.id(), SessionKind.EMBED, SESSION);
        return new EmbedSession(session.token(), session.expiresAt(), MemberView.own(member));
    }
}
