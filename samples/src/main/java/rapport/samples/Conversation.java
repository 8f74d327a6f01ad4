package rapport.samples;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * A post of the sample company and what was said under it.
 *
 * @param key     names it for ever: an edition that comes later changes or adds keys, it never reuses one
 * @param daysAgo before the first start; with {@code time}, in Paris
 * @param body    Markdown, with {@code @{userId}} for a mention and {@code [[Account:id]]} for a link to a record
 */
record Conversation(
        String key,
        On on,
        String author,
        int daysAgo,
        String time,
        String kind,
        @Nullable String title,
        @Nullable String body,
        @Nullable List<Edit> edits,
        @Nullable List<Reaction> reactions,
        @Nullable List<Said> comments) {
    private static final String FILE = "/company/conversations.json";
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

    /** @param type Account, Contact, Opportunity, or Member for the author's own profile */
    record On(String type, String id) {}

    record Edit(int afterMinutes, String body) {}

    record Reaction(String by, String kind) {}

    /**
     * @param afterMinutes since the post
     * @param replyTo      key of the comment that it answers
     */
    record Said(
            String key,
            String author,
            int afterMinutes,
            String body,
            @Nullable String replyTo,
            @Nullable List<Edit> edits,
            @Nullable List<Reaction> reactions) {}

    /** All of them, and a name for this edition of them. */
    record Edition(List<Conversation> conversations, String name) {}

    static Edition read() {
        try (InputStream in = Conversation.class.getResourceAsStream(FILE)) {
            byte[] bytes = in == null ? "[]".getBytes(StandardCharsets.UTF_8) : in.readAllBytes();
            List<Conversation> all = JsonMapper.builder().build().readValue(bytes, new TypeReference<>() {});
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return new Edition(all, HexFormat.of().formatHex(hash, 0, 8));
        } catch (IOException e) {
            throw new UncheckedIOException(FILE, e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    Instant publishedAt(Instant firstStart) {
        LocalDate day = LocalDate.ofInstant(firstStart, PARIS).minusDays(daysAgo);
        return past(day.atTime(LocalTime.parse(time)).atZone(PARIS).toInstant(), firstStart);
    }

    Instant publishedAt(Said comment, Instant firstStart) {
        return past(publishedAt(firstStart).plusSeconds(comment.afterMinutes() * 60L), firstStart);
    }

    /** What would fall after the first start was said just before it. */
    private static Instant past(Instant at, Instant firstStart) {
        Instant latest = firstStart.minusSeconds(60);
        return at.isAfter(latest) ? latest : at;
    }
}
