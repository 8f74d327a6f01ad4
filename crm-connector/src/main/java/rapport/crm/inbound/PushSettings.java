package rapport.crm.inbound;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * @param rows     of one call
 * @param callsPerMinute of one connection, on each node
 * @param maxSize  of one call, unpacked
 * @param fileSize of one uploaded file
 * @param vanishPercent of the known rows, so many may be gone at the end of a complete set
 */
@ConfigurationProperties("rapport.push")
record PushSettings(
        @DefaultValue("500") int rows,
        @DefaultValue("600") int callsPerMinute,
        @DefaultValue("5MB") DataSize maxSize,
        @DefaultValue("200MB") DataSize fileSize,
        @DefaultValue("20") int vanishPercent) {
    PushSettings {
        if (callsPerMinute < 1) {
            throw new IllegalArgumentException(
                    "rapport.push.calls-per-minute: " + callsPerMinute + " (expected: at least 1)");
        }
    }
}
