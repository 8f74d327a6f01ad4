package rapport.social.signin;

import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import rapport.social.shared.InvalidSettings;

/** The configured providers. */
@Component
class OpenIdProviders {
    private final Map<String, OpenIdProvider> byName = new LinkedHashMap<>();

    /** @throws InvalidSettings with all mistakes */
    OpenIdProviders(OpenIdConnectSettings settings, Clock clock) {
        var mistakes = SignInSettingsCheck.mistakesIn(settings);
        if (!mistakes.isEmpty()) {
            throw new InvalidSettings(String.join("\n    ", mistakes));
        }
        new TreeMap<>(settings.openidConnect())
                .forEach((name, provider) -> byName.put(
                        name,
                        new OpenIdProvider(
                                name,
                                provider,
                                RestClient.builder()
                                        .requestFactory(calls(provider.timeout()))
                                        .build(),
                                clock)));
    }

    Collection<OpenIdProvider> all() {
        return byName.values();
    }

    Optional<OpenIdProvider> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Follows no redirect: a provider is asked where it says that it is. */
    static JdkClientHttpRequestFactory calls(Duration timeout) {
        var factory = new JdkClientHttpRequestFactory(HttpClient.newBuilder()
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build());
        factory.setReadTimeout(timeout);
        return factory;
    }
}
