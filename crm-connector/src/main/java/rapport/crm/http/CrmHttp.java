package rapport.crm.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import rapport.crm.spi.CrmAccess;
import rapport.crm.spi.CrmFailure;
import rapport.crm.spi.Phrase;

/** Calls one CRM. */
public final class CrmHttp {
    /** A page of a thousand rows is some hundred kB; more than this is not a list of records. */
    private static final int MAX_ANSWER = 32 * 1024 * 1024;

    private final String connection;
    private final String base;
    private final RestClient http;

    /** @param base what messages call the CRM, without a secret */
    public CrmHttp(CrmAccess access, String base) {
        this.connection = access.connection();
        this.base = base;
        // Redirects are not followed: the key would go wherever they point.
        var factory = new JdkClientHttpRequestFactory(HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(access.connectTimeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build());
        factory.setReadTimeout(access.answerTimeout());
        factory.enableCompression(true);
        this.http = RestClient.builder().requestFactory(factory).build();
    }

    public CrmAnswer get(URI uri, Map<String, String> headers) {
        return call(HttpMethod.GET, uri, headers, null, null);
    }

    /** @param json what to send, already written */
    public CrmAnswer post(URI uri, Map<String, String> headers, byte[] json) {
        return call(HttpMethod.POST, uri, headers, MediaType.APPLICATION_JSON, json);
    }

    public CrmAnswer delete(URI uri, Map<String, String> headers) {
        return call(HttpMethod.DELETE, uri, headers, null, null);
    }

    /** For token calls. */
    public CrmAnswer postForm(URI uri, Map<String, String> headers, Map<String, String> form) {
        String body = form.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        return call(
                HttpMethod.POST,
                uri,
                headers,
                MediaType.APPLICATION_FORM_URLENCODED,
                body.getBytes(StandardCharsets.UTF_8));
    }

    /** One value of a query or one segment of a path. */
    public static String encoded(String value) {
        // A plus would do for a space in a query, but not every proxy agrees.
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private CrmAnswer call(
            HttpMethod method, URI uri, Map<String, String> headers, @Nullable MediaType type, byte @Nullable [] body) {
        try {
            RestClient.RequestBodySpec request = http.method(method)
                    .uri(uri)
                    .accept(MediaType.APPLICATION_JSON)
                    .headers(all -> headers.forEach(all::set));
            if (type != null && body != null) {
                request.contentType(type).body(body);
            }
            CrmAnswer answer = request.exchange((sent, response) -> read(response), true);
            if (answer == null) {
                throw CrmFailure.retry(connection + ": no answer from " + base + ".", null);
            }
            return answer;
        } catch (ResourceAccessException e) {
            throw CrmFailure.retry(connection + ": " + unreachable(e), e);
        }
    }

    private static CrmAnswer read(ClientHttpResponse response) throws IOException {
        byte[] body = response.getBody().readNBytes(MAX_ANSWER + 1);
        if (body.length > MAX_ANSWER) {
            throw new IOException("answer longer than " + MAX_ANSWER + " bytes");
        }
        Map<String, String> headers = new HashMap<>();
        response.getHeaders().forEach((name, values) -> {
            if (!values.isEmpty()) {
                headers.put(name.toLowerCase(Locale.ROOT), values.get(0));
            }
        });
        return new CrmAnswer(
                response.getStatusCode().value(),
                headers,
                clock(response.getHeaders().getFirst(HttpHeaders.DATE)),
                body);
    }

    private Phrase unreachable(ResourceAccessException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpConnectTimeoutException) {
                return Phrase.of("failure.no-connection-in-time", base);
            }
            if (cause instanceof HttpTimeoutException) {
                return Phrase.of("failure.no-answer-in-time", base);
            }
            if (cause instanceof UnknownHostException) {
                return Phrase.of("failure.unknown-host", base);
            }
            if (cause instanceof ConnectException) {
                return Phrase.of("failure.nothing-answers", base);
            }
            if (cause instanceof SSLException) {
                return Phrase.of("failure.not-trusted", base, cause.getClass().getSimpleName());
            }
        }
        return Phrase.of("failure.broke-off", base);
    }

    private static Instant clock(@Nullable String date) {
        if (date != null) {
            try {
                return ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant();
            } catch (DateTimeException e) {
                // falls through to our own clock
            }
        }
        return Instant.now();
    }
}
