package rapport.crm.secret;

import java.util.List;

/** Secrets under keys of the test's own. */
public final class SecretsOf {
    private SecretsOf() {}

    public static Secrets keys(String current, String... previous) {
        return new Secrets(SecretKeys.of(current, "test", List.of(previous)));
    }
}
