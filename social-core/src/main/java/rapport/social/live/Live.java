package rapport.social.live;

import org.springframework.stereotype.Component;

/** What other parts tell open pages themselves. */
@Component
public class Live {
    private final LiveConnections connections;

    Live(LiveConnections connections) {
        this.connections = connections;
    }

    /** The synchronisation with a CRM moved on: pages that show its state ask for it. To be called after the commit. */
    public void syncMoved(String connection) {
        connections.publish(new Signal.Sync(connection));
    }
}
