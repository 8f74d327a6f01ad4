package rapport.social.file;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rapport.social.shared.Problem;

/** The storage of files does not answer, or refuses: worth trying again. */
public class FilesUnavailable extends Problem {
    private static final Logger LOG = LoggerFactory.getLogger(FilesUnavailable.class);
    private static final int RETRY_AFTER_SECONDS = 30;

    /** It did not answer a moment ago, which was logged. */
    FilesUnavailable() {
        super(503, "files-unavailable", null, null, null, RETRY_AFTER_SECONDS);
    }

    /** @param doing what was tried, for the log: the caller is not told what stands behind */
    FilesUnavailable(String doing, Exception cause) {
        this();
        initCause(cause);
        LOG.warn("{} failed: {}", doing, cause.toString());
    }
}
