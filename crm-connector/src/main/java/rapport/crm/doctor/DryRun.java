package rapport.crm.doctor;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import rapport.crm.connection.Connection;
import rapport.crm.connection.Connections;
import rapport.crm.connection.Visibility;
import rapport.crm.phrase.Phrases;
import rapport.crm.spi.ChangePage;
import rapport.crm.spi.Checkpoint;
import rapport.crm.spi.CrmChange;
import rapport.crm.spi.CrmFailure;
import rapport.crm.spi.CrmLink;
import rapport.crm.spi.CrmRecord;
import rapport.crm.spi.CrmTeam;
import rapport.crm.spi.CrmType;
import rapport.crm.spi.CrmUser;
import rapport.crm.spi.Phrase;
import rapport.crm.spi.Unreadable;
import rapport.crm.spi.UserPage;
import rapport.social.record.RecordRef;
import rapport.social.record.Records;
import rapport.social.shared.Problem;

/** What a load would bring, seen on a few pages of each type. Writes nothing. */
@Component
class DryRun {
    private static final int SAMPLES = 5;
    private static final Logger LOG = LoggerFactory.getLogger(DryRun.class);
    /** Where the CRM tells no count, so many pages are counted. */
    private static final int PAGES = 3;

    private final Connections connections;
    private final Records records;

    DryRun(Connections connections, Records records) {
        this.connections = connections;
        this.records = records;
    }

    record Preview(People people, List<TypePreview> types) {}

    /**
     * @param more    whether there are more than were counted
     * @param failure why they cannot be read
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record People(
            int users,
            boolean more,
            int teams,
            @Nullable String failure,
            @Nullable String remedy) {}

    /** Why something cannot be read, and what helps. */
    private record Failure(String words, String remedy) {
        static Failure of(CrmFailure failure, Locale language) {
            String advice = failure.advice();
            return new Failure(
                    Phrases.tell(String.valueOf(failure.getMessage()), language),
                    Phrases.tell(advice == null ? Remedies.of(failure.remedy()).toString() : advice, language));
        }

        static Failure of(RuntimeException e, Locale language) {
            return new Failure(
                    Phrases.tell(
                            Phrase.of("check.broke-off", e.getClass().getSimpleName())
                                    .toString(),
                            language),
                    Phrases.tell(Remedies.BROKE_OFF.toString(), language));
        }
    }

    /**
     * @param count   in the CRM
     * @param more    whether there are more than were counted
     * @param here    of the samples, how many are known here already
     * @param failure why nothing of this type can be read
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TypePreview(
            String type,
            long count,
            boolean more,
            List<Sample> samples,
            List<Problematic> unreadable,
            @Nullable String failure,
            @Nullable String remedy) {}

    /**
     * A record as it would stand here.
     *
     * @param owner    the CRM's user in charge, by name where it is known
     * @param seenBy   everyone, or the names of the teams and the owner
     * @param isKnown  whether it is here already
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Sample(
            String externalId,
            String name,
            @Nullable String account,
            @Nullable String owner,
            List<String> seenBy,
            Map<String, Object> fields,
            @Nullable String url,
            boolean isKnown) {}

    record Problematic(String externalId, String reason) {}

    Preview of(String key, Locale language) {
        Connection connection = connections.require(key);
        try (CrmLink link = connections.openLink(key).orElseThrow(Problem::notFound)) {
            Map<String, String> names = new HashMap<>();
            People people = people(link, names, language);
            List<TypePreview> types = new ArrayList<>();
            for (CrmType type : connection.types()) {
                try {
                    types.add(preview(connection, link, type, names));
                } catch (CrmFailure failure) {
                    types.add(unreadable(type, Failure.of(failure, language)));
                } catch (RuntimeException e) {
                    LOG.error("connection {}: the dry run of {} broke off", key, type, e);
                    types.add(unreadable(type, Failure.of(e, language)));
                }
            }
            return new Preview(people, types);
        }
    }

    private static TypePreview unreadable(CrmType type, Failure failure) {
        return new TypePreview(type.name(), 0, false, List.of(), List.of(), failure.words(), failure.remedy());
    }

    private static People people(CrmLink link, Map<String, String> names, Locale language) {
        int users = 0;
        Checkpoint at = null;
        try {
            for (int page = 0; page < PAGES; page++) {
                UserPage found = link.users(at);
                users += found.users().size();
                for (CrmUser user : found.users()) {
                    names.put(user.externalId(), user.name());
                }
                at = found.next();
                if (at == null) {
                    break;
                }
            }
            List<CrmTeam> teams = link.teams();
            teams.forEach(team -> names.put("team " + team.externalId(), team.name()));
            return new People(users, at != null, teams.size(), null, null);
        } catch (CrmFailure failure) {
            return people(users, at, Failure.of(failure, language));
        } catch (RuntimeException e) {
            LOG.error("the dry run of the people broke off", e);
            return people(users, at, Failure.of(e, language));
        }
    }

    private static People people(int users, @Nullable Checkpoint at, Failure failure) {
        return new People(users, at != null, 0, failure.words(), failure.remedy());
    }

    private TypePreview preview(Connection connection, CrmLink link, CrmType type, Map<String, String> names) {
        long counted = 0;
        Long total = null;
        boolean more = true;
        List<Sample> samples = new ArrayList<>();
        List<Problematic> unreadable = new ArrayList<>();
        Checkpoint at = null;
        for (int page = 0; page < PAGES && more; page++) {
            ChangePage found = link.read(type, at);
            for (CrmChange change : found.changes()) {
                if (change instanceof CrmRecord record) {
                    counted++;
                    if (samples.size() < SAMPLES) {
                        samples.add(sample(connection, record, names));
                    }
                }
            }
            for (Unreadable row : found.unreadable()) {
                if (unreadable.size() < SAMPLES) {
                    unreadable.add(new Problematic(row.externalId() == null ? "?" : row.externalId(), row.reason()));
                }
            }
            total = found.total() == null ? total : found.total();
            at = found.next();
            more = found.more();
            if (total != null) {
                break;
            }
        }
        return new TypePreview(
                type.name(), total == null ? counted : total, total == null && more, samples, unreadable, null, null);
    }

    private Sample sample(Connection connection, CrmRecord record, Map<String, String> names) {
        String owner = record.ownerExternalId();
        List<String> seenBy = new ArrayList<>();
        if (connection.visibility() == Visibility.TEAMS
                && !record.teamExternalIds().isEmpty()) {
            record.teamExternalIds().forEach(team -> seenBy.add(names.getOrDefault("team " + team, team)));
            if (owner != null) {
                seenBy.add(names.getOrDefault(owner, owner));
            }
        }
        boolean known = records.find(new RecordRef(
                        connection.key(),
                        record.ref().type().name(),
                        record.ref().externalId()))
                .isPresent();
        Map<String, Object> fields = new TreeMap<>();
        record.fields().forEach((name, value) -> fields.put(name, value));
        return new Sample(
                record.ref().externalId(),
                record.name(),
                record.account() == null ? null : record.account().externalId(),
                owner == null ? null : names.getOrDefault(owner, owner),
                seenBy,
                fields,
                record.url(),
                known);
    }
}
