package rapport.crm.story;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;
import rapport.crm.connection.Connection;
import rapport.crm.connection.TrackedField;
import rapport.crm.phrase.Phrases;
import rapport.crm.spi.CrmEdit;
import rapport.crm.spi.CrmFailure;
import rapport.crm.spi.CrmField;
import rapport.crm.spi.CrmRef;
import rapport.crm.spi.CrmType;
import rapport.crm.spi.Remedy;
import rapport.social.member.Member;
import rapport.social.member.MemberId;
import rapport.social.member.Members;
import rapport.social.post.PostId;
import rapport.social.post.Posts;
import rapport.social.post.StoryChange;
import rapport.social.post.StoryValue;
import rapport.social.record.FieldChange;
import rapport.social.record.Money;
import rapport.social.record.RecordDifference;
import rapport.social.record.RecordRef;
import rapport.social.record.Records;
import rapport.social.shared.SubjectId;

/** Tells the feeds which tracked fields of a record changed, and who changed them. */
@Component
public class Stories {
    private static final Logger LOG = LoggerFactory.getLogger(Stories.class);

    /** Changes of many records by one person so close together are an import. */
    private static final Duration IMPORT = Duration.ofMinutes(10);

    /** The field of an import's line. */
    private static final String IMPORTED = "recordsChanged";

    private static final int AT_ONCE = 100;

    private final StoryStore store;
    private final Posts posts;
    private final Members members;
    private final Records records;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final Duration kept;

    Stories(
            StoryStore store,
            Posts posts,
            Members members,
            Records records,
            TransactionTemplate transaction,
            Clock clock,
            @Value("${rapport.stories.keep-changes:31d}") Duration kept) {
        this.store = store;
        this.posts = posts;
        this.members = members;
        this.records = records;
        this.transaction = transaction;
        this.clock = clock;
        this.kept = kept;
    }

    /**
     * Keeps these differences, in the caller's transaction; those of tracked fields are to be told.
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
        Tracking tracking = new Tracking(connection.trackedFields());
        Instant now = clock.instant();
        List<StoryStore.Fresh> fresh = new ArrayList<>();
        for (RecordDifference difference : differences) {
            if (difference.created() || difference.changes().isEmpty()) {
                continue;
            }
            String id = difference.ref().externalId();
            // A change that left no trace carries the stamp, and the writer, of an older one.
            Instant stamp = Objects.requireNonNullElse(difference.modifiedAt(), Instant.EPOCH);
            boolean traced = !stamp.isBefore(since);
            fresh.add(new StoryStore.Fresh(
                    difference.record(),
                    new CrmRef(type, id),
                    difference.changes(),
                    traced ? lastWriters.get(id) : null,
                    traced && stamp.isBefore(now) ? stamp : now,
                    !tracking.told(type.name(), difference.changes()).isEmpty()));
        }
        store.insert(connection.key(), since, fresh);
    }

    /**
     * Tells what waits.
     *
     * @param keepLease runs before each call to the CRM
     * @param told      runs after each change that is told for good
     */
    public void tell(Connection connection, Runnable keepLease, Runnable told) {
        List<Noticed> waiting = store.waiting(connection.key(), AT_ONCE);
        while (!waiting.isEmpty()) {
            for (Noticed noticed : waiting) {
                if (store.recordsAround(connection.key(), noticed, IMPORT) > connection.storyLimit()) {
                    keepLease.run();
                    collapse(connection, noticed);
                    break; // what waits is another list now
                }
                keepLease.run();
                tell(connection, noticed, edits(connection, noticed));
                told.run();
            }
            waiting = store.waiting(connection.key(), AT_ONCE);
        }
    }

    /** Changes older than {@code rapport.stories.keep-changes}, told or not to be told. */
    public void forgetOld(Connection connection) {
        Instant before = clock.instant().minus(kept);
        transaction.executeWithoutResult(status -> store.forget(connection.key(), before));
    }

