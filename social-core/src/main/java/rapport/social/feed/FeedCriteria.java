package rapport.social.feed;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import rapport.social.post.PostKind;
import rapport.social.shared.PageToken;

/**
 * Which posts of a feed are wanted: all of these at once.
 *
 * @param filter  one of the ready-made choices
 * @param kinds   any of these; empty: every kind
 * @param author  written by her
 * @param topic   with this topic
 * @param from    published at or after
 * @param to      published before
 * @param unread  not read with all their comments, on places that the viewer follows
 * @param hasFile with a file on the post itself
 * @param people  what people wrote: no change stories
 */
record FeedCriteria(
        FeedFilter filter,
        List<PostKind> kinds,
        @Nullable Long author,
        @Nullable Long topic,
        @Nullable Instant from,
        @Nullable Instant to,
        boolean unread,
        boolean hasFile,
        boolean people) {

    /** Of what stands in a case PostgreSQL makes no semi-join; H2 does not understand its own writing of {@code (exists …) is true}. */
    private static final String IT_EXISTS = ") then 1 else 0 end = 1";

    FeedCriteria {
        kinds = List.copyOf(new TreeSet<>(kinds));
    }

    static FeedCriteria of(FeedFilter filter) {
        return new FeedCriteria(filter, List.of(), null, null, null, null, false, false, false);
    }

    /** The same among posts of one kind. */
    FeedCriteria ofKind(PostKind kind) {
        return new FeedCriteria(filter, List.of(kind), author, topic, from, to, unread, hasFile, people);
    }

    /** Whether every post of the feed is wanted. */
    boolean isAll() {
        return equals(of(FeedFilter.ALL));
    }

    /** Whether more than the feeds' indexes is needed to tell: such posts are looked for from the newest, some at a time. */
    boolean isDear() {
        return topic != null || from != null || to != null || unread || hasFile;
    }

    /**
     * SQL that follows another condition. What only other tables tell comes last and is no semi-join, so that it is asked of
     * the posts that fit otherwise.
     *
     * @param post the column with the post's id
     */
    String on(String alias, String post) {
        var sql = new StringBuilder(filter.on(alias));
        if (!kinds.isEmpty()) {
            sql.append(" and ").append(alias).append(".kind in (:kinds)");
        }
        if (people) {
            sql.append(" and ").append(alias).append(".kind <> 10");
        }
        if (author != null) {
            sql.append(" and ").append(alias).append(".author_id = :author");
        }
        if (topic != null) {
            sql.append(
                            " and case when exists (select 1 from post_topic ct where ct.topic_id = :topic and ct.post_id = ")
                    .append(post)
                    .append(IT_EXISTS);
        }
        String publishedAt = "(select cp.published_at from post cp where cp.id = %s)".formatted(post);
        if (from != null) {
            sql.append(" and ").append(publishedAt).append(" >= :from");
        }
        if (to != null) {
            sql.append(" and ").append(publishedAt).append(" < :to");
        }
        if (hasFile) {
            sql.append(" and case when exists (select 1 from file cf where cf.item_id = ")
                    .append(post)
                    .append(IT_EXISTS);
        }
        if (unread) {
            String bump = "(select ca.bump from post_activity ca where ca.post_id = %s)".formatted(post);
            sql.append("""
                     and (select cr.last_read_post from follow cr where cr.member_id = :viewer and cr.subject_id = %1$s.subject_id) < %2$s
                     and (%1$s.author_id is distinct from :viewer or %2$s <> %3$s)
                    """.formatted(alias, bump, post));
        }
        return sql.toString();
    }

    void putInto(Map<String, Object> parameters) {
        if (!kinds.isEmpty()) {
            parameters.put("kinds", kinds.stream().map(PostKind::code).toList());
        }
        if (author != null) {
            parameters.put("author", author);
        }
        if (topic != null) {
            parameters.put("topic", topic);
        }
        if (from != null) {
            parameters.put("from", utc(from));
        }
        if (to != null) {
            parameters.put("to", utc(to));
        }
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /** As a token holds it. */
    String code() {
        var parts = new ArrayList<String>();
        parts.add(FeedCursor.letter(filter));
        kinds.forEach(kind -> parts.add("k" + kind.code()));
        add(parts, "a", author);
        add(parts, "t", topic);
        add(parts, "f", from == null ? null : from.toEpochMilli());
        add(parts, "o", to == null ? null : to.toEpochMilli());
        if (unread) {
            parts.add("u");
        }
        if (hasFile) {
            parts.add("h");
        }
        if (people) {
            parts.add("p");
        }
        return String.join(";", parts);
    }

    private static void add(List<String> parts, String letter, @Nullable Long value) {
        if (value != null) {
            parts.add(letter + value);
        }
    }

    /** @throws rapport.social.shared.Problem if no token holds it so */
    static FeedCriteria of(String code, String parameter, String token) {
        FeedFilter filter = null;
        var kinds = new ArrayList<PostKind>();
        Long author = null;
        Long topic = null;
        Instant from = null;
        Instant to = null;
        boolean unread = false;
        boolean hasFile = false;
        boolean people = false;
        for (String part : code.split(";", -1)) {
            if (filter == null) {
                filter = FeedCursor.choice(FeedFilter.values(), part, parameter, token);
                continue;
            }
            String value = part.isEmpty() ? "" : part.substring(1);
            switch (part.isEmpty() ? ' ' : part.charAt(0)) {
                case 'k' -> kinds.add(kind(value, parameter, token));
                case 'a' -> author = PageToken.number(parameter, token, value);
                case 't' -> topic = PageToken.number(parameter, token, value);
                case 'f' -> from = time(value, parameter, token);
                case 'o' -> to = time(value, parameter, token);
                case 'u' -> unread = true;
                case 'h' -> hasFile = true;
                case 'p' -> people = true;
                default -> throw PageToken.refusal(parameter, token);
            }
        }
        if (filter == null) {
            throw PageToken.refusal(parameter, token);
        }
        return new FeedCriteria(filter, kinds, author, topic, from, to, unread, hasFile, people);
    }

    private static PostKind kind(String code, String parameter, String token) {
        for (PostKind kind : PostKind.values()) {
            if (Integer.toString(kind.code()).equals(code)) {
                return kind;
            }
        }
        throw PageToken.refusal(parameter, token);
    }

    static Instant time(String millis, String parameter, String token) {
        long value = PageToken.number(parameter, token, millis);
        if (value < EARLIEST.toEpochMilli() || value > LATEST.toEpochMilli()) {
            throw PageToken.refusal(parameter, token);
        }
        return Instant.ofEpochMilli(value);
    }

    /** What every database can hold. */
    static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");

    static final Instant LATEST = Instant.parse("2999-12-31T00:00:00Z");
}
