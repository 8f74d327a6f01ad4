package rapport.social.live;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * @param heartbeat    how often a connection is used and its session checked; below what proxies take for idle
 * @param queue        events that may wait for one slow reader; then the connection is cut
 * @param maxPerMember open connections of one member
 */
@Validated
@ConfigurationProperties("rapport.live")
record LiveSettings(
        @DefaultValue("20s") Duration heartbeat,
        @DefaultValue("256") @Min(16) @Max(100_000) int queue,
        @DefaultValue("50") @Min(1) @Max(10_000) int maxPerMember) {}
