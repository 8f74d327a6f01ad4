package rapport.social.thread;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** How single items are answered: with their version as ETag, and their address when they are new. */
@Component
class Answers {
    private static final Pattern ETAG = Pattern.compile("\"v([0-9]{1,9})\"");

    /** No item has this version: a tag that we never gave matches nothing. */
    private static final int UNKNOWN_VERSION = 0;

    private final String publicUrl;

    Answers(@Value("${rapport.public-url:http://localhost:8080}") String publicUrl) {
        this.publicUrl = publicUrl.replaceAll("/+$", "");
    }

    Response created(String path, int version, Object item) {
        return Response.created(URI.create(publicUrl + "/api/v1/" + path))
                .header(HttpHeaders.ETAG, tag(version))
                .entity(item)
                .build();
    }

    Response ok(int version, Object item) {
        return Response.ok(item).header(HttpHeaders.ETAG, tag(version)).build();
    }

    private static String tag(int version) {
        return "\"v" + version + "\"";
    }

    /** The version that the caller expects by {@code If-Match}; null: whichever. */
    static @Nullable Integer expectedVersion(@Nullable String ifMatch) {
        if (ifMatch == null || ifMatch.strip().equals("*")) {
            return null;
        }
        Matcher tag = ETAG.matcher(ifMatch.strip());
        return tag.matches() ? Integer.valueOf(tag.group(1)) : UNKNOWN_VERSION;
    }
}
