package rapport.social.web;

import io.swagger.v3.oas.integration.SwaggerConfiguration;
import io.swagger.v3.oas.integration.api.OpenAPIConfiguration;
import io.swagger.v3.oas.models.OpenAPI;
import jakarta.validation.ValidatorFactory;
import java.util.List;
import java.util.Map;
import org.apache.cxf.Bus;
import org.apache.cxf.bus.spring.SpringBus;
import org.apache.cxf.endpoint.Server;
import org.apache.cxf.jaxrs.JAXRSServerFactoryBean;
import org.apache.cxf.jaxrs.openapi.OpenApiCustomizer;
import org.apache.cxf.jaxrs.openapi.OpenApiFeature;
import org.apache.cxf.jaxrs.validation.JAXRSBeanValidationFeature;
import org.apache.cxf.transport.servlet.CXFServlet;
import org.apache.cxf.validation.BeanValidationProvider;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.jakarta.rs.json.JacksonJsonProvider;

/** Publishes every {@link ApiResource} at {@code /api/v1}, described at {@code /api/v1/openapi.json}. */
@Configuration(proxyBeanMethods = false)
class RestServer {

    @Bean(name = Bus.DEFAULT_BUS_ID, destroyMethod = "shutdown")
    SpringBus cxf() {
        return new SpringBus();
    }

    /** One URL pattern only: with two, every endpoint would answer below both and a rule for one would be passed by the other. */
    @Bean
    ServletRegistrationBean<CXFServlet> cxfServlet() {
        var registration = new ServletRegistrationBean<>(new CXFServlet(), "/api/*");
        registration.setLoadOnStartup(1);
        registration.setInitParameters(Map.of("hide-service-list-page", "true"));
        return registration;
    }

    @Bean(destroyMethod = "destroy")
    Server rest(
            Bus bus,
            JsonMapper json,
            ValidatorFactory validators,
            ProblemMapper problems,
            Problems refusals,
            List<ApiResource> resources) {
        var validation = new JAXRSBeanValidationFeature();
        validation.setProvider(new BeanValidationProvider(validators));
        var factory = new JAXRSServerFactoryBean();
        factory.setBus(bus);
        factory.setAddress("/v1");
        factory.setServiceBeans(List.<Object>copyOf(resources));
        factory.setFeatures(List.of(validation, openApi(new ApiDocument(refusals))));
        factory.setProviders(List.of(new JacksonJsonProvider(json), new QueryNumbers(), problems));
        return factory.create();
    }

    private static OpenApiFeature openApi(ApiDocument document) {
        var feature = new OpenApiFeature();
        feature.setTitle("Rapport API");
        feature.setVersion("1");
        feature.setDescription("Feeds, comments and people around the records of a CRM.");
        feature.setLicense("Apache-2.0");
        feature.setScan(false);
        feature.setSupportSwaggerUi(false);
        feature.setUseContextBasedConfig(true);
        feature.setScanKnownConfigLocations(false);
        feature.setCustomizer(new OpenApiCustomizer() {
            @Override
            public OpenAPIConfiguration customize(OpenAPIConfiguration configuration) {
                var customized = super.customize(configuration);
                ((SwaggerConfiguration) customized).openAPI31(true);
                return customized;
            }

            @Override
            public void customize(OpenAPI api) {
                super.customize(api);
                document.complete(api);
            }
        });
        return feature;
    }
}
