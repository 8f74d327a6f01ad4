package rapport.social.notification;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import rapport.social.member.MemberId;
import rapport.social.shared.Times;

/** Tells authors and voters that a poll has ended, once, by one node at a time. */
@Component
class EndedPolls {
    /** Ended longer ago, it is no news. */
    static final Duration LATEST = Duration.ofDays(7);

    private static final Logger LOG = LoggerFactory.getLogger(EndedPolls.class);
    private static final int BATCH = 100;

    private final JdbcClient jdbc;
    private final NotificationStore store;
    private final TransactionTemplate transaction;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    EndedPolls(
            JdbcClient jdbc,
            NotificationStore store,
            TransactionTemplate transaction,
            ApplicationEventPublisher events,
            Clock clock) {
        this.jdbc = jdbc;
        this.store = store;
        this.transaction = transaction;
        this.events = events;
        this.clock = clock;
    }

    private record Ended(long post, long subject, OffsetDateTime endsAt) {}

    void tell() {
        var now = clock.instant();
        Ended last = null;
        while (true) {
            List<Ended> batch = ended(now, last);
            batch.forEach(this::tellOrWarn);
            if (batch.size() < BATCH) {
                return;
            }
            last = batch.get(BATCH - 1);
        }
    }

    /** Those that were not told, from after one of them: one that can't be told now holds up none. */
    private List<Ended> ended(Instant now, @Nullable Ended last) {
        return jdbc.sql("""
                        select p.id as post, p.subject_id as subject, pl.ends_at
                          from poll pl join post p on p.id = pl.post_id join subject_access s on s.subject_id = p.subject_id
                         where pl.ends_at <= :now and pl.ends_at > :latest
                           and (pl.ends_at, p.id) > (:lastAt, :last)
                           and not exists (select 1 from poll_told t where t.post_id = pl.post_id)
                         order by pl.ends_at, p.id limit :batch
                        """)
                .param("now", Times.utc(now))
                .param("latest", Times.utc(now.minus(LATEST)))
                .param("lastAt", last == null ? Times.utc(now.minus(LATEST)) : last.endsAt())
                .param("last", last == null ? 0L : last.post())
                .param("batch", BATCH)
                .query(Ended.class)
                .list();
    }

    private void tellOrWarn(Ended poll) {
        try {
            transaction.executeWithoutResult(status -> tell(poll));
        } catch (RuntimeException failure) { // those after it are told all the same
            LOG.warn("the end of the poll on post {} could not be told now; it is tried again", poll.post(), failure);
        }
    }

    private void tell(Ended poll) {
        int first = jdbc.sql("insert into poll_told (post_id) values (:post) on conflict do nothing")
                .param("post", poll.post())
                .update();
        if (first == 0 || !store.lockThread(poll.post())) {
            return;
        }
        var news = new NotificationStore.News(poll.post(), null, poll.subject(), null, NotificationKind.POLL_ENDED);
        store.tellOfPollEnd(news);
        var told = store.told(news).stream().map(MemberId::new).collect(Collectors.toSet());
        if (!told.isEmpty()) {
            events.publishEvent(new InboxChanged(told));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Job {
        @Bean
        Task<Void> tellOfEndedPolls(EndedPolls polls) {
            return Tasks.recurring("tell-of-ended-polls", FixedDelay.of(Duration.ofMinutes(1)))
                    .execute((instance, context) -> polls.tell());
        }
    }
}