    /**
     * An import: told in one line among its author's own posts, in no record's feed. What was told of it before it could be
     * known as one is taken back, unless somebody has answered.
     */
    private void collapse(Connection connection, Noticed noticed) {
        transaction.executeWithoutResult(status -> {
            List<StoryStore.Collapsed> rows = store.collapse(connection.key(), noticed, IMPORT);
            store.countCollapsed(
                    connection.key(),
                    rows.stream().mapToInt(StoryStore.Collapsed::fields).sum());
            store.postsOf(rows.stream().map(StoryStore.Collapsed::story).toList())
                    .forEach(posts::withdrawChangeStory);
            String actor = noticed.lastWriter();
            MemberId member = member(connection, actor);
            if (actor != null && member != null) {
                long records = rows.stream()
                        .map(StoryStore.Collapsed::subject)
                        .distinct()
                        .count();
                tellImport(connection, actor, member, records, noticed.changedAt());
            }
        });
    }

    private void tellImport(Connection connection, String actor, MemberId member, long records, Instant at) {
        Instant now = clock.instant();
        Optional<StoryStore.ImportLine> last = store.importLine(connection.key(), actor)
                .filter(line -> !at.isAfter(line.lastAt().plus(IMPORT)));
        long all = records + last.map(StoryStore.ImportLine::records).orElse(0L);
        List<StoryChange> line =
                List.of(new StoryChange(IMPORTED, null, new StoryValue.Quantity(BigDecimal.valueOf(all))));
        PostId post = last.map(StoryStore.ImportLine::post)
                .filter(known -> posts.replaceChangeStory(known, line))
                .or(() -> posts.addChangeStory(member.profile(), member, line, at.isAfter(now) ? now : at))
                .orElseThrow();
        store.keepImportLine(connection.key(), actor, new StoryStore.ImportLine(post, all, at));
    }

    /**
     * How many stories these fields would have told of the changes that are kept.
     *
     * @param days counted from now, at most as far as changes are kept
     */
    public StoryPreview preview(Connection connection, List<TrackedField> fields, int days) {
        Instant now = clock.instant();
        Instant since = now.minus(Duration.ofDays(Math.min(days, kept.toDays())));
        Replay.Count count = new Replay(new Tracking(fields), connection.storyLimit(), posts.storyGrouping(), IMPORT)
                .of(store.kept(connection.key(), since));
        LocalDate first = since.atOffset(ZoneOffset.UTC).toLocalDate();
        return new StoryPreview(
                count.stories(),
                count.changes(),
                count.imports(),
                first.datesUntil(now.atOffset(ZoneOffset.UTC).toLocalDate().plusDays(1))
                        .map(day -> new StoryPreview.Day(day, count.perDay().getOrDefault(day, 0)))
                        .toList(),
                first);
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
            LOG.info(
                    "connection {}: no history of {}. {}",
                    connection.key(),
                    noticed.ref(),
                    Phrases.english(failure.explanation()));
            return List.of();
        }
    }

    private void tell(Connection connection, Noticed noticed, List<CrmEdit> edits) {
        Instant now = clock.instant();
        transaction.executeWithoutResult(status -> {
            if (!store.told(noticed.id())) {
                return;
            }
            Tracking tracking = new Tracking(connection.trackedFields());
            SubjectId record = records.current(noticed.record());
            List<Attribution.Save> saves = Attribution.of(noticed, edits);
            Set<PostId> told = new LinkedHashSet<>();
            for (Attribution.Save save : saves) {
                List<StoryChange> changes = new ArrayList<>();
                for (FieldChange change : tracking.told(noticed.ref().type().name(), save.changes())) {
                    CrmField.Kind kind = connection.kind(noticed.ref().type(), change.field());
                    changes.add(new StoryChange(
                            change.field(),
                            value(connection, record, kind, change.before()),
                            value(connection, record, kind, change.after())));
                }
                posts.addChangeStory(
                                record,
                                member(connection, save.actor()),
                                changes,
                                save.at().isAfter(now) ? now : save.at())
                        .ifPresent(told::add);
            }
            store.toldBy(noticed.id(), saves, told);
        });
    }

    private @Nullable MemberId member(Connection connection, @Nullable String externalId) {
        return externalId == null
                ? null
                : members.byIdentity(connection.key(), externalId)
                        .map(Member::id)
                        .orElse(null);
    }

    private @Nullable StoryValue value(
            Connection connection, SubjectId feed, CrmField.Kind kind, @Nullable Object value) {
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
                records.nameToldOn(feed, new RecordRef(connection.key(), "account", text))
                        .map(StoryValue.Text::new)
                        .orElse(null);
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
