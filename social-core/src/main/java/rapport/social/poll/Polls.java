package rapport.social.poll;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import rapport.social.member.MemberId;
import rapport.social.member.MemberSummary;
import rapport.social.post.Post;
import rapport.social.post.PostId;
import rapport.social.post.PostStateChanged;
import rapport.social.post.Posts;
import rapport.social.shared.Problem;
import rapport.social.shared.Times;

/** Votes in polls: given, changed and taken back until the poll ends. */
@Component
public class Polls {
    /** Names told of those who voted; beyond it a number says enough. */
    static final int MOST_NAMES = 100;

    private final JdbcClient jdbc;
    private final Posts posts;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Polls(JdbcClient jdbc, Posts posts, ApplicationEventPublisher events, Clock clock) {
        this.jdbc = jdbc;
        this.posts = posts;
        this.events = events;
        this.clock = clock;
    }

    private record Poll(
            int options,
            boolean multiple,
            boolean anonymous,
            boolean hideUntilVoted,
            @Nullable Instant endsAt) {
        boolean hasEnded(Instant now) {
            return endsAt != null && !now.isBefore(endsAt);
        }
    }

    /**
     * The people who voted.
     *
     * @param items by name, at most 100
     */
    @Schema(name = "Voters")
    public record Voters(List<MemberSummary> items, int total) {}

    /**
     * Gives a vote, or another one instead.
     *
     * @param options the options chosen, by their ids within the poll
     * @throws Problem if the post is not found or is no poll, the choice doesn't fit, the poll has ended or its thread is closed
     */
    @Transactional
    public void vote(MemberId member, PostId id, @Nullable List<@Nullable String> options) {
        Post post = posts.visibleTo(member, id);
        Poll poll = open(member, post);
        Set<Integer> chosen = chosen("optionIds", poll, options);
        remove(id, member);
        for (int option : chosen) {
            jdbc.sql("""
                            insert into vote (post_id, position, member_id, voted_at) values (:post, :option, :member, :now)
                            """)
                    .param("post", id.value())
                    .param("option", option)
                    .param("member", member.value())
                    .param("now", Times.utc(clock.instant()))
                    .update();
        }
        changed(post, member, poll);
    }

    /** Takes one's vote back; without one, does nothing. */
    @Transactional
    public void takeBack(MemberId member, PostId id) {
        Post post = posts.visibleTo(member, id);
        Poll poll = open(member, post);
        if (remove(id, member)) {
            changed(post, member, poll);
        }
    }

    /** The poll while it may be voted in, and for this transaction alone: of one member's two votes the second replaces the first. */
    private Poll open(MemberId member, Post post) {
        Poll poll = find(post.id(), " for update").orElseThrow(Problem::notFound);
        posts.lockThread(post.id()); // who is closing it now comes first
        posts.requireMayWrite(member, post);
        if (poll.endsAt() != null && poll.hasEnded(clock.instant())) {
            throw new PollEnded(poll.endsAt());
        }
        return poll;
    }

    private static Set<Integer> chosen(String field, Poll poll, @Nullable List<@Nullable String> options) {
        if (options == null || options.isEmpty()) {
            throw Problem.required(field);
        }
        Set<Integer> chosen = new LinkedHashSet<>();
        for (String option : options) {
            int position = option != null && option.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(option) : 0;
            if (position < 1 || position > poll.options()) {
                throw Problem.invalid(field, option, "options of this poll");
            }
            chosen.add(position);
        }
        if (!poll.multiple() && chosen.size() > 1) {
            throw Problem.tooMany(field, chosen.size(), 1);
        }
        return chosen;
    }

    /** Whose vote it was is nobody's business in an anonymous poll, not even a page's that is told to read it again. */
    private void changed(Post post, MemberId member, Poll poll) {
        events.publishEvent(new PostStateChanged(post.id(), post.subject(), poll.anonymous() ? null : member));
    }

    /**
     * Who voted for an option, or at all.
     *
     * @throws Problem not found, if there is no such poll or option; forbidden, in an anonymous poll, and while the result is hidden
     */
    @Transactional(readOnly = true)
    public Voters voters(MemberId viewer, PostId id, @Nullable String option) {
        posts.visibleTo(viewer, id);
        Poll poll = find(id, "").orElseThrow(Problem::notFound);
        if (poll.anonymous() || poll.hideUntilVoted() && !poll.hasEnded(clock.instant()) && !hasVoted(id, viewer)) {
            throw Problem.forbidden();
        }
        Integer position = option == null
                ? null
                : chosen("optionId", poll, List.of(option)).iterator().next();
        String voted = "exists (select 1 from vote v where v.post_id = :post and v.member_id = m.id"
                + (position == null ? ")" : " and v.position = :option)");
        var names = jdbc.sql("select m.id, m.name, m.title, m.site, m.active from member m where " + voted
                        + " order by m.name, m.id limit :most")
                .param("post", id.value())
                .param("most", MOST_NAMES);
        var count = jdbc.sql("select count(*) from member m where " + voted).param("post", id.value());
        if (position != null) {
            names = names.param("option", position);
            count = count.param("option", position);
        }
        return new Voters(
                names.query((row, number) -> new MemberSummary(
                                new MemberId(row.getLong("id")),
                                row.getString("name"),
                                row.getString("title"),
                                row.getString("site"),
                                row.getBoolean("active")))
                        .list(),
                count.query(Integer.class).single());
    }

    private boolean hasVoted(PostId id, MemberId member) {
        return jdbc.sql("select count(*) from vote where post_id = :post and member_id = :member")
                        .param("post", id.value())
                        .param("member", member.value())
                        .query(Integer.class)
                        .single()
                > 0;
    }

    private boolean remove(PostId id, MemberId member) {
        return jdbc.sql("delete from vote where post_id = :post and member_id = :member")
                        .param("post", id.value())
                        .param("member", member.value())
                        .update()
                > 0;
    }

    private Optional<Poll> find(PostId id, String lock) {
        return jdbc.sql("""
                        select (select count(*) from poll_option o where o.post_id = pl.post_id) as options,
                               pl.multiple, pl.anonymous, pl.hide_until_voted, pl.ends_at
                          from poll pl where pl.post_id = :post""" + lock)
                .param("post", id.value())
                .query((row, number) -> {
                    OffsetDateTime end = row.getObject("ends_at", OffsetDateTime.class);
                    return new Poll(
                            row.getInt("options"),
                            row.getBoolean("multiple"),
                            row.getBoolean("anonymous"),
                            row.getBoolean("hide_until_voted"),
                            end == null ? null : end.toInstant());
                })
                .optional();
    }
}
