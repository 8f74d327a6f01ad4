package rapport.social.search;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.opensearch.client.Request;
import org.opensearch.client.Response;
import org.opensearch.client.ResponseException;
import org.opensearch.client.RestClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.ssl.SslBundle;
import rapport.social.shared.InvalidSettings;
import rapport.social.shared.Outage;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An OpenSearch cluster, for when the database's own search or one machine is outgrown. Words are cut, folded and stemmed here and not
 * on the cluster, which needs no plugin: it finds what the other indexes find, and what it finds can be marked.
 *
 * <p>A document's version is that of its text, given from outside, so that of two writers the one with the older text loses. For the
 * same reason nothing is deleted without a version: the cluster would count one up, and refuse the same text when it is restored.
 *
 * <p>The index is made when it is first needed and may be deleted at any time: it is filled again from the database.
 */
final class OpenSearchIndex implements SearchIndex, DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(OpenSearchIndex.class);

    /** Part of the index's name: one of another shape is left alone, and a new one is filled. */
    private static final String SHAPE = "texts-1";

    private static final int CONNECT_SECONDS = 2;
    private static final int CONNECTIONS = 50;
    private static final int BULK_CHARACTERS = 2_000_000;
    private static final int BULK_ITEMS = 1_000;
    private static final int PAGE = 10_000;

    /** More than any request asks for: one more than {@code rapport.search.candidates} may be. */
    private static final int WINDOW = 10_001;

    /** A newer text may come in between finding a version and deleting it. */
    private static final int DELETE_TRIES = 5;

    private final OpenSearchSettings settings;
    private final JsonMapper json;
    private final Consumer<SearchIndexMade> whenMade;
    private final RestClient client;
    private final ReentrantLock making = new ReentrantLock();
    private volatile boolean made;
    private volatile boolean down;
    private final Outage outage;

    /**
     * @param trusted  certificates; null: those of the JVM
     * @param whenMade told after each time that an empty index was made
     */
    OpenSearchIndex(
            OpenSearchSettings settings,
            @Nullable SslBundle trusted,
            JsonMapper json,
            Consumer<SearchIndexMade> whenMade) {
        this.settings = settings;
        this.json = json;
        this.whenMade = whenMade;
        this.client = client(settings, trusted);
        this.outage = new Outage(settings.timeout());
    }

    private static RestClient client(OpenSearchSettings settings, @Nullable SslBundle trusted) {
        if (settings.addresses().isEmpty()) {
            throw new InvalidSettings(
                    "rapport.search.opensearch.addresses is missing: rapport.search.engine is opensearch.");
        }
        var builder = RestClient.builder(
                settings.addresses().stream().map(OpenSearchIndex::host).toArray(HttpHost[]::new));
        Timeout answer = Timeout.of(settings.timeout());
        builder.setRequestConfigCallback(
                config -> config.setResponseTimeout(answer).setConnectionRequestTimeout(answer));
        builder.setHttpClientConfigCallback(http -> {
            var connections = PoolingAsyncClientConnectionManagerBuilder.create()
                    .setMaxConnPerRoute(CONNECTIONS)
                    .setMaxConnTotal(CONNECTIONS * settings.addresses().size())
                    .setDefaultConnectionConfig(ConnectionConfig.custom()
                            .setConnectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
                            .setTimeToLive(10, TimeUnit.MINUTES) // so that another address of the same name is found
                            .build());
            if (trusted != null) {
                connections.setTlsStrategy(ClientTlsStrategyBuilder.create()
                        .setSslContext(trusted.createSslContext())
                        .buildAsync());
            }
            return http.setConnectionManager(connections.build());
        });
        String username = settings.username();
        if (username != null) {
            String pair = username + ":" + Objects.requireNonNullElse(settings.password(), "");
            builder.setDefaultHeaders(new Header[] {
                new BasicHeader(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)))
            });
        }
        return builder.build();
    }

    private static HttpHost host(URI address) {
        if (address.getUserInfo() != null) {
            throw new InvalidSettings(
                    "rapport.search.opensearch.addresses: one names a user (expected: none; username and"
                            + " password have settings of their own)");
        }
        String scheme = address.getScheme();
        if (address.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
            throw new InvalidSettings("rapport.search.opensearch.addresses: \"" + address
                    + "\" (expected: such as https://search-1.example.org:9200)");
        }
        return new HttpHost(scheme, address.getHost(), address.getPort() < 0 ? 9200 : address.getPort());
    }

    @Override
    public String name() {
        return "opensearch:" + settings.index();
    }

    @Override
    public void put(List<IndexedText> texts) {
        var bulk = new StringBuilder();
        for (IndexedText text : texts) {
            bulk.append(action("index", text.item(), text.version()))
                    .append(json.writeValueAsString(document(text)))
                    .append('\n');
            if (bulk.length() > BULK_CHARACTERS) {
                bulk(bulk);
                bulk.setLength(0);
            }
        }
        bulk(bulk);
    }

    private String action(String kind, long item, long version) {
        return json.writeValueAsString(Map.of(
                        kind, Map.of("_id", Long.toString(item), "version", version, "version_type", "external_gte")))
                + "\n";
    }

    private static Map<String, Object> document(IndexedText text) {
        Map<String, Object> document = new HashMap<>();
        document.put("id", text.item());
        document.put("post", text.post());
        document.put("subject", text.subject());
        if (text.author() != null) {
            document.put("author", text.author());
        }
        document.put("kind", text.kind().code());
        document.put("comment", text.isComment());
        document.put("published", text.publishedAt().toEpochMilli());
        List<WordForms> words = text.words();
        document.put("plain", words(words.stream().map(WordForms::plain)));
        document.put("french", words(words.stream().map(WordForms::french)));
        document.put("english", words(words.stream().map(WordForms::english)));
        return document;
    }

    private static String words(Stream<String> words) {
        return words.collect(Collectors.joining(" "));
    }

    /** @return the items whose versions there are newer */
    private List<Long> bulk(StringBuilder actions) {
        List<Long> outdated = new ArrayList<>();
        if (actions.isEmpty()) {
            return outdated;
        }
        ready();
        var request = new Request("POST", "/" + settings.index() + "/_bulk");
        request.addParameter("require_alias", "true");
        request.addParameter("filter_path", "errors,items.*._id,items.*.status,items.*.error.type");
        request.setJsonEntity(actions.toString());
        JsonNode answer = call(request);
        if (answer.path("errors").asBoolean(false)) {
            for (JsonNode item : answer.path("items")) {
                for (JsonNode outcome : item) {
                    int status = outcome.path("status").asInt();
                    if (status == 409) {
                        outdated.add(Long.parseLong(outcome.path("_id").asString()));
                    } else if (outcome.has("error")) { // and not a text that was gone already
                        made &= status != 404;
                        throw failed(
                                new IOException("text " + outcome.path("_id").asString() + ": "
                                        + outcome.path("error").path("type").asString("")));
                    }
                }
            }
        }
        return outdated;
    }

    @Override
    public void remove(Collection<Long> items) {
        var all = List.copyOf(items);
        for (int from = 0; from < all.size(); from += BULK_ITEMS) {
            List<Long> left = all.subList(from, Math.min(all.size(), from + BULK_ITEMS));
            for (int attempt = 0; attempt < DELETE_TRIES && !left.isEmpty(); attempt++) {
                left = delete(versions(left));
            }
        }
    }

    private List<Long> delete(Map<Long, Integer> versions) {
        var bulk = new StringBuilder();
        versions.forEach((item, version) -> bulk.append(action("delete", item, version)));
        return bulk(bulk);
    }

    /** As they were last written, whether or not a search would find them yet. */
    private Map<Long, Integer> versions(List<Long> items) {
        ready();
        var request = new Request("POST", "/" + settings.index() + "/_mget");
        request.addParameter("_source", "false");
        request.addParameter("filter_path", "docs._id,docs.found,docs._version");
        request.setJsonEntity(json.writeValueAsString(
                Map.of("ids", items.stream().map(item -> Long.toString(item)).toList())));
        Map<Long, Integer> versions = new HashMap<>();
        for (JsonNode document : call(request).path("docs")) {
            if (document.path("found").asBoolean(false)) {
                versions.put(
                        Long.parseLong(document.path("_id").asString()),
                        document.path("_version").asInt());
            }
        }
        return versions;
    }

    @Override
    public void removeThread(long post) {
        refresh();
        Map<Long, Integer> thread = versions(Map.of("term", Map.of("post", post)));
        remove(thread.keySet());
    }

    /** From now on everything that was written is found. */
    void refresh() {
        ready();
        call(new Request("POST", "/" + settings.index() + "/_refresh"));
    }

    @Override
    public Candidates newest(TextQuery query, long before, int limit) {
        JsonNode hits = search(query(query), "desc", before, limit + 1, true);
        List<Candidates.Candidate> found = new ArrayList<>();
        for (JsonNode hit : hits) {
            if (found.size() < limit) {
                found.add(new Candidates.Candidate(
                        hit.path("sort").path(0).asLong(), hit.path("_version").asInt(), (float)
                                hit.path("_score").asDouble(0)));
            }
        }
        return new Candidates(found, hits.size() > limit);
    }

    @Override
    public Map<Long, Integer> versions(long from, long to) {
        return versions(Map.of("range", Map.of("id", Map.of("gte", from, "lte", to))));
    }

    private Map<Long, Integer> versions(Map<String, Object> query) {
        Map<Long, Integer> versions = new HashMap<>();
        long after = Long.MIN_VALUE;
        JsonNode page;
        do {
            page = search(Map.of("bool", Map.of("filter", query)), "asc", after, PAGE, false);
            for (JsonNode hit : page) {
                after = hit.path("sort").path(0).asLong();
                versions.put(after, hit.path("_version").asInt());
            }
        } while (page.size() == PAGE);
        return versions;
    }

    /** The hits in the order of their ids, from after one of them. */
    private JsonNode search(Map<String, Object> query, String order, long after, int size, boolean scores) {
        ready();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("size", size);
        body.put("query", query);
        body.put("sort", List.of(Map.of("id", order)));
        body.put("search_after", List.of(after));
        body.put("track_scores", scores);
        body.put("track_total_hits", false);
        body.put("version", true);
        body.put("stored_fields", "_none_");
        body.put("timeout", settings.timeout().toMillis() + "ms");
        var request = new Request("POST", "/" + settings.index() + "/_search");
        request.addParameter("allow_partial_search_results", "false"); // fewer hits than there are would look like all
        request.addParameter("filter_path", "timed_out,hits.hits._score,hits.hits._version,hits.hits.sort");
        request.setJsonEntity(json.writeValueAsString(body));
        JsonNode answer = call(request);
        if (answer.path("timed_out").asBoolean(false)) {
            throw failed(new IOException("a search took longer than " + settings.timeout()));
        }
        return answer.path("hits").path("hits");
    }

    private static Map<String, Object> query(TextQuery query) {
        List<Object> words = new ArrayList<>();
        for (SearchWords.Word word : query.words().words()) {
            words.add(anyForm(word, query.words().distance()));
        }
        Map<String, Object> text = Map.of("bool", Map.of(query.all() ? "must" : "should", words));
        return Map.of("bool", Map.of("must", text, "filter", filters(query.filter())));
    }

    private static List<Object> filters(TextQuery.Filter filter) {
        List<Object> filters = new ArrayList<>();
        if (filter.texts() != TextQuery.Texts.BOTH) {
            filters.add(Map.of("term", Map.of("comment", filter.texts() == TextQuery.Texts.COMMENTS)));
        }
        if (filter.author() != null) {
            filters.add(Map.of("term", Map.of("author", filter.author())));
        }
        if (!filter.kinds().isEmpty()) {
            filters.add(Map.of(
                    "terms",
                    Map.of(
                            "kind",
                            filter.kinds().stream().map(kind -> kind.code()).toList())));
        }
        Map<String, Object> published = new HashMap<>();
        if (filter.from() != null) {
            published.put("gte", filter.from().toEpochMilli());
        }
        if (filter.to() != null) {
            published.put("lt", filter.to().toEpochMilli());
        }
        if (!published.isEmpty()) {
            filters.add(Map.of("range", Map.of("published", published)));
        }
        var place = filter.place();
        if (place != null && place.topic() == null) {
            List<Object> any = new ArrayList<>();
            any.add(Map.of("terms", Map.of("subject", place.subjects())));
            if (place.author() != null) {
                any.add(Map.of("term", Map.of("author", place.author())));
            }
            filters.add(Map.of("bool", Map.of("should", any)));
        }
        return filters;
    }

    private static Map<String, Object> anyForm(SearchWords.Word word, int distance) {
        var forms = word.forms();
        List<Object> any = new ArrayList<>();
        any.add(term("plain", forms.plain(), 1.2f));
        any.add(term("french", forms.french(), 1));
        any.add(term("english", forms.english(), 1));
        if (word.prefix()) {
            any.add(Map.of("prefix", Map.of("plain", Map.of("value", forms.plain(), "boost", 0.5f))));
        }
        int errors = word.forgiven(distance);
        if (errors > 0) {
            any.add(Map.of(
                    "fuzzy",
                    Map.of(
                            "plain",
                            Map.of("value", forms.plain(), "fuzziness", errors, "prefix_length", 1, "boost", 0.5f))));
        }
        return Map.of("dis_max", Map.of("queries", any, "tie_breaker", 0.1f));
    }

    private static Map<String, Object> term(String field, String value, float boost) {
        return Map.of("term", Map.of(field, Map.of("value", value, "boost", boost)));
    }

    @Override
    public boolean isComplete() {
        ready();
        for (JsonNode index : mappings()) {
            if (isOurs(index) && !meta(index).path("complete").asBoolean(false)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void complete() {
        ready();
        var request = new Request("PUT", "/" + settings.index() + "/_mapping");
        request.setJsonEntity(json.writeValueAsString(Map.of("_meta", Map.of("shape", SHAPE, "complete", true))));
        call(request);
    }

    /** Makes the index unless it is there. */
    private void ready() {
        if (made) {
            return;
        }
        boolean empty = false;
        if (!locked()) {
            throw failed(new IOException("the index is still being made"));
        }
        try {
            if (!made) {
                JsonNode present = mappings();
                if (present.valueStream().noneMatch(OpenSearchIndex::isOurs)) {
                    make(present);
                    empty = true;
                }
                made = true;
            }
        } finally {
            making.unlock();
        }
        if (empty) {
            LOG.info("The search index {} was made.", settings.index());
            whenMade.accept(new SearchIndexMade(name()));
        }
    }

    /** Nobody waits for long behind somebody who waits for a cluster that hangs. */
    private boolean locked() {
        try {
            return making.tryLock(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Of what stands behind the alias, by name; empty when there is nothing. */
    private JsonNode mappings() {
        var request = new Request("GET", "/" + settings.index() + "/_mapping");
        request.addParameter("ignore", "404");
        JsonNode answer = call(request);
        return answer.has("error") ? json.createObjectNode() : answer;
    }

    private static JsonNode meta(JsonNode index) {
        return index.path("mappings").path("_meta");
    }

    private static boolean isOurs(JsonNode index) {
        return SHAPE.equals(meta(index).path("shape").asString(""));
    }

    private void make(JsonNode before) {
        String place = settings.index() + "-" + SHAPE;
        Map<String, Object> number = Map.of("type", "long");
        Map<String, Object> words = Map.of("type", "text", "analyzer", "whitespace", "index_options", "freqs");
        var create = new Request("PUT", "/" + place);
        create.addParameter("ignore", "400"); // another node of Rapport was faster
        create.setJsonEntity(json.writeValueAsString(Map.of(
                "settings",
                Map.of(
                        "number_of_shards",
                        settings.shards(),
                        "auto_expand_replicas",
                        "0-1",
                        "refresh_interval",
                        settings.refresh().toMillis() + "ms",
                        "max_result_window",
                        WINDOW,
                        "sort.field",
                        "id",
                        "sort.order",
                        "desc"),
                "mappings",
                Map.of(
                        "dynamic",
                        "strict",
                        "_source",
                        Map.of("enabled", false), // the words stand in the database
                        "_meta",
                        Map.of("shape", SHAPE, "complete", false),
                        "properties",
                        Map.of(
                                "id", number,
                                "post", number,
                                "subject", number,
                                "author", number,
                                "kind", Map.of("type", "short"),
                                "comment", Map.of("type", "boolean"),
                                "published", number,
                                "plain", words,
                                "french", words,
                                "english", words)))));
        JsonNode refusal = call(create).path("error").path("type");
        if (!refusal.isMissingNode() && !refusal.asString().equals("resource_already_exists_exception")) {
            throw failed(new IOException("the index " + place + " can't be made: " + refusal.asString()));
        }
        List<Object> actions = new ArrayList<>();
        before.propertyNames()
                .forEach(other -> actions.add(
                        Map.of("remove", Map.of("index", other, "alias", settings.index(), "must_exist", false))));
        actions.add(Map.of("add", Map.of("index", place, "alias", settings.index(), "is_write_index", true)));
        var alias = new Request("POST", "/_aliases");
        alias.setJsonEntity(json.writeValueAsString(Map.of("actions", actions)));
        call(alias);
    }

    private JsonNode call(Request request) {
        if (outage.lasts()) {
            throw new SearchUnavailable(new IOException("the cluster has just not answered"));
        }
        try {
            Response response = client.performRequest(request);
            JsonNode answer = read(response);
            outage.end();
            if (down) {
                down = false;
                LOG.info("The search cluster answers again.");
            }
            return answer;
        } catch (ResponseException e) {
            if (e.getResponse().getStatusLine().getStatusCode() == 404) {
                made = false; // somebody deleted it
            }
            throw failed(e);
        } catch (SocketTimeoutException e) {
            outage.note();
            throw failed(e);
        } catch (IOException | JacksonException e) {
            throw failed(e);
        }
    }

    private JsonNode read(Response response) throws IOException {
        var entity = response.getEntity();
        if (entity == null) {
            return json.createObjectNode();
        }
        try (InputStream content = entity.getContent()) {
            return json.readTree(content);
        }
    }

    /** Told once when it begins, and not at every search. */
    private SearchUnavailable failed(Exception cause) {
        if (!down) {
            down = true;
            LOG.warn(
                    "The search cluster at {} can't be used. Searches are refused until it answers; what is written meanwhile is"
                            + " indexed later. {}",
                    settings.addresses(),
                    cause.toString()
                            .lines()
                            .findFirst()
                            .orElse("")); // no answer's body, which may name what was searched
        }
        return new SearchUnavailable(cause);
    }

    @Override
    public void destroy() throws IOException {
        client.close();
    }
}
