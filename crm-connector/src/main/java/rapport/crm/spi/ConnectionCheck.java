package rapport.crm.spi;

import org.jspecify.annotations.Nullable;

/**
 * One step of trying a connection.
 *
 * @param name   what was tried, such as {@code sign-in}
 * @param found  what came out, in words for an admin
 * @param advice the next step, unless all is well
 */
public record ConnectionCheck(
        String name,
        Outcome outcome,
        String found,
        @Nullable String advice) {
    public enum Outcome {
        PASSED,
        /** works, but something will be missing */
        WARNED,
        FAILED,
        /** not tried, because an earlier step failed */
        SKIPPED
    }

    public static ConnectionCheck passed(String name, String found) {
        return new ConnectionCheck(name, Outcome.PASSED, found, null);
    }

    public static ConnectionCheck warned(String name, String found, String advice) {
        return new ConnectionCheck(name, Outcome.WARNED, found, advice);
    }

    public static ConnectionCheck failed(String name, String found, String advice) {
        return new ConnectionCheck(name, Outcome.FAILED, found, advice);
    }

    public static ConnectionCheck skipped(String name) {
        return new ConnectionCheck(
                name, Outcome.SKIPPED, Phrase.of("check.not-tried").toString(), null);
    }
}
