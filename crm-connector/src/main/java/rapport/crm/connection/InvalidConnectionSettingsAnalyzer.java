package rapport.crm.connection;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows wrong settings as a list instead of a stack trace. */
class InvalidConnectionSettingsAnalyzer extends AbstractFailureAnalyzer<InvalidConnectionSettings> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidConnectionSettings cause) {
        return new FailureAnalysis(
                "The configuration of a connection cannot be used:\n\n    " + String.join("\n    ", cause.mistakes()),
                "Correct these settings in application.yaml, or in the environment, and start again.",
                cause);
    }
}
