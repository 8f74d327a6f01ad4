package rapport.social.link;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * @param hosts            whose pages may be fetched, such as {@code example.org} or {@code *.example.org}; {@code *} for all public ones;
 *                         none: no previews, and no call
 * @param privateAddresses hosts, written out, that may be fetched though they live in the company's own network
 * @param timeout          for one page, with its redirects
 * @param maxSize          of what is read of a page
 * @param perPost          links of one post that get a preview
 * @param keep             how long a preview serves before it is fetched anew by the next post that links it
 */
@Validated
@ConfigurationProperties("rapport.links")
public record LinkSettings(
        @DefaultValue List<String> hosts,
        @DefaultValue List<String> privateAddresses,
        @DefaultValue("5s") Duration timeout,
        @DefaultValue("512KB") DataSize maxSize,
        @DefaultValue("3") @Min(0) @Max(10) int perPost,
        @DefaultValue("7d") Duration keep) {

    boolean allows(String host) {
        String name = host.toLowerCase(java.util.Locale.ROOT);
        return hosts.stream()
                .map(pattern -> pattern.toLowerCase(java.util.Locale.ROOT))
                .anyMatch(pattern -> pattern.equals("*")
                        || pattern.equals(name)
                        || pattern.startsWith("*.")
                                && (name.endsWith(pattern.substring(1)) || name.equals(pattern.substring(2))));
    }

    boolean allowsPrivate(String host) {
        return privateAddresses.stream().anyMatch(host::equalsIgnoreCase);
    }
}
