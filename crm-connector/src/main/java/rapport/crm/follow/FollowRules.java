package rapport.crm.follow;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import rapport.crm.connection.Connection;
import rapport.crm.connection.FollowRule;
import rapport.crm.spi.CrmType;
import rapport.social.follow.Follows;
import rapport.social.follow.RuleFollows;
import rapport.social.member.Member;
import rapport.social.member.MemberId;
import rapport.social.member.MemberSummary;
import rapport.social.member.Members;
import rapport.social.post.Posts;
import rapport.social.record.RecordFacts;
import rapport.social.record.Records;
import rapport.social.shared.SubjectId;

/** Makes people follow records by a connection's rules. */
@Component
public class FollowRules {
    private static final int AT_ONCE = 1_000;
    private static final int SAMPLES = 5;

    private final Records records;
    private final Follows follows;
    private final Posts posts;
    private final Members members;
    private final ClosedRecords closed;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Clock clock;

    FollowRules(
            Records records,
            Follows follows,
            Posts posts,
            Members members,
            ClosedRecords closed,
            JdbcClient jdbc,
            TransactionTemplate transaction,
            Clock clock) {
        this.records = records;
        this.follows = follows;
        this.posts = posts;
        this.members = members;
        this.closed = closed;
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** These records are new or changed, in the caller's transaction; what stands under an account may have changed with it. */
    public void review(Connection connection, CrmType type, Collection<SubjectId> changed) {
        if (connection.followRules().isEmpty() || changed.isEmpty()) {
            return;
        }
        Set<SubjectId> all = new LinkedHashSet<>(changed);
        if (type.equals(CrmType.ACCOUNT) && anyBy(connection, FollowRule.Reason.ACCOUNT_OWNER)) {
            inChunks(List.copyOf(changed), some -> all.addAll(records.under(some)));
        }
        inChunks(List.copyOf(all), some -> apply(connection, some));
    }

    private static boolean anyBy(Connection connection, FollowRule.Reason... reasons) {
        return connection.followRules().stream()
                .anyMatch(rule ->
                        List.of(reasons).contains(rule.reason()) || rule.reason() == FollowRule.Reason.CRITERIA);
    }

    /** Teams or people changed, so all has to be worked out again. */
    public void peopleChanged(Connection connection) {
        if (!connection.followRules().isEmpty()) {
            jdbc.sql(
                            "update crm_connection set rules_hash = 'people' where connection = :connection and rules_hash is not null")
                    .param("connection", connection.key())
                    .update();
        }
    }

    /** Works all out again if the rules are other ones than those by which people follow now. */
    public void catchUp(Connection connection, Runnable keepLease) {
        String hash = hash(connection.followRules());
        if (!Objects.equals(hash, hashOf(connection.key()))) {
            reviewAll(connection, keepLease);
            jdbc.sql("update crm_connection set rules_hash = :hash where connection = :connection")
                    .param("hash", hash, java.sql.Types.VARCHAR)
                    .param("connection", connection.key())
                    .update();
        }
    }

    /** Works all out again: who follows because of time that passed, too. */
    public void reviewAll(Connection connection, Runnable keepLease) {
        forAll(connection, some -> {
            keepLease.run();
            transaction.executeWithoutResult(status -> apply(connection, some));
        });
    }

    /** Whether follows end by time alone. */
    public boolean expire(Connection connection) {
        return connection.followRules().stream()
                .anyMatch(rule -> rule.endDaysAfterClose() != null || rule.endDaysOfSilence() != null);
    }

    private @Nullable String hashOf(String connection) {
        return jdbc.sql("select rules_hash from crm_connection where connection = :connection")
                .param("connection", connection)
                .query((row, number) -> java.util.Optional.ofNullable(row.getString(1)))
                .single()
                .orElse(null);
    }

    private void apply(Connection connection, List<SubjectId> some) {
        List<RecordFacts> facts = records.facts(some);
        closed.remember(connection.key(), facts);
        follows.byRule(wanted(connection.followRules(), facts));
    }

    private void forAll(Connection connection, Chunk each) {
        for (CrmType type : connection.types()) {
            long after = 0;
            List<SubjectId> some = records.idsAfter(connection.key(), type.name(), after, AT_ONCE);
            while (!some.isEmpty()) {
                each.accept(some);
                after = some.get(some.size() - 1).value();
                some = records.idsAfter(connection.key(), type.name(), after, AT_ONCE);
            }
        }
    }

    /** Who would follow what, without making anybody. */
    public FollowSimulation simulate(Connection connection, List<FollowRule> rules) {
        Map<MemberId, Integer> counts = new HashMap<>();
        Set<SubjectId> followed = new HashSet<>();
        int[] totals = new int[2];
        Map<SubjectId, List<MemberId>> samples = new LinkedHashMap<>();
        forAll(connection, some -> {
            RuleFollows all = follows.compareByRule(wanted(rules, records.facts(some)));
            Stream.concat(all.started().stream(), all.kept().stream()).forEach(follow -> {
                counts.merge(follow.member(), 1, Integer::sum);
                followed.add(follow.record());
                if (samples.size() < SAMPLES || samples.containsKey(follow.record())) {
                    samples.computeIfAbsent(follow.record(), record -> new ArrayList<>())
                            .add(follow.member());
                }
            });
            totals[0] += all.started().size();
            totals[1] += all.ended().size();
        });
        Map<MemberId, Member> known = members.byIds(counts.keySet());
        List<FollowSimulation.MemberFollows> byMember = counts.entrySet().stream()
                .map(entry -> new FollowSimulation.MemberFollows(summary(known, entry.getKey()), entry.getValue()))
                .sorted(Comparator.comparingInt(FollowSimulation.MemberFollows::follows)
                        .reversed()
                        .thenComparing(entry -> entry.member().name())
                        .thenComparing(entry -> entry.member().id().value()))
                .toList();
        Map<SubjectId, RecordFacts> named = new HashMap<>();
        records.facts(samples.keySet()).forEach(record -> named.put(record.id(), record));
        return new FollowSimulation(
                followed.size(),
                byMember,
                totals[0],
                totals[1],
                samples.entrySet().stream()
                        .map(entry -> sample(
                                Objects.requireNonNull(named.get(entry.getKey())),
                                entry.getValue().stream()
                                        .map(member -> summary(known, member))
                                        .toList()))
                        .toList());
    }

    private static FollowSimulation.Sample sample(RecordFacts record, List<MemberSummary> followers) {
        return new FollowSimulation.Sample(record.id().toString(), record.ref().type(), record.name(), followers);
    }

    private static MemberSummary summary(Map<MemberId, Member> known, MemberId id) {
        return MemberSummary.of(Objects.requireNonNull(known.get(id)));
    }

    /** For each of the records who is to follow it now; nobody, where no rule says so. */
    private Map<SubjectId, Set<MemberId>> wanted(List<FollowRule> rules, List<RecordFacts> facts) {
        boolean anySilence = rules.stream().anyMatch(rule -> rule.endDaysOfSilence() != null);
        Map<SubjectId, Instant> said =
                anySilence ? posts.lastSaid(facts.stream().map(RecordFacts::id).toList()) : Map.of();
        Map<Long, Instant> closedSince = closed.since(facts);
        Map<SubjectId, Set<MemberId>> wanted = new LinkedHashMap<>();
        for (RecordFacts record : facts) {
            Set<MemberId> followers = new LinkedHashSet<>();
            for (FollowRule rule : rules) {
                if (rule.type().equals(record.ref().type())
                        && Criteria.areMet(rule.criteria(), record)
                        && !isOver(
                                rule.endDaysAfterClose(),
                                closedSince.get(record.id().value()))
                        && !isOver(rule.endDaysOfSilence(), lastNews(record, said.get(record.id())))) {
                    followers.addAll(followers(rule.reason(), record));
                }
            }
            wanted.put(record.id(), followers);
        }
        return wanted;
    }

    private boolean isOver(@Nullable Integer days, @Nullable Instant since) {
        return days != null
                && since != null
                && !since.plus(Duration.ofDays(days)).isAfter(clock.instant());
    }

    private static @Nullable Instant lastNews(RecordFacts record, @Nullable Instant said) {
        Instant changed = record.modifiedAt();
        if (said == null || changed == null) {
            return said == null ? changed : said;
        }
        return said.isAfter(changed) ? said : changed;
    }

    private static Set<MemberId> followers(FollowRule.Reason reason, RecordFacts record) {
        Set<MemberId> followers = new LinkedHashSet<>();
        boolean all = reason == FollowRule.Reason.CRITERIA;
        if (record.owner() != null && (all || reason == FollowRule.Reason.OWNER)) {
            followers.add(record.owner());
        }
        if (record.accountOwner() != null && (all || reason == FollowRule.Reason.ACCOUNT_OWNER)) {
            followers.add(record.accountOwner());
        }
        if (all || reason == FollowRule.Reason.TEAM) {
            followers.addAll(record.team());
        }
        return followers;
    }

    @FunctionalInterface
    private interface Chunk {
        void accept(List<SubjectId> some);
    }

    private static void inChunks(List<SubjectId> all, Chunk each) {
        for (int start = 0; start < all.size(); start += AT_ONCE) {
            each.accept(all.subList(start, Math.min(all.size(), start + AT_ONCE)));
        }
    }

    private static @Nullable String hash(List<FollowRule> rules) {
        if (rules.isEmpty()) {
            return null;
        }
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(rules.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
