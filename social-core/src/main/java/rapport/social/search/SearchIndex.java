package rapport.social.search;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Finds the texts that hold some words. It knows no rights and may lag behind: what it finds is checked against the database.
 * PostgreSQL answers it by its own full text search, the embedded database has Lucene beside it; for more than one machine holds there
 * is OpenSearch. All of them find alike, which one contract tests.
 */
interface SearchIndex {

    /** Another name is another index. */
    String name();

    /** Takes texts in, in place of what it had of the same items; an older version never replaces a newer one. */
    void put(List<IndexedText> texts);

    void remove(Collection<Long> items);

    /** Removes a post and its comments. */
    void removeThread(long post);

    /** The newest {@code limit} texts that match, of those with an id below {@code before}. */
    Candidates newest(TextQuery query, long before, int limit);

    /** The items with ids from one to the other that it holds, and which version of them. */
    Map<Long, Integer> versions(long from, long to);

    /** Whether it once held everything and loses nothing by itself: then only the newest texts need to be compared at start. */
    boolean isComplete();

    /** Everything there is has been compared and put. */
    void complete();
}
