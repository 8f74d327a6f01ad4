package rapport.social.search;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;

class LuceneSearchIndexTest extends SearchIndexContract {
    private final LuceneSearchIndex index = LuceneSearchIndex.inMemory();

    @Override
    SearchIndex index() {
        return index;
    }

    @Override
    @AfterEach
    void forget() {
        try {
            index.destroy();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
