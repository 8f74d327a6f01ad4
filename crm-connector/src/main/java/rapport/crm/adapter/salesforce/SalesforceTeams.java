package rapport.crm.adapter.salesforce;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Who is on the team of an account or an opportunity, and what territories are called; where an org uses neither, that costs two
 * calls an hour.
 */
final class SalesforceTeams {
    private static final Duration STANDS_FOR = Duration.ofHours(1);
    private static final int IDS_PER_QUERY = 200;

    private final SalesforceClient client;
    private final Clock clock;
    private final Map<String, Boolean> used = new HashMap<>();
    private @Nullable Map<String, String> territories;
    private Instant readAt = Instant.MIN;

    SalesforceTeams(SalesforceClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    /** By record; those without a team are left out. */
    Map<String, Set<String>> members(SalesforceObject object, List<JsonNode> rows) {
        boolean account = object.is(SalesforceObject.ACCOUNT);
        if (!account && !object.is(SalesforceObject.OPPORTUNITY)) {
            return Map.of();
        }
        List<String> ids = new ArrayList<>();
        for (JsonNode row : rows) {
            String id = row.path("Id").asString("");
            if (SalesforceId.is(id) && !row.path("IsDeleted").asBoolean(false)) {
                ids.add(SalesforceId.of("Id", id));
            }
        }
        String members = account ? "AccountTeamMember" : "OpportunityTeamMember";
        String parent = account ? "AccountId" : "OpportunityId";
        Map<String, Set<String>> teams = new HashMap<>();
        if (ids.isEmpty() || !isUsed(members)) {
            return teams;
        }
        for (int start = 0; start < ids.size(); start += IDS_PER_QUERY) {
            String list = ids.subList(start, Math.min(start + IDS_PER_QUERY, ids.size())).stream()
                    .map(id -> "'" + id + "'")
                    .collect(Collectors.joining(","));
            SalesforceAnswer page = client.query(
                    "SELECT " + parent + ",UserId FROM " + members + " WHERE " + parent + " IN (" + list + ")",
                    false,
                    members);
            while (true) {
                for (JsonNode row : page.rows()) {
                    String record = row.path(parent).asString("");
                    String user = row.path("UserId").asString("");
                    if (SalesforceId.is(record) && SalesforceId.is(user)) {
                        teams.computeIfAbsent(SalesforceId.of(parent, record), id -> new HashSet<>())
                                .add(SalesforceId.of("UserId", user));
                    }
                }
                String locator = page.locator();
                if (locator == null) {
                    break;
                }
                page = client.more(locator, members);
            }
        }
        return teams;
    }

    /** The name of the territory that a row names; null where it names none that can be read. */
    @Nullable
    String territory(JsonNode row) {
        String id = row.path("Territory2Id").asString("");
        if (id.isEmpty()) {
            return null;
        }
        forgetWhatIsOld();
        Map<String, String> known = territories;
        if (known == null) {
            known = new HashMap<>();
            SalesforceAnswer page = client.query(
                    "SELECT Id,Name FROM Territory2", false, "Territory2", "INVALID_TYPE", "INVALID_FIELD");
            while (page.refusal().isEmpty()) {
                for (JsonNode territory : page.rows()) {
                    known.put(
                            territory.path("Id").asString(""),
                            territory.path("Name").asString(""));
                }
                String locator = page.locator();
                if (locator == null) {
                    break;
                }
                page = client.more(locator, "Territory2");
            }
            territories = known;
        }
        return known.get(id);
    }

    /** Whether the org has teams, this user may see them, and somebody is on one. */
    private boolean isUsed(String members) {
        forgetWhatIsOld();
        return used.computeIfAbsent(members, name -> {
            SalesforceAnswer one =
                    client.query("SELECT Id FROM " + name + " LIMIT 1", false, name, "INVALID_TYPE", "INVALID_FIELD");
            return one.refusal().isEmpty() && !one.rows().isEmpty();
        });
    }

    private void forgetWhatIsOld() {
        Instant now = clock.instant();
        if (readAt.isBefore(now.minus(STANDS_FOR))) {
            used.clear();
            territories = null;
            readAt = now;
        }
    }
}
