package rapport.crm.sync;

import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import rapport.crm.connection.Connection;
import rapport.crm.spi.Checkpoint;
import rapport.crm.spi.UserPage;
import rapport.crm.sync.SyncLeases.Lease;
import rapport.social.member.CrmPerson;
import rapport.social.member.CrmTeam;
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

    PeopleSync(TransactionTemplate transaction, SyncLeases leases, SyncStore store, Members members, Records records) {
        this.transaction = transaction;
        this.leases = leases;
        this.store = store;
        this.members = members;
        this.records = records;
    }

    void read(Connection connection, Lease lease) {
        List<CrmTeam> teams = new ArrayList<>();
        connection.link().teams().forEach(team -> teams.add(new CrmTeam(team.externalId(), team.name())));
        transaction.executeWithoutResult(status -> {
            leases.renew(lease);
            members.upsertTeams(connection.key(), teams);
        });
        Checkpoint at = null;
        do {
            leases.renew(lease);
            UserPage page = connection.link().users(at);
            transaction.executeWithoutResult(status -> {
                leases.renew(lease);
                members.upsertFromCrm(
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
                                        user.teamExternalIds()))
                                .toList());
                store.setAside(connection.key(), page.unreadable());
            });
            at = page.next();
        } while (at != null);
        records.linkOwners(connection.key());
    }
}
