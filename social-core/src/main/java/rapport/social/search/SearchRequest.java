package rapport.social.search;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rapport.social.member.MemberId;
import rapport.social.post.PostKind;
import rapport.social.shared.Page;
import rapport.social.shared.Problem;
import rapport.social.shared.SubjectId;

/**
 * What a reader asks for, understood.
 *
 * @param type    null: some of each
 * @param hasFile with a file on the post or comment itself
 * @param limit   hits of each group
 */
record SearchRequest(
        SearchWords words,
        @Nullable SearchType type,
        @Nullable SubjectId subject,
        @Nullable MemberId author,
        Set<PostKind> kinds,
        @Nullable Instant from,
        @Nullable Instant to,
        boolean hasFile,
        boolean best,
        int limit,
        @Nullable String pageToken) {

    /** As it came: each part null when it did not. */
    record Raw(
            @Nullable String q,
            @Nullable String type,
            @Nullable String subjectId,
            @Nullable String authorId,
            List<String> kinds,
            @Nullable String from,
            @Nullable String to,
            @Nullable String hasFile,
            @Nullable String order,
            @Nullable Integer limit,
            @Nullable String pageToken) {}

    /** @throws Problem naming the parameter that is refused */
    static SearchRequest of(Raw raw, SearchSettings settings) {
        SearchType type = raw.type() == null ? null : SearchType.fromString(raw.type());
        Instant from = instant("from", raw.from(), false);
        Instant to = instant("to", raw.to(), true);
        if (from != null && to != null && !from.isBefore(to)) {
            throw Problem.invalid("to", raw.to(), "later than from");
        }
        Set<PostKind> kinds = new LinkedHashSet<>();
        for (String some : raw.kinds()) {
            for (String kind : some.split(",")) {
                kinds.add(kind(kind));
            }
        }
        SubjectId subject = raw.subjectId() == null ? null : SubjectId.fromString(raw.subjectId());
        MemberId author = raw.authorId() == null ? null : author(raw.authorId());
        boolean hasFile = flag("hasFile", raw.hasFile());
        if (raw.pageToken() != null && type == null) {
            throw Problem.required("type");
        }
        String order = raw.order() == null ? "best" : raw.order();
        boolean best = switch (order) {
            case "best" -> true;
            case "newest" -> false;
            default -> throw Problem.invalid("order", order, "best, newest");
        };
        int limit = raw.limit() == null && type == null ? settings.groupSize() : Page.limit(raw.limit());
        var request = new SearchRequest(
                words("q", raw.q(), settings),
                type,
                subject,
                author,
                kinds,
                from,
                to,
                hasFile,
                best,
                limit,
                raw.pageToken());
        if (request.isNarrowed() && type != null && !type.isSaid()) {
            throw Problem.invalid(
                    "type", type, "posts, comments, files with subjectId, authorId, kind, from, to or hasFile");
        }
        return request;
    }

    private static boolean flag(String field, @Nullable String text) {
        if (text == null || text.equals("false")) {
            return false;
        }
        if (!text.equals("true")) {
            throw Problem.invalid(field, text, "true, false");
        }
        return true;
    }

    private static SearchWords words(String field, @Nullable String query, SearchSettings settings) {
        if (query == null) {
            throw Problem.required(field);
        }
        if (query.length() > settings.queryLength()) {
            throw Problem.tooLong(field, query.length(), settings.queryLength());
        }
        SearchWords words = SearchWords.typed(query);
        if (words.words().size() > settings.words()) {
            throw Problem.tooMany(field, words.words().size(), settings.words());
        }
        return words;
    }

    private static PostKind kind(String text) {
        for (PostKind kind : PostKind.values()) {
            if (kind.toString().equals(text.strip())) {
                return kind;
            }
        }
        throw Problem.invalid(
                "kind", text, "update, question, note, poll, kudos, announcement, link, file, share, change-story");
    }

    private static MemberId author(String text) {
        try {
            return MemberId.fromString(text);
        } catch (Problem noId) {
            throw Problem.invalid("authorId", text, "a member's id");
        }
    }

    /** A day in UTC, from its start or until its end; or an instant. */
    private static @Nullable Instant instant(String field, @Nullable String text, boolean end) {
        if (text == null) {
            return null;
        }
        try {
            if (text.length() == 10) {
                return LocalDate.parse(text)
                        .plusDays(end ? 1 : 0)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant();
            }
            Instant instant = Instant.parse(text);
            int year = instant.atOffset(ZoneOffset.UTC).getYear();
            if (year >= 1900 && year <= 9999) {
                return instant;
            }
        } catch (DateTimeException malformed) {
            // falls through to the one refusal
        }
        throw Problem.invalid(field, text, "2026-11-23 or 2026-11-23T09:15:00Z");
    }

    /** Whether only posts, comments and their files can be meant. */
    boolean isNarrowed() {
        return subject != null || author != null || !kinds.isEmpty() || from != null || to != null || hasFile;
    }

    boolean wants(SearchType wanted) {
        return type == null ? wanted.isSaid() || !isNarrowed() : type == wanted;
    }

    boolean wantsTexts() {
        return wants(SearchType.POSTS) || wants(SearchType.COMMENTS);
    }
}
