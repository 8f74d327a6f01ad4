package rapport.crm.inbound;

import java.util.List;
import org.apache.cxf.Bus;
import org.apache.cxf.endpoint.Server;
import org.apache.cxf.jaxrs.JAXRSServerFactoryBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * A REST server of its own beside {@code /api/v1}: raw bytes in, nothing but a status out, and no version, since these
 * addresses stay in customers' CRMs for years.
 */
@Configuration(proxyBeanMethods = false)
class HookServer {
    @Bean(destroyMethod = "destroy")
    Server hooks(Bus bus, HookResource hooks) {
        var factory = new JAXRSServerFactoryBean();
        factory.setBus(bus);
        factory.setAddress("/hooks");
        factory.setServiceBeans(List.<Object>of(hooks));
        return factory.create();
    }
}
