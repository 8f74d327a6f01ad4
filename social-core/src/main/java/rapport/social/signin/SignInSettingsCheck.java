package rapport.social.signin;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import rapport.social.signin.OpenIdConnectSettings.Match;
import rapport.social.signin.OpenIdConnectSettings.Provider;

/** What the settings of the sign-in must be. Each mistake is one line: the setting, what was found, what was expected. */
final class SignInSettingsCheck {
    static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,59}");
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");
    /** Microsoft's addresses for everybody's tenants: any of them could name any address. */
    private static final Pattern ANY_TENANT = Pattern.compile("/(common|organizations|consumers)(/.*)?");

    private final List<String> mistakes = new ArrayList<>();

    private SignInSettingsCheck() {}

    /** @return no line if all is right */
    static List<String> mistakesIn(OpenIdConnectSettings settings) {
        var check = new SignInSettingsCheck();
        settings.openidConnect().forEach(check::provider);
        if (!settings.localAccounts() && settings.openidConnect().isEmpty()) {
            check.mistakes.add("rapport.sign-in.local-accounts: false (expected: true, or a provider under"
                    + " rapport.sign-in.openid-connect: nobody could sign in)");
        }
        return check.mistakes;
    }

    private void provider(String name, Provider provider) {
        String prefix = "rapport.sign-in.openid-connect." + name;
        if (!NAME.matcher(name).matches()) {
            mistakes.add(prefix + ": name \"" + name + "\" (expected: 1 to 60 lower-case letters, digits and hyphens)");
        }
        issuer(prefix + ".issuer", provider.issuer());
        required(prefix + ".client-id", provider.clientId(), "as the provider issued it");
        required(prefix + ".client-secret", provider.clientSecret(), "as the provider issued it");
        if (!provider.scopes().contains("openid")) {
            mistakes.add(prefix + ".scopes: " + provider.scopes() + " (expected: openid among them)");
        }
        if (provider.timeout().compareTo(Duration.ofMillis(100)) < 0
                || provider.timeout().compareTo(Duration.ofMinutes(1)) > 0) {
            mistakes.add(prefix + ".timeout: " + provider.timeout() + " (expected: 100ms to 1m)");
        }
        match(prefix, provider);
    }

    private void issuer(String setting, @Nullable URI issuer) {
        if (issuer == null || issuer.getHost() == null || issuer.getScheme() == null) {
            mistakes.add(setting + ": " + found(issuer) + " (expected: an https address, as the provider writes it)");
        } else if (!"https".equals(issuer.getScheme())
                && !("http".equals(issuer.getScheme()) && THIS_MACHINE.contains(issuer.getHost()))) {
            mistakes.add(setting + ": " + found(issuer) + " (expected: https; http only on this machine)");
        } else if (issuer.getUserInfo() != null || issuer.getQuery() != null || issuer.getFragment() != null) {
            mistakes.add(setting + ": with a user, a query or a fragment (expected: none of them)");
        } else if (issuer.getHost().startsWith("login.microsoftonline.")
                && ANY_TENANT.matcher(issuer.getPath()).matches()) {
            mistakes.add(setting + ": " + found(issuer)
                    + " (expected: your own tenant's, https://login.microsoftonline.com/<tenant id>/v2.0)");
        }
    }

    private void match(String prefix, Provider provider) {
        boolean byEmail = provider.match() == Match.EMAIL;
        if (byEmail
                && provider.hostedDomain() == null
                && provider.issuer() != null
                && "accounts.google.com".equals(provider.issuer().getHost())) {
            mistakes.add(prefix + ".hosted-domain: missing (expected: your company's domain; without it everybody who"
                    + " has an account there with a colleague's address is let in)");
        }
        if (byEmail && provider.connection() != null) {
            mistakes.add(prefix + ".connection: " + found(provider.connection())
                    + " (expected: none when matched by e-mail)");
        }
        if (!byEmail && provider.connection() == null) {
            mistakes.add(prefix + ".connection: missing (expected: the key of the connection whose users are meant)");
        }
        if (!byEmail && provider.claim() == null) {
            mistakes.add(prefix + ".claim: missing (expected: the claim that names the CRM's user, such as oid)");
        }
        if (!byEmail && provider.trustAddresses()) {
            mistakes.add(prefix + ".trust-addresses: true (expected: false when nobody is matched by e-mail)");
        }
        if (byEmail && provider.claim() != null && !provider.claim().equals("email") && !provider.trustAddresses()) {
            mistakes.add(prefix + ".claim: " + found(provider.claim())
                    + " (expected: email, the only one that a provider can mark as verified, unless"
                    + " trust-addresses is true)");
        }
    }

    private void required(String setting, @Nullable String value, String expected) {
        if (value == null || value.isBlank()) {
            mistakes.add(setting + ": missing (expected: " + expected + ")");
        }
    }

    private static String found(@Nullable Object value) {
        return value == null || value.toString().isBlank() ? "missing" : "\"" + value + "\"";
    }
}
