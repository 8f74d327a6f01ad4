package rapport.samples.crm;

import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.util.Map;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import rapport.samples.crm.api.ApiServlet;
import rapport.samples.crm.api.ApiUser;
import rapport.samples.crm.api.Faults;
import rapport.samples.crm.api.WebhookSender;
import rapport.samples.crm.data.CompanyData;
import rapport.samples.crm.data.CrmData;
import rapport.samples.crm.data.EntityType;
import rapport.samples.crm.page.PageServlet;
import rapport.samples.crm.page.RapportPlace;

/** A running sample CRM. */
public final class SampleCrm implements AutoCloseable {
    private final Server server;
    private final ServerConnector connector;
    private final CrmData data;
    private final Faults faults;
    private final WebhookSender webhooks;
    private final PageServlet pages;

    private SampleCrm(SampleCrmSettings settings) {
        CompanyData company = settings.company();
        for (ApiUser user : settings.apiUsers()) {
            company = company.with(
                    EntityType.USER,
                    Map.of("id", user.id(), "userName", user.userName(), "lastName", user.userName(), "type", "api"));
        }
        data = new CrmData(company, settings.directory(), settings.clock());
        faults = new Faults();
        pages = new PageServlet(data, faults);
        QueuedThreadPool threads = new QueuedThreadPool(40, 4);
        threads.setName("sample-crm");
        threads.setDaemon(true);
        server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost("127.0.0.1");
        connector.setPort(settings.port());
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        context.setContextPath("/");
        context.addServlet(new ServletHolder(new ApiServlet(data, settings.apiUsers(), faults)), "/api/v1/*");
        context.addServlet(new ServletHolder(pages), "/*");
        server.setHandler(new OutOfReach(context, faults));
        server.setStopTimeout(0);
        webhooks = new WebhookSender(data, faults, settings.webhookDelay(), settings.webhookRetry());
    }

    /** @throws PortTaken if another program has the port */
    public static SampleCrm start(SampleCrmSettings settings) throws IOException {
        SampleCrm crm = new SampleCrm(settings);
        try {
            crm.server.start();
        } catch (Exception e) {
            crm.close();
            if (e instanceof BindException || e.getCause() instanceof BindException) {
                throw new PortTaken(settings.port(), e);
            }
            throw new IOException("sample CRM: " + e.getMessage(), e);
        }
        return crm;
    }

    /** Where people and programs find it. */
    public URI address() {
        return URI.create("http://localhost:" + connector.getLocalPort());
    }

    /** Its records; a change made through them is as good as one made over HTTP. */
    public CrmData data() {
        return data;
    }

    public Faults faults() {
        return faults;
    }

    /** From now on the record pages show Rapport's widget. */
    public void showRapport(RapportPlace place) {
        pages.showRapport(place);
    }

    @Override
    public void close() {
        webhooks.close();
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("sample CRM: " + e.getMessage(), e);
        }
    }
}
