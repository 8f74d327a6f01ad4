package rapport.crm.connection;

import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ConnectionsSettings.class)
class ConnectionConfiguration {

    /**
     * Scripts on a CRM's pages may call the interface with a token that they were given; no cookie ever goes with it.
     * Primary, because Spring MVC has a source of its own.
     */
    @Bean
    @Primary
    CorsConfigurationSource embedOrigins(Connections connections) {
        // Spring's own matching by path drops the part that a servlet is mapped to, here /api, and would never match.
        return request -> {
            String path =
                    request.getRequestURI().substring(request.getContextPath().length());
            return path.startsWith("/api/v1/") || path.equals("/live") ? cors(connections) : null;
        };
    }

    /** Asked for at each call: connections come and go. */
    private static CorsConfiguration cors(Connections connections) {
        var cors = new CorsConfiguration();
        cors.setAllowedOrigins(connections.all().stream()
                .flatMap(connection -> connection.origins().stream())
                .distinct()
                .toList());
        cors.setAllowedMethods(List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"));
        cors.setAllowedHeaders(List.of(
                "Authorization", "Content-Type", "Idempotency-Key", "If-Match", "Accept-Language", "X-Rapport"));
        cors.setExposedHeaders(List.of("ETag", "Location", "Retry-After"));
        cors.setAllowCredentials(false);
        cors.setMaxAge(3_600L);
        return cors;
    }
}
