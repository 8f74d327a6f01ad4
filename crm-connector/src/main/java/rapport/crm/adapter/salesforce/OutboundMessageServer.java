package rapport.crm.adapter.salesforce;

import java.util.Map;
import org.apache.cxf.Bus;
import org.apache.cxf.jaxws.EndpointImpl;
import org.apache.cxf.staxutils.StaxUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import rapport.crm.spi.InboundCalls;

/** Publishes {@link OutboundMessages} on the server that answers below {@code /api}; its contract is at {@code ?wsdl}. */
@Configuration(proxyBeanMethods = false)
class OutboundMessageServer {
    /** A hundred notifications of some dozen fields; strangers may send more, and shall not be read to the end. */
    private static final int MAX_CHARACTERS = 2_000_000;

    @Bean(destroyMethod = "stop")
    EndpointImpl salesforceOutboundMessages(Bus bus, InboundCalls calls) {
        var endpoint = new EndpointImpl(bus, new OutboundMessages(calls));
        endpoint.setProperties(Map.of(
                StaxUtils.MAX_XML_CHARACTERS, MAX_CHARACTERS,
                StaxUtils.MAX_ELEMENT_DEPTH, 20,
                StaxUtils.MAX_CHILD_ELEMENTS, 2_000));
        endpoint.publish(OutboundMessages.ADDRESS);
        return endpoint;
    }
}
