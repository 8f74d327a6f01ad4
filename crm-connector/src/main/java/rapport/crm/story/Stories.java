package rapport.crm.story;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;
import rapport.crm.connection.Connection;
import rapport.crm.connection.Visibility;
import rapport.crm.spi.CrmEdit;
import rapport.crm.spi.CrmFailure;
import rapport.crm.spi.CrmField;
import rapport.crm.spi.CrmRef;
import rapport.crm.spi.CrmType;
import rapport.crm.spi.Remedy;
import rapport.social.member.Member;
import rapport.social.member.MemberId;
import rapport.social.member.Members;
import rapport.social.post.Posts;
import rapport.social.post.StoryChange;
import rapport.social.post.StoryValue;
import rapport.social.record.CrmRecord;
import rapport.social.record.FieldChange;
import rapport.social.record.Money;
import rapport.social.record.RecordDifference;
import rapport.social.record.RecordRef;
import rapport.social.record.Records;

/** Tells the feeds which tracked fields of a record changed, and who changed them. */
@Component
public class Stories {
    private static final Logger LOG = LoggerFactory.getLogger(Stories.class);

    /** Changes of one person so close together are one piece of work; of many records, an import. */
    private static final Duration PIECE_OF_WORK = Duration.ofMinutes(10);

    private static final Duration KEPT = Duration.ofDays(1);
    private static final int AT_ONCE = 100;

    private final StoryStore store;
    private final Posts posts;
    private final Members members;
    private final Records records;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Stories(
            StoryStore store,
            Posts posts,
            Members members,
            Records records,
            TransactionTemplate transaction,
            Clock clock) {
        this.store = store;
        this.posts = posts;
        this.members = members;
        this.records = records;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * Keeps the tracked ones of these differences, in the caller's transaction.
     *
     * @param lastWriters by external id of the record
     * @param since       when the records were last known to be as they are here
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void notice(
            Connection connection,
            CrmType type,
            List<RecordDifference> differences,
            Map<String, String> lastWriters,
            Instant since) {
        Set<String> tracked = connection.tracked(type);
        Instant now = clock.instant();
        for (RecordDifference difference : differences) {
            List<FieldChange> changes = difference.changes().stream()
                    .filter(change -> tracked.contains(change.field()))
                    .toList();
            if (difference.created() || changes.isEmpty()) {
                continue;
            }
            String id = difference.ref().externalId();
            // A change that left no trace carries the stamp, and the writer, of an older one.
            Instant stamp = Objects.requireNonNullElse(difference.modifiedAt(), Instant.EPOCH);
            boolean traced = !stamp.isBefore(since);
            store.insert(
                    connection.key(),
                    difference.record(),
                    new CrmRef(type, id),
                    changes,
                    traced ? lastWriters.get(id) : null,
                    traced && stamp.isBefore(now) ? stamp : now,
                    since);
        }
    }

    /** Tells what waits. {@code keepLease} runs before each call to the CRM. */
    public void tell(Connection connection, Runnable keepLease) {
        List<Noticed> waiting = store.waiting(connection.key(), AT_ONCE);
        if (waiting.isEmpty()) {
            return;
        }
        while (!waiting.isEmpty()) {
            for (Noticed noticed : waiting) {
                if (store.recordsAround(connection.key(), noticed, PIECE_OF_WORK) > connection.storyLimit()) {
                    collapse(connection, noticed);
                } else {
                    keepLease.run();
                    tell(connection, noticed, edits(connection, noticed));
                }
            }
            waiting = store.waiting(connection.key(), AT_ONCE);
        }
        store.forget(connection.key(), clock.instant().minus(KEPT));
    }

    /** An import: counted for the admin, in nobody's feed. */
    private void collapse(Connection connection, Noticed noticed) {
        transaction.executeWithoutResult(status -> {
            if (store.told(noticed.id())) {
                store.countCollapsed(connection.key(), noticed.changes().size());
            }
        });
    }

    private List<CrmEdit> edits(Connection connection, Noticed noticed) {
        if (!connection.descriptor().namesEditors()) {
            return List.of();
        }
        try {
            return connection.link().edits(noticed.ref(), noticed.since());
        } catch (CrmFailure failure) {
            if (failure.remedy() == Remedy.RETRY || failure.remedy() == Remedy.WAIT) {
                throw failure; // it waits with the run, and loses nothing
            }
            LOG.info("connection {}: no history of {}. {}", connection.key(), noticed.ref(), failure.explanation());
            return List.of();
        }
    }

    private void tell(Connection connection, Noticed noticed, List<CrmEdit> edits) {
        Instant now = clock.instant();
        transaction.executeWithoutResult(status -> {
            if (!store.told(noticed.id())) {
                return;
            }
            for (Attribution.Save save : Attribution.of(noticed, edits)) {
                List<StoryChange> changes = new ArrayList<>();
                for (FieldChange change : save.changes()) {
                    CrmField.Kind kind = connection.kind(noticed.ref().type(), change.field());
                    changes.add(new StoryChange(
                            change.field(),
                            value(connection, kind, change.before()),
                            value(connection, kind, change.after())));
                }
                posts.addChangeStory(
                        noticed.record(),
                        member(connection, save.actor()),
                        changes,
                        save.at().isAfter(now) ? now : save.at());
            }
        });
    }

    private @Nullable MemberId member(Connection connection, @Nullable String externalId) {
        return externalId == null
                ? null
                : members.byIdentity(connection.key(), externalId)
                        .map(Member::id)
                        .orElse(null);
    }

    private @Nullable StoryValue value(Connection connection, CrmField.Kind kind, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (value instanceof Money money) {
            return new StoryValue.Sum(money);
        }
        if (value instanceof BigDecimal number) {
            return new StoryValue.Quantity(number);
        }
        if (value instanceof Boolean flag) {
            return new StoryValue.Flag(flag);
        }
        String text = value.toString();
        return switch (kind) {
            case MEMBER -> {
                MemberId member = member(connection, text);
                yield member == null ? null : new StoryValue.Person(member);
            }
            case RECORD ->
                // The name of a record that some readers of this feed may not see is not told to any.
                connection.visibility() == Visibility.EVERYONE
                        ? records.find(new RecordRef(connection.key(), "account", text))
                                .map(CrmRecord::name)
                                .map(StoryValue.Text::new)
                                .orElse(null)
                        : null;
            case DATE -> day(text);
            case TEXT, MONEY, NUMBER, BOOLEAN -> new StoryValue.Text(text);
        };
    }

    private static StoryValue day(String text) {
        try {
            return new StoryValue.Day(LocalDate.parse(text));
        } catch (DateTimeException e) {
            return new StoryValue.Text(text);
        }
    }
}
