package rapport.social.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import rapport.social.shared.InvalidSettings;

class SignInSettingsTest {
    private final Map<String, Object> set = new HashMap<>(Map.of(
            "issuer", "https://login.acme.example/realms/work",
            "client-id", "rapport",
            "client-secret", "a-secret-of-the-tests"));

    private OpenIdConnectSettings bound(Map<String, Object> others) {
        Map<String, Object> all = new HashMap<>(others);
        set.forEach((name, value) -> all.put("rapport.sign-in.openid-connect.work." + name, value));
        return new Binder(new MapConfigurationPropertySource(all))
                .bindOrCreate("rapport.sign-in", OpenIdConnectSettings.class);
    }

    private List<String> mistakes() {
        return SignInSettingsCheck.mistakesIn(bound(Map.of()));
    }

    private void refused(String setting, String... said) {
        assertThat(mistakes()).singleElement().asString().startsWith("rapport.sign-in.openid-connect.work." + setting);
        assertThat(mistakes().get(0)).contains(said).doesNotContain("a-secret-of-the-tests");
    }

    @Test
    void takesWhatProvidersWrite() {
        assertThat(mistakes()).isEmpty();
        set.put("issuer", "http://localhost:8180/realms/work");
        assertThat(mistakes()).isEmpty();
        set.put("issuer", "https://login.microsoftonline.com/8f1c0000-0000-0000-0000-000000000000/v2.0");
        set.put("match", "crm-sign-in-id");
        set.put("connection", "acme");
        set.put("claim", "oid");
        assertThat(mistakes()).isEmpty();
    }

    @Test
    void asksForAnAddressThatNobodyCanReadOrFake() {
        set.put("issuer", "http://login.acme.example/");
        refused("issuer", "https");
        set.put("issuer", "https://login.acme.example/?realm=work");
        refused("issuer", "query");
        set.remove("issuer");
        refused("issuer", "missing");
        for (String any : List.of("common", "organizations", "consumers")) {
            set.put("issuer", "https://login.microsoftonline.com/" + any + "/v2.0");
            refused("issuer", "your own tenant's");
        }
    }

    @Test
    void asksForWhatTheProviderIssued() {
        set.put("client-id", " ");
        refused("client-id", "missing");
        set.put("client-id", "rapport");
        set.remove("client-secret");
        refused("client-secret", "missing");
    }

    @Test
    void believesNoAddressThatNobodyVouchesFor() {
        set.put("claim", "preferred_username");
        refused("claim", "preferred_username", "trust-addresses");
        set.put("trust-addresses", "true");
        assertThat(mistakes()).isEmpty();
    }

    @Test
    void asksWhoseUsersAreMeant() {
        set.put("match", "crm-user");
        set.put("claim", "oid");
        refused("connection", "missing");
        set.put("connection", "acme");
        set.remove("claim");
        refused("claim", "missing");
        set.put("claim", "oid");
        set.put("trust-addresses", "true");
        refused("trust-addresses", "e-mail");
        set.put("match", "email");
        set.put("claim", "email");
        refused("connection", "none");
    }

    @Test
    void asksForTheScopeThatMakesItASignIn() {
        set.put("scopes", "profile,email");
        refused("scopes", "openid");
        set.remove("scopes");
        set.put("timeout", "10m");
        refused("timeout", "1m");
    }

    @Test
    void leavesNobodyOutside() {
        set.clear();
        var settings = bound(Map.of("rapport.sign-in.local-accounts", "false"));
        assertThat(SignInSettingsCheck.mistakesIn(settings))
                .singleElement()
                .asString()
                .contains("nobody could sign in");
    }

    @Test
    void tellsAllMistakesAtOnceAndNoSecret() {
        set.put("issuer", "ftp://x");
        set.put("client-id", "");
        var settings = bound(Map.of("rapport.sign-in.openid-connect.Work.issuer", "https://login.example"));
        assertThat(settings.toString()).doesNotContain("a-secret-of-the-tests");
        assertThatThrownBy(() -> new OpenIdProviders(settings, Clock.systemUTC()))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("openid-connect.work.issuer")
                .hasMessageContaining("openid-connect.work.client-id")
                .hasMessageContaining("Work")
                .hasMessageNotContaining("a-secret-of-the-tests");
    }
}
