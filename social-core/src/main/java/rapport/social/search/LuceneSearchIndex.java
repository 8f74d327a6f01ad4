package rapport.social.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.IntPoint;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;

/**
 * Lucene in this process, for the embedded database. One writer: Lucene's lock on the folder refuses a second process. Changes are
 * found at once and written to disk every few seconds; what a crash loses is put again at the next start, where everything is
 * compared.
 */
final class LuceneSearchIndex implements SearchIndex, DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(LuceneSearchIndex.class);

    /** Part of the folder's name: an index of another shape is not read but made anew. */
    private static final String SHAPE = "texts-1";

    private static final long COMMIT_EVERY_NANOS = 5_000_000_000L;

    private final Directory directory;
    private final IndexWriter writer;
    private final SearcherManager searchers;
    private long committedAt = System.nanoTime();

    private LuceneSearchIndex(Directory directory) throws IOException {
        this.directory = directory;
        this.writer = new IndexWriter(directory, new IndexWriterConfig(new WhitespaceAnalyzer()));
        this.searchers = new SearcherManager(writer, new SearcherFactory());
    }

    /** For a database in memory: it lives as long as that. */
    static LuceneSearchIndex inMemory() {
        try {
            return new LuceneSearchIndex(new ByteBuffersDirectory());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The index below the folder; one that cannot be read is thrown away and filled again from the database. */
    static LuceneSearchIndex in(Path folder) {
        Path place = folder.resolve(SHAPE);
        try {
            Files.createDirectories(place);
            try {
                return open(place);
            } catch (org.apache.lucene.store.LockObtainFailedException e) {
                throw new IllegalStateException(
                        "The search index " + place
                                + " is in use by another process. Stop that one, or give this one another"
                                + " rapport.data-directory.",
                        e);
            } catch (IOException | RuntimeException e) {
                LOG.warn("The search index {} cannot be read ({}). It is made anew.", place, e.toString());
                delete(place);
                Files.createDirectories(place);
                return open(place);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LuceneSearchIndex open(Path place) throws IOException {
        var directory = FSDirectory.open(place);
        try {
            return new LuceneSearchIndex(directory);
        } catch (IOException | RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    private static void delete(Path place) throws IOException {
        try (Stream<Path> files = Files.walk(place)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    @Override
    public String name() {
        return "lucene";
    }

    @Override
    public synchronized void put(List<IndexedText> texts) {
        if (texts.isEmpty()) {
            return;
        }
        change(() -> {
            Map<Long, Integer> present = versions(texts);
            for (IndexedText text : texts) {
                Integer version = present.get(text.item());
                if (version == null || version <= text.version()) {
                    writer.updateDocument(key(text.item()), document(text));
                }
            }
        });
    }

    @Override
    public synchronized void remove(Collection<Long> items) {
        change(() -> writer.deleteDocuments(
                items.stream().map(LuceneSearchIndex::key).toArray(Term[]::new)));
    }

    @Override
    public synchronized void removeThread(long post) {
        change(() -> writer.deleteDocuments(LongPoint.newExactQuery("post", post)));
    }

    private interface Change {
        void run() throws IOException;
    }

    private void change(Change change) {
        try {
            change.run();
            searchers.maybeRefreshBlocking();
            if (System.nanoTime() - committedAt > COMMIT_EVERY_NANOS) {
                writer.commit();
                committedAt = System.nanoTime();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Term key(long item) {
        return new Term("key", Long.toString(item));
    }

    private static Document document(IndexedText text) {
        var document = new Document();
        document.add(new StringField("key", Long.toString(text.item()), Field.Store.NO));
        document.add(new LongPoint("id", text.item()));
        document.add(new NumericDocValuesField("id", text.item()));
        document.add(new NumericDocValuesField("version", text.version()));
        document.add(new LongPoint("post", text.post()));
        document.add(new LongPoint("subject", text.subject()));
        if (text.author() != null) {
            document.add(new LongPoint("author", text.author()));
        }
        document.add(new IntPoint("kind", text.kind().code()));
        document.add(new IntPoint("comment", text.isComment() ? 1 : 0));
        document.add(new LongPoint("published", text.publishedAt().toEpochMilli()));
        List<WordForms> words = text.words();
        document.add(field("plain", words.stream().map(WordForms::plain)));
        document.add(field("french", words.stream().map(WordForms::french)));
        document.add(field("english", words.stream().map(WordForms::english)));
        return document;
    }

    private static Field field(String name, Stream<String> words) {
        return new TextField(name, words.collect(Collectors.joining(" ")), Field.Store.NO);
    }

    @Override
    public Candidates newest(TextQuery query, long before, int limit) {
        var sort = new Sort(new SortField("id", SortField.Type.LONG, true));
        return read(searcher -> {
            var top = searcher.search(lucene(query, before), limit + 1, sort, true);
            List<Candidates.Candidate> found = new ArrayList<>();
            for (var hit : top.scoreDocs) {
                if (found.size() < limit && hit instanceof FieldDoc row && row.fields[0] instanceof Long id) {
                    found.add(new Candidates.Candidate(id, (int) value(searcher, hit.doc, "version"), hit.score));
                }
            }
            return new Candidates(found, top.scoreDocs.length > limit);
        });
    }

    private static Query lucene(TextQuery query, long before) {
        var words = new BooleanQuery.Builder();
        for (SearchWords.Word word : query.words().words()) {
            words.add(anyForm(word, query.words().distance()), query.all() ? Occur.MUST : Occur.SHOULD);
        }
        var all = new BooleanQuery.Builder().add(words.build(), Occur.MUST);
        var filter = query.filter();
        all.add(LongPoint.newRangeQuery("id", Long.MIN_VALUE, before - 1), Occur.FILTER);
        if (filter.texts() != TextQuery.Texts.BOTH) {
            all.add(
                    IntPoint.newExactQuery("comment", filter.texts() == TextQuery.Texts.COMMENTS ? 1 : 0),
                    Occur.FILTER);
        }
        if (filter.author() != null) {
            all.add(LongPoint.newExactQuery("author", filter.author()), Occur.FILTER);
        }
        if (!filter.kinds().isEmpty()) {
            all.add(
                    IntPoint.newSetQuery(
                            "kind",
                            filter.kinds().stream()
                                    .mapToInt(kind -> kind.code())
                                    .toArray()),
                    Occur.FILTER);
        }
        if (filter.from() != null || filter.to() != null) {
            all.add(
                    LongPoint.newRangeQuery(
                            "published",
                            filter.from() == null
                                    ? Long.MIN_VALUE
                                    : filter.from().toEpochMilli(),
                            filter.to() == null ? Long.MAX_VALUE : filter.to().toEpochMilli() - 1),
                    Occur.FILTER);
        }
        var place = filter.place();
        if (place != null && place.topic() == null) {
            var inPlace = new BooleanQuery.Builder();
            inPlace.add(LongPoint.newSetQuery("subject", place.subjects()), Occur.SHOULD);
            if (place.author() != null) {
                inPlace.add(LongPoint.newExactQuery("author", place.author()), Occur.SHOULD);
            }
            all.add(inPlace.build(), Occur.FILTER);
        }
        return all.build();
    }

    private static Query anyForm(SearchWords.Word word, int distance) {
        var forms = word.forms();
        List<Query> any = new ArrayList<>();
        any.add(new BoostQuery(new TermQuery(new Term("plain", forms.plain())), 1.2f));
        any.add(new TermQuery(new Term("french", forms.french())));
        any.add(new TermQuery(new Term("english", forms.english())));
        if (word.prefix()) {
            any.add(new BoostQuery(new PrefixQuery(new Term("plain", forms.plain())), 0.5f));
        }
        if (word.forgiven(distance) > 0) {
            any.add(new BoostQuery(new FuzzyQuery(new Term("plain", forms.plain()), word.forgiven(distance), 1), 0.5f));
        }
        return new DisjunctionMaxQuery(any, 0.1f);
    }

    @Override
    public Map<Long, Integer> versions(long from, long to) {
        return read(searcher -> versions(searcher, LongPoint.newRangeQuery("id", from, to)));
    }

    private Map<Long, Integer> versions(List<IndexedText> texts) {
        var items = texts.stream().map(IndexedText::item).toList();
        return read(searcher -> versions(searcher, LongPoint.newSetQuery("id", items)));
    }

    private static Map<Long, Integer> versions(IndexSearcher searcher, Query query) throws IOException {
        Map<Long, Integer> versions = new HashMap<>();
        int most = Math.max(1, searcher.getIndexReader().maxDoc());
        for (var hit : searcher.search(query, most, Sort.INDEXORDER).scoreDocs) {
            versions.put(value(searcher, hit.doc, "id"), (int) value(searcher, hit.doc, "version"));
        }
        return versions;
    }

    private static long value(IndexSearcher searcher, int document, String field) throws IOException {
        List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
        var leaf = leaves.get(ReaderUtil.subIndex(document, leaves));
        var values = leaf.reader().getNumericDocValues(field);
        return values != null && values.advanceExact(document - leaf.docBase) ? values.longValue() : 0;
    }

    private interface Reading<T> {
        T from(IndexSearcher searcher) throws IOException;
    }

    private <T> T read(Reading<T> reading) {
        @Nullable IndexSearcher searcher = null;
        try {
            searcher = searchers.acquire();
            return reading.from(searcher);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (searcher != null) {
                try {
                    searchers.release(searcher);
                } catch (IOException e) {
                    LOG.warn("A reader of the search index could not be released", e);
                }
            }
        }
    }

    @Override
    public boolean isComplete() {
        return false; // what was not yet on disk when the process ended is told by nothing but comparing
    }

    @Override
    public synchronized void complete() {
        try {
            writer.commit();
            committedAt = System.nanoTime();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void destroy() throws IOException {
        searchers.close();
        writer.close();
        directory.close();
    }
}
