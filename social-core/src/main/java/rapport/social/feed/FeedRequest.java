package rapport.social.feed;

import io.swagger.v3.oas.annotations.Parameter;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import rapport.social.member.MemberId;
import rapport.social.post.PostKind;
import rapport.social.shared.Page;
import rapport.social.shared.Problem;

/** The parameters that all feeds share, as they were sent. */
public class FeedRequest {

    @Parameter(description = "`activity` (a post rises with each comment) or `newest`", example = "newest")
    @QueryParam("order")
    private @Nullable String order;

    @Parameter(description = "`all`, `people`, `questions`, `changes` or `mine`", example = "all")
    @QueryParam("filter")
    private @Nullable String filter;

    @Parameter(description = "Posts of one of these kinds; repeated or with commas", example = "question,note")
    @QueryParam("kind")
    private @Nullable List<String> kinds;

    @Parameter(description = "Posts that this member wrote", example = "123")
    @QueryParam("authorId")
    private @Nullable String authorId;

    @Parameter(description = "Posts with this topic: its id or name", example = "renewal")
    @QueryParam("topic")
    private @Nullable String topic;

    @Parameter(description = "Published at or after: a day (UTC) or an instant", example = "2026-11-01")
    @QueryParam("from")
    private @Nullable String from;

    @Parameter(
            description = "Published on this day (UTC) at the latest, or before this instant",
            example = "2026-11-30")
    @QueryParam("to")
    private @Nullable String to;

    @Parameter(description = "`true`: not read with all their comments, on places that one follows")
    @QueryParam("unread")
    private @Nullable String unread;

    @Parameter(description = "`true`: with a file on the post")
    @QueryParam("hasFile")
    private @Nullable String hasFile;

    @Parameter(description = "`true`: what people wrote, no change stories")
    @QueryParam("people")
    private @Nullable String people;

    @QueryParam("limit")
    private @Nullable Integer limit;

    @QueryParam("pageToken")
    private @Nullable String pageToken;

    FeedOrder order() {
        return FeedOrder.of(order);
    }

    /** For a feed that has an order of its own. @throws Problem if another is asked for */
    void refuseOrder() {
        if (order != null) {
            throw Problem.invalid("order", order, "none: this feed has an order of its own");
        }
    }

    int limit() {
        return Page.limit(limit);
    }

    @Nullable
    String pageToken() {
        return pageToken;
    }

    /**
     * @param topics finds a topic that the viewer may know of, by id or name
     * @throws Problem that names the parameter at fault
     */
    FeedCriteria criteria(Function<String, Long> topics) {
        return new FeedCriteria(
                FeedFilter.of(filter),
                kinds(),
                authorId == null ? null : author(authorId),
                topic == null ? null : topics.apply(topic),
                from == null ? null : time("from", from, 0),
                to == null ? null : time("to", to, 1),
                flag("unread", unread),
                flag("hasFile", hasFile),
                flag("people", people));
    }

    private List<PostKind> kinds() {
        var found = new ArrayList<PostKind>();
        for (String some : kinds == null ? List.<String>of() : kinds) {
            for (String kind : some.split(",", -1)) {
                found.add(PostKind.fromString(kind.strip()));
            }
        }
        return found;
    }

    private static long author(String text) {
        try {
            return MemberId.fromString(text).value();
        } catch (Problem noId) {
            throw Problem.invalid("authorId", text, "the id of a member");
        }
    }

    /** @param days added to a day, to name its end */
    private static Instant time(String field, String text, int days) {
        Instant time;
        try {
            time = text.length() == 10
                    ? LocalDate.parse(text)
                            .plusDays(days)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant()
                    : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw Problem.invalid(field, text, "a day (2026-11-30) or an instant (2026-11-30T09:00:00Z)");
        }
        if (time.isBefore(FeedCriteria.EARLIEST) || time.isAfter(FeedCriteria.LATEST)) {
            throw Problem.invalid(field, text, FeedCriteria.EARLIEST + ".." + FeedCriteria.LATEST);
        }
        return Instant.ofEpochMilli(time.toEpochMilli());
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
}
