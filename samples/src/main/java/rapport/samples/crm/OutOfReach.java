package rapport.samples.crm;

import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import rapport.samples.crm.api.Faults;

/** Hangs up on programs while the CRM plays dead; its pages stay, so that one can end the play. */
final class OutOfReach extends Handler.Wrapper {
    private final Faults faults;

    OutOfReach(Handler next, Faults faults) {
        super(next);
        this.faults = faults;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (faults.settings().down() && Request.getPathInContext(request).startsWith("/api/")) {
            request.getConnectionMetaData().getConnection().getEndPoint().close();
            callback.failed(new EofException("down on demand"));
            return true;
        }
        return super.handle(request, response, callback);
    }
}
