package rapport.social.shared;

import org.jspecify.annotations.Nullable;

/** Rapport can't start as it is set up; the message names the setting and what was expected. */
public class InvalidSettings extends RuntimeException {
    public InvalidSettings(String message) {
        this(message, null);
    }

    public InvalidSettings(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
