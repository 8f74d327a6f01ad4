package rapport.crm.connection;

import java.net.URI;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param publicUrl where a CRM reaches Rapport */
@ConfigurationProperties("rapport")
record ConnectionsSettings(
        @DefaultValue("http://localhost:8080") URI publicUrl,
        @DefaultValue Map<String, ConnectionSettings> connections) {}
