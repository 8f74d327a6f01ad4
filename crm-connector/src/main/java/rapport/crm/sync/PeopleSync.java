package rapport.crm.sync;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import rapport.crm.connection.Connection;
import rapport.crm.follow.FollowRules;
import rapport.crm.spi.Checkpoint;
import rapport.crm.spi.CrmType;
import rapport.crm.spi.CrmUser;
import rapport.crm.spi.Phrase;
import rapport.crm.spi.UserPage;
import rapport.crm.sync.SyncLeases.Lease;
import rapport.social.member.CrmPerson;
import rapport.social.member.CrmTeam;
import rapport.social.member.MemberId;
import rapport.social.member.Members;
import rapport.social.record.Records;

/** The CRM's users become members, its teams principals. Read whole each time: they are few, and changes of teams leave no trace. */
@Component
class PeopleSync {
    private final TransactionTemplate transaction;
    private final SyncLeases leases;
    private final SyncStore store;
    private final Members members;
    private final Records records;
    private final FollowRules rules;
    private final Clock clock;

    PeopleSync(
            TransactionTemplate transaction,
            SyncLeases leases,
            SyncStore store,
            Members members,
            Records records,
            FollowRules rules,
            Clock clock) {
        this.transaction = transaction;
        this.leases = leases;
        this.store = store;
        this.members = members;
        this.records = records;
        this.rules = rules;
        this.clock = clock;
    }

    /** In a small company a few per cent are less than one person. */
    private static final int ALWAYS_ALLOWED = 3;

    /** @return what a person should know; null when nothing */
    @Nullable
    String read(Connection connection, Lease lease) {
        Set<String> present = new HashSet<>();
        List<CrmTeam> teams = new ArrayList<>();
        connection.link().teams().forEach(team -> teams.add(new CrmTeam(team.externalId(), team.name())));
        transaction.executeWithoutResult(status -> {
            leases.renew(lease);
            members.upsertTeams(connection.key(), teams);
        });
        Instant began = clock.instant();
        Checkpoint at = null;
        int[] written = new int[1];
        do {
            leases.renew(lease);
            UserPage page = connection.link().users(at);
            transaction.executeWithoutResult(status -> {
                leases.renew(lease);
                written[0] += members.upsertFromCrm(
                        connection.key(),
                        page.users().stream()
                                .map(user -> new CrmPerson(
                                        user.externalId(),
                                        user.name(),
                                        user.email(),
                                        user.title(),
                                        user.site(),
                                        user.language(),
                                        user.active(),
                                        user.teamExternalIds(),
                                        user.signInId()))
                                .toList());
                store.takeBack(
                        connection.key(),
                        CrmType.USER,
                        page.users().stream().map(CrmUser::externalId).toList());
                store.setAside(connection.key(), page.unreadable());
            });
            page.users().forEach(user -> present.add(user.externalId()));
            page.unreadable().forEach(row -> {
                if (row.externalId() != null) {
                    present.add(row.externalId());
                }
            });
            at = page.next();
        } while (at != null);
        transaction.executeWithoutResult(status -> {
            leases.renew(lease);
            store.takeBackNameless(connection.key(), CrmType.USER, began);
            store.takeBackMissing(connection.key(), CrmType.USER, present);
        });
        boolean changed = written[0] > 0 | !records.linkOwners(connection.key()).isEmpty();
        String notice = closeMissing(connection, lease, present);
        if (changed) {
            rules.peopleChanged(connection);
        }
        return notice;
    }

    /** A user who was deleted in the CRM comes in its lists no more. So do all when a right is taken from us. */
    private @Nullable String closeMissing(Connection connection, Lease lease, Set<String> present) {
        List<MemberId> missing = members.missing(connection.key(), present);
        int known = present.size() + missing.size();
        if (missing.size() > Math.max(ALWAYS_ALLOWED, known * connection.vanishPercent() / 100)) {
            return Phrase.of("people.too-many-gone", known, missing.size(), connection.vanishPercent())
                    .toString();
        }
        if (!missing.isEmpty()) {
            transaction.executeWithoutResult(status -> {
                leases.renew(lease);
                members.deactivate(missing);
            });
        }
        return null;
    }
}
