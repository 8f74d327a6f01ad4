package rapport.social.link;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.support.TransactionTemplate;
import rapport.social.post.PostAdded;
import rapport.social.post.PostEdited;
import rapport.social.post.PostId;
import rapport.social.post.PostStateChanged;
import rapport.social.shared.SubjectId;
import rapport.social.shared.Times;

/** Previews of the pages that posts link. */
@Component
@EnableConfigurationProperties(LinkSettings.class)
public class LinkPreviews {
    private static final Logger LOG = LoggerFactory.getLogger(LinkPreviews.class);
    private static final Pattern ADDRESS = Pattern.compile("https?://[^\\s<>()\\[\\]\"']+");

    private final JdbcClient jdbc;
    private final PageFetcher pages;
    private final LinkSettings settings;
    private final TransactionTemplate transaction;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    LinkPreviews(
            JdbcClient jdbc,
            PageFetcher pages,
            LinkSettings settings,
            TransactionTemplate transaction,
            ApplicationEventPublisher events,
            Clock clock) {
        this.jdbc = jdbc;
        this.pages = pages;
        this.settings = settings;
        this.transaction = transaction;
        this.events = events;
        this.clock = clock;
    }

    /** Without a transaction: a slow page must not hold a connection of the database. */
    @ApplicationModuleListener(propagation = Propagation.NOT_SUPPORTED)
    void on(PostAdded event) {
        if (!event.imported()) {
            refresh(event.post());
        }
    }

    /** Without a transaction: a slow page must not hold a connection of the database. */
    @ApplicationModuleListener(propagation = Propagation.NOT_SUPPORTED)
    void on(PostEdited event) {
        refresh(event.post());
    }

    /** Finds the links of a post and fetches what is not known of them. Without an allowed host nothing is called. */
    void refresh(PostId post) {
        if (settings.hosts().isEmpty()) {
            return;
        }
        var body = jdbc.sql("select body from post where id = :post")
                .param("post", post.value())
                .query(String.class)
                .optional();
        if (body.isEmpty()) {
            return;
        }
        Set<String> urls = new LinkedHashSet<>();
        var found = ADDRESS.matcher(body.get());
        while (found.find() && urls.size() < settings.perPost()) {
            String url = found.group().replaceAll("[.,;:!?]+$", "");
            if (pages.mayFetch(url)) {
                urls.add(url);
            }
        }
        if (urls.isEmpty() && !hasLinks(post)) {
            return;
        }
        urls.forEach(url -> fetch(url, hash(url)));
        transaction.executeWithoutResult(status -> {
            // edited while pages were fetched: that edit's own call tells what stands there
            var now = jdbc.sql("select body, subject_id from post where id = :post for update")
                    .param("post", post.value())
                    .query(Standing.class)
                    .optional();
            if (now.map(Standing::body).equals(body)) {
                jdbc.sql("delete from post_link where post_id = :post")
                        .param("post", post.value())
                        .update();
                int position = 0;
                for (String url : urls) {
                    jdbc.sql("insert into post_link (post_id, url_hash, position) values (:post, :hash, :position)")
                            .param("post", post.value())
                            .param("hash", hash(url))
                            .param("position", position++)
                            .update();
                }
                // whoever shows the post already, its author too, reads it again
                events.publishEvent(new PostStateChanged(
                        post, new SubjectId(now.orElseThrow().subjectId()), null));
            }
        });
    }

    private record Standing(String body, long subjectId) {}

    private boolean hasLinks(PostId post) {
        return jdbc.sql("select count(*) from post_link where post_id = :post")
                        .param("post", post.value())
                        .query(Integer.class)
                        .single()
                > 0;
    }

    private void fetch(String url, String hash) {
        int fresh = jdbc.sql("select count(*) from link_preview where url_hash = :hash and fetched_at > :since")
                .param("hash", hash)
                .param("since", Times.utc(clock.instant().minus(settings.keep())))
                .query(Integer.class)
                .single();
        if (fresh > 0) {
            return;
        }
        PageFetcher.PageFacts facts = null;
        try {
            facts = pages.fetch(url);
        } catch (IOException | IllegalArgumentException e) { // the latter: in a charset that there is none of
            LOG.debug("no preview of a linked page: {}", e.getMessage());
        }
        jdbc.sql("delete from link_preview where url_hash = :hash")
                .param("hash", hash)
                .update();
        jdbc.sql("""
                        insert into link_preview (url_hash, url, title, description, site, fetched_at, failed)
                        values (:hash, :url, :title, :description, :site, :now, :failed) on conflict do nothing
                        """)
                .param("hash", hash)
                .param("url", url)
                .param("title", facts == null ? null : facts.title())
                .param("description", facts == null ? null : facts.description())
                .param("site", facts == null ? null : facts.site())
                .param("now", Times.utc(clock.instant()))
                .param("failed", facts == null)
                .update();
    }

    /** Whether previews are shown: those of hosts that were allowed once are not, when none is any more. */
    public boolean areShown() {
        return !settings.hosts().isEmpty();
    }

    private static String hash(String url) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(url.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
