package rapport.samples.crm;

import java.io.IOException;

/** The port that was asked for belongs to another program. */
public final class PortTaken extends IOException {

    PortTaken(int port, Throwable cause) {
        super("port " + port + ": another program listens there already", cause);
    }
}
