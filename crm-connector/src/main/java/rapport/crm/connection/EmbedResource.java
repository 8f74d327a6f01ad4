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
import org.springframework.stereotype.Component;
import rapport.social.member.Member;
import rapport.social.member.MemberView;
import rapport.social.member.Members;
import rapport.social.member.SessionKind;
import rapport.social.member.Sessions;
import rapport.social.shared.Problem;
import rapport.social.web.ApiResource;

/** Exchanges a CRM's ticket for a session, so that its page needs neither a second sign-in nor a cookie. */
@Component
@Path("/embed/session")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class EmbedResource implements ApiResource {
    private static final Duration SESSION = Duration.ofHours(1);

    private final EmbedTickets tickets;
    private final ConnectionStates states;
    private final Clock clock;
    private final Members members;
    private final Sessions sessions;

    EmbedResource(EmbedTickets tickets, ConnectionStates states, Members members, Sessions sessions, Clock clock) {
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
        Member member = members.byIdentity(ticket.connection().key(), ticket.userExternalId())
                .orElseThrow(() -> new Problem(403, "member-unknown"));
        if (!member.active()) {
            throw new Problem(403, "member-inactive");
        }
        tickets.use(ticket);
        states.embedSeen(ticket.connection().key(), clock.instant());
        Sessions.Opened session = sessions.open(member.id(), SessionKind.EMBED, SESSION);
        return new EmbedSession(session.token(), session.expiresAt(), MemberView.own(member));
    }
}
