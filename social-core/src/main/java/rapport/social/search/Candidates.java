package rapport.social.search;

import java.util.List;

/**
 * What an index proposes, newest first.
 *
 * @param more whether there may be older ones
 */
record Candidates(List<Candidate> found, boolean more) {

    /** @param version the one whose text was found */
    record Candidate(long item, int version, float score) {}
}
