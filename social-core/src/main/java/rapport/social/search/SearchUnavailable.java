package rapport.social.search;

import rapport.social.shared.Problem;

/** The search server does not answer, or refuses: worth trying again. Nothing else depends on it. */
class SearchUnavailable extends Problem {
    private static final int RETRY_AFTER_SECONDS = 10;

    SearchUnavailable(Throwable cause) {
        super(503, "search-unavailable", null, null, null, RETRY_AFTER_SECONDS);
        initCause(cause);
    }
}
