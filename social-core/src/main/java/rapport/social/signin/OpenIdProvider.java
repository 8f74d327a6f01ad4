package rapport.social.signin;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import rapport.social.shared.Outage;
import rapport.social.signin.OpenIdConnectSettings.Provider;
import rapport.social.signin.SignInRefused.Reason;

/** One configured provider. What it publishes about itself is read when first needed, not at start: it may be down then. */
final class OpenIdProvider {
    private static final Logger LOG = LoggerFactory.getLogger(OpenIdProvider.class);
    /** Providers move their addresses rarely, and say so long before. */
    private static final Duration FRESH = Duration.ofHours(1);

    private final String name;
    private final Provider settings;
    private final RestClient http;
    private final Clock clock;
    private final Outage outage;
    private @Nullable Known known;

    /** @param redirectUri kept with it: it follows the public address */
    private record Known(ClientRegistration registration, String redirectUri, Instant at) {}

    OpenIdProvider(String name, Provider settings, RestClient http, Clock clock) {
        this.name = name;
        this.settings = settings;
        this.http = http;
        this.clock = clock;
        this.outage = new Outage(settings.timeout());
    }

    String name() {
        return name;
    }

    String displayName() {
        String display = settings.displayName();
        return display == null || display.isBlank() ? name : display.strip();
    }

    Provider settings() {
        return settings;
    }

    String issuer() {
        return Objects.requireNonNull(settings.issuer()).toString();
    }

    /** @throws SignInRefused if the provider cannot be asked, or is another than the configured one */
    synchronized ClientRegistration registration(String redirectUri) {
        Known before = known;
        Instant now = clock.instant();
        if (before != null
                && before.redirectUri().equals(redirectUri)
                && before.at().plus(FRESH).isAfter(now)) {
            return before.registration();
        }
        if (outage.lasts()) { // those who wait in line would take all threads
            if (before != null && before.redirectUri().equals(redirectUri)) {
                return before.registration();
            }
            throw new SignInRefused(Reason.PROVIDER_DOWN);
        }
        try {
            var registration = discover(redirectUri);
            known = new Known(registration, redirectUri, now);
            return registration;
        } catch (SignInRefused failed) {
            if (before != null && before.redirectUri().equals(redirectUri) && failed.reason() == Reason.PROVIDER_DOWN) {
                return before.registration();
            }
            throw failed;
        }
    }

    private ClientRegistration discover(String redirectUri) {
        Map<String, Object> published;
        try {
            published = http.get()
                    .uri(URI.create(issuer().replaceAll("/+$", "") + "/.well-known/openid-configuration"))
                    .retrieve()
                    .body(new ParameterizedTypeReference<>() {});
            outage.end();
        } catch (RestClientException failure) {
            outage.note();
            LOG.warn("sign-in by {}: what the provider publishes cannot be read: {}", name, failure.getMessage());
            throw new SignInRefused(Reason.PROVIDER_DOWN, failure);
        }
        if (published == null || !issuer().equals(published.get("issuer"))) {
            LOG.warn(
                    "sign-in by {}: the provider calls itself {} (expected: {}, as set)",
                    name,
                    published == null ? null : published.get("issuer"),
                    issuer());
            throw new SignInRefused(Reason.NOT_BELIEVED);
        }
        try {
            return ClientRegistrations.fromOidcConfiguration(published)
                    .registrationId(name)
                    .clientId(Objects.requireNonNull(settings.clientId()))
                    .clientSecret(settings.clientSecret())
                    .redirectUri(redirectUri)
                    .scope(settings.scopes())
                    .build();
        } catch (IllegalArgumentException | IllegalStateException unusable) {
            LOG.warn("sign-in by {}: what the provider publishes is of no use: {}", name, unusable.getMessage());
            throw new SignInRefused(Reason.NOT_BELIEVED, unusable);
        }
    }
}
