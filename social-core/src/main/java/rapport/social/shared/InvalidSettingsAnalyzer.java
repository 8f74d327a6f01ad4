package rapport.social.shared;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows a wrong setting as a sentence instead of a stack trace. */
class InvalidSettingsAnalyzer extends AbstractFailureAnalyzer<InvalidSettings> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidSettings cause) {
        return new FailureAnalysis(
                "Rapport cannot start with these settings:\n\n    " + cause.getMessage(),
                "Correct the setting, in the configuration file or in the environment, or start first what it names.",
                cause);
    }
}
