package rapport.samples.crm;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rapport.samples.crm.api.ApiUser;
import rapport.samples.crm.data.CompanyData;

/**
 * How a sample CRM is started.
 *
 * @param port         on loopback; 0 takes a free one
 * @param directory    where changes are kept; null forgets them at the end
 * @param company      what it starts with
 * @param apiUsers     programs that may sign in
 * @param webhookDelay how often the webhook queue is worked off; EspoCRM's own default is two minutes
 * @param webhookRetry pause before a failed delivery is tried again
 */
public record SampleCrmSettings(
        int port,
        @Nullable Path directory,
        CompanyData company,
        List<ApiUser> apiUsers,
        Clock clock,
        Duration webhookDelay,
        Duration webhookRetry) {

    /** A free port, nothing kept, nobody may sign in yet. */
    public static SampleCrmSettings of(CompanyData company) {
        return new SampleCrmSettings(
                0, null, company, List.of(), Clock.systemUTC(), Duration.ofSeconds(1), Duration.ofMinutes(10));
    }

    public SampleCrmSettings withPort(int wanted) {
        return new SampleCrmSettings(wanted, directory, company, apiUsers, clock, webhookDelay, webhookRetry);
    }

    public SampleCrmSettings keptIn(Path wanted) {
        return new SampleCrmSettings(port, wanted, company, apiUsers, clock, webhookDelay, webhookRetry);
    }

    public SampleCrmSettings withApiUsers(ApiUser... users) {
        return new SampleCrmSettings(port, directory, company, List.of(users), clock, webhookDelay, webhookRetry);
    }

    public SampleCrmSettings withClock(Clock wanted) {
        return new SampleCrmSettings(port, directory, company, apiUsers, wanted, webhookDelay, webhookRetry);
    }

    public SampleCrmSettings withWebhooks(Duration delay, Duration retry) {
        return new SampleCrmSettings(port, directory, company, apiUsers, clock, delay, retry);
    }
}
