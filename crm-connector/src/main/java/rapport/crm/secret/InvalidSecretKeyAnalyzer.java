package rapport.crm.secret;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows a wrong key as a sentence instead of a stack trace. */
class InvalidSecretKeyAnalyzer extends AbstractFailureAnalyzer<InvalidSecretKey> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidSecretKey cause) {
        return new FailureAnalysis(
                "The key for secrets cannot be used:\n\n    " + cause.getMessage(),
                "Set rapport.secret-key (in the environment RAPPORT_SECRET_KEY) to 32 random bytes as base64.",
                cause);
    }
}
