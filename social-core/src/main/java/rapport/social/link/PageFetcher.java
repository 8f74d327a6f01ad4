package rapport.social.link;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.client.CompletableResponseListener;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Fetches a page to read what it says of itself. The address is resolved once and that very address is connected to, so that a name can't answer
 * with a public address when it is asked and with a private one when it is called; each redirect is checked anew.
 */
@Component
class PageFetcher implements DisposableBean {
    private static final int MAX_REDIRECTS = 3;

    private final LinkSettings settings;
    private @Nullable HttpClient client;

    PageFetcher(LinkSettings settings) {
        this.settings = settings;
    }

    /** What a page says of itself. */
    record PageFacts(
            @Nullable String title,
            @Nullable String description,
            @Nullable String site) {}

    /** Whether this address may be fetched at all, before any call. */
    boolean mayFetch(String url) {
        return target(url) != null;
    }

    /** @throws IOException if there is no such page, it may not be fetched, takes too long or says nothing */
    PageFacts fetch(String url) throws IOException {
        long deadline = System.nanoTime() + settings.timeout().toNanos();
        String next = url;
        for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
            URI uri = target(next);
            if (uri == null) {
                throw new IOException("not an address that may be fetched");
            }
            ContentResponse response = get(uri, deadline);
            int status = response.getStatus();
            String location = response.getHeaders().get(HttpHeader.LOCATION);
            if (status >= 300 && status < 400 && location != null) {
                try {
                    next = uri.resolve(location).toString();
                } catch (IllegalArgumentException e) {
                    throw new IOException("redirect that is no address", e);
                }
                continue;
            }
            if (status != 200) {
                throw new IOException("status " + status);
            }
            String type =
                    Objects.requireNonNullElse(response.getMediaType(), "").toLowerCase(Locale.ROOT);
            if (!type.equals("text/html") && !type.equals("application/xhtml+xml")) {
                throw new IOException("no page but " + type);
            }
            return read(response, uri);
        }
        throw new IOException("too many redirects");
    }

    private ContentResponse get(URI uri, long deadline) throws IOException {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
            throw new IOException("took too long");
        }
        var request = client().newRequest(uri)
                .followRedirects(false)
                .timeout(left, TimeUnit.NANOSECONDS)
                .headers(headers -> headers.put(HttpHeader.ACCEPT, "text/html,application/xhtml+xml")
                        .put(HttpHeader.USER_AGENT, "Rapport link preview"));
        var answer = new CompletableResponseListener(
                        request, (int) settings.maxSize().toBytes())
                .send();
        try {
            return answer.get(left, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(String.valueOf(e.getMessage()), e);
        }
    }

    private static PageFacts read(ContentResponse response, URI uri) throws IOException {
        Document page =
                Jsoup.parse(new ByteArrayInputStream(response.getContent()), response.getEncoding(), uri.toString());
        String title = first(meta(page, "og:title"), page.title());
        String description = first(meta(page, "og:description"), meta(page, "description"));
        String site = first(meta(page, "og:site_name"), uri.getHost());
        if (title == null && description == null) {
            throw new IOException("says nothing of itself");
        }
        return new PageFacts(limited(title, 300), limited(description, 500), limited(site, 200));
    }

    private static @Nullable String meta(Document page, String name) {
        var element = page.selectFirst("meta[property=\"" + name + "\"], meta[name=\"" + name + "\"]");
        return element == null ? null : element.attr("content");
    }

    private static @Nullable String first(@Nullable String... candidates) {
        for (String candidate : candidates) {
            if (candidate != null && !candidate.isBlank()) {
                return candidate.strip().replaceAll("\\s+", " ");
            }
        }
        return null;
    }

    private static @Nullable String limited(@Nullable String text, int length) {
        return text == null || text.length() <= length ? text : text.substring(0, length - 1) + "…";
    }

    private @Nullable URI target(String url) {
        try {
            URI uri = new URI(url);
            String scheme = uri.getScheme();
            String host = uri.getHost();
            if (scheme == null || host == null || uri.getUserInfo() != null || url.length() > 2_000) {
                return null;
            }
            boolean web = scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https");
            boolean usualPort = uri.getPort() == -1 || uri.getPort() == 80 || uri.getPort() == 443;
            return web && settings.allows(host) && (usualPort || settings.allowsPrivate(host)) ? uri : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private synchronized HttpClient client() throws IOException {
        var running = client;
        if (running == null) {
            running = new HttpClient();
            running.setName("link-preview");
            running.setFollowRedirects(false);
            running.setConnectTimeout(settings.timeout().toMillis());
            running.setMaxConnectionsPerDestination(2);
            running.setUserAgentField(null);
            running.setHttpCookieStore(new org.eclipse.jetty.http.HttpCookieStore.Empty());
            running.setSocketAddressResolver(new Checked());
            try {
                running.start();
            } catch (Exception e) {
                throw new IOException(e);
            }
            client = running;
        }
        return running;
    }

    /** Resolves a name and gives only addresses that may be called; the client connects to these and asks nobody again. */
    private final class Checked implements SocketAddressResolver {
        @Override
        public void resolve(
                String host, int port, Map<String, Object> context, Promise<List<InetSocketAddress>> promise) {
            try {
                var allowed = java.util.Arrays.stream(InetAddress.getAllByName(host))
                        .filter(address -> settings.allowsPrivate(host) || PublicAddresses.isPublic(address))
                        .map(address -> new InetSocketAddress(address, port))
                        .toList();
                if (allowed.isEmpty()) {
                    promise.failed(new IOException("no public address"));
                } else {
                    promise.succeeded(allowed);
                }
            } catch (IOException e) {
                promise.failed(e);
            }
        }
    }

    @Override
    public synchronized void destroy() throws Exception {
        if (client != null) {
            client.stop();
        }
    }
}
