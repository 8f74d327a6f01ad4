package rapport.crm.doctor;

import rapport.crm.connection.Connection;
import rapport.crm.connection.Connections;
import rapport.crm.spi.CrmLink;
import rapport.social.shared.Problem;

/** A connection that can be called. */
final class Usable {
    private Usable() {}

    /** @throws Problem 404 if there is none, 409 if its settings do not allow to open it */
    static Connection connection(Connections connections, String key) {
        return connections
                .find(key)
                .orElseThrow(() -> connections.mistakesOf(key).isEmpty()
                        ? Problem.notFound()
                        : new Problem(
                                409,
                                "connection-unusable",
                                "connection",
                                String.join(" ", connections.mistakesOf(key)),
                                null));
    }

    /** A way of one's own; to be closed. */
    static CrmLink link(Connections connections, String key) {
        return connections.openLink(key).orElseThrow(Problem::notFound);
    }
}
