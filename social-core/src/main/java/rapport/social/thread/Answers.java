package rapport.social.thread;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import rapport.social.member.Viewer;
import rapport.social.mention.Mentions;
import rapport.social.mention.Prose;

/** How single items are answered: with their version as ETag, their address when they are new, and whom they did not reach. */
@Component
class Answers {
    private static final Pattern ETAG = Pattern.compile("\"v([0-9]{1,9})\"");

    /** No item has this version: a tag that we never gave matches nothing. */
    private static final int UNKNOWN_VERSION = 0;

    private final Mentions mentions;
    private final String publicUrl;

    Answers(Mentions mentions, @Value("${rapport.public-url:http://localhost:8080}") String publicUrl) {
        this.mentions = mentions;
        this.publicUrl = publicUrl.replaceAll("/+$", "");
    }

    /** A post for who has just written it. */
    Written<PostView> written(Viewer author, PostView post) {
        return new Written<>(
                post, mentions.lockedOut(author.memberId(), post.id().value(), Prose.of(post.body())));
    }

    /** A comment for who has just written it. */
    Written<CommentView> written(Viewer author, CommentView comment) {
        String body = comment.body() == null ? "" : comment.body();
        return new Written<>(
                comment, mentions.lockedOut(author.memberId(), comment.postId().value(), Prose.of(body)));
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
