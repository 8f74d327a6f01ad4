package rapport.crm.adapter.salesforce;

import jakarta.annotation.Resource;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.xml.soap.SOAPConstants;
import jakarta.xml.soap.SOAPException;
import jakarta.xml.soap.SOAPFactory;
import jakarta.xml.ws.Provider;
import jakarta.xml.ws.Service;
import jakarta.xml.ws.ServiceMode;
import jakarta.xml.ws.WebServiceContext;
import jakarta.xml.ws.WebServiceProvider;
import jakarta.xml.ws.handler.MessageContext;
import jakarta.xml.ws.soap.SOAPFaultException;
import java.io.ByteArrayOutputStream;
import java.io.StringReader;
import java.util.Map;
import java.util.Objects;
import javax.xml.stream.XMLStreamException;
import javax.xml.transform.Source;
import javax.xml.transform.stream.StreamSource;
import org.apache.cxf.staxutils.StaxUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rapport.crm.spi.InboundCalls;
import rapport.crm.spi.WebhookCall;
import rapport.crm.spi.WebhookRefused;

/**
 * The endpoint that outbound messages are sent to, at {@code /api/soap/salesforce/<connection>/<secret>/outbound-message}. It
 * works on the payload as it comes rather than on generated classes: every admin chooses other fields, and we take none.
 * {@code Ack} is true once the hints are stored, and false if that failed, upon which Salesforce sends the whole message
 * again for a day. What is not believed gets a fault, since there is nothing that sending it again would mend.
 */
@WebServiceProvider(
        serviceName = "NotificationService",
        portName = "Notification",
        targetNamespace = OutboundMessage.NAMESPACE,
        wsdlLocation = "classpath:rapport/crm/adapter/salesforce/outbound.wsdl")
@ServiceMode(Service.Mode.PAYLOAD)
public class OutboundMessages implements Provider<Source> {
    private static final Logger LOG = LoggerFactory.getLogger(OutboundMessages.class);

    static final String ADDRESS = "/soap/salesforce";

    private final InboundCalls calls;

    @Resource
    private @Nullable WebServiceContext context;

    OutboundMessages(InboundCalls calls) {
        this.calls = calls;
    }

    @Override
    public Source invoke(Source request) {
        // connection, secret, event
        String[] address = pathBehindTheEndpoint().split("/");
        if (address.length != 3 || !address[0].matches("[a-z0-9-]{1,60}")) {
            throw notAccepted();
        }
        String connection = address[0];
        try {
            calls.take("salesforce", connection, address[1], new WebhookCall(address[2], Map.of(), bytes(request)));
            return ack(true);
        } catch (WebhookRefused refused) {
            throw notAccepted();
        } catch (RuntimeException e) {
            LOG.error("connection {}: an outbound message could not be kept", connection, e);
            return ack(false);
        }
    }

    private String pathBehindTheEndpoint() {
        Object http = Objects.requireNonNull(context).getMessageContext().get(MessageContext.SERVLET_REQUEST);
        String info = http instanceof HttpServletRequest servlet ? servlet.getPathInfo() : null;
        String path = info == null ? "" : info;
        int start = path.indexOf(ADDRESS + "/");
        return start < 0 ? "" : path.substring(start + ADDRESS.length() + 1);
    }

    private static byte[] bytes(Source request) {
        try {
            var bytes = new ByteArrayOutputStream();
            StaxUtils.copy(request, bytes);
            return bytes.toByteArray();
        } catch (XMLStreamException | RuntimeException e) {
            // Too deep, too long, or broken off; the parser's message could quote it.
            throw new WebhookRefused(WebhookRefused.Reason.NOT_UNDERSTOOD, "XML that cannot be read");
        }
    }

    private static Source ack(boolean kept) {
        return new StreamSource(new StringReader("<notificationsResponse xmlns=\"" + OutboundMessage.NAMESPACE
                + "\"><Ack>" + kept + "</Ack></notificationsResponse>"));
    }

    /** The same for every reason: whoever tries addresses learns nothing. */
    private static SOAPFaultException notAccepted() {
        try {
            return new SOAPFaultException(SOAPFactory.newInstance(SOAPConstants.SOAP_1_1_PROTOCOL)
                    .createFault("not accepted", SOAPConstants.SOAP_SENDER_FAULT));
        } catch (SOAPException e) {
            throw new IllegalStateException(e); // every SAAJ can make one
        }
    }
}
