package rapport.crm.connection;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.springframework.stereotype.Component;
import rapport.social.member.Viewers;
import rapport.social.web.ApiResource;

/** How the connections are, for everybody who waits for records; what is wrong, for admins. */
@Component
@Path("/connections")
@Produces(MediaType.APPLICATION_JSON)
public class ConnectionResource implements ApiResource {
    private final ConnectionViews views;
    private final Viewers viewers;

    ConnectionResource(ConnectionViews views, Viewers viewers) {
        this.views = views;
        this.viewers = viewers;
    }

    public record ConnectionList(List<ConnectionView> items) {}

    @GET
    public ConnectionList list() {
        return new ConnectionList(views.all(viewers.current().isAdmin()));
    }
}
