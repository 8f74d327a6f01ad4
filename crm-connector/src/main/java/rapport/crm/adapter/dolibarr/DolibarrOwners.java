package rapport.crm.adapter.dolibarr;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import rapport.crm.spi.CrmFailure;
import rapport.crm.spi.Remedy;
import tools.jackson.databind.JsonNode;

/** Who is in charge of third parties, which their records do not tell: their sales representatives, the lowest id first. */
final class DolibarrOwners {
    /** How they are found, by the setting {@code account-owner}. */
    enum Way {
        /** the first, or where this version cannot the second, or where filters may not the last */
        AUTO,
        /** one call for each third party, where this version can */
        REPRESENTATIVES,
        /** one call for each user and page, through the database's table */
        SUB_SELECT,
        NONE;

        static Way of(String connection, @Nullable String setting) {
            return switch (setting == null || setting.isBlank() ? "auto" : setting.strip()) {
                case "auto" -> AUTO;
                case "representatives" -> REPRESENTATIVES;
                case "sub-select" -> SUB_SELECT;
                case "none" -> NONE;
                default ->
                    throw CrmFailure.stop(
                            connection + ": account-owner: \"" + setting
                                    + "\" (expected: auto, representatives, sub-select or none).",
                            "Set account-owner to one of them, or leave it out.");
            };
        }
    }

    /** Users seldom come and go; a new one's accounts have no owner until the list is read again. */
    private static final long USERS_STAND_FOR = 900;

    private final DolibarrClient client;
    private final Way way;
    private final String table;
    private @Nullable Boolean representativesWork;
    private boolean subSelectsRefused;
    private List<Long> users = List.of();
    private Instant usersReadAt = Instant.EPOCH;

    DolibarrOwners(DolibarrClient client, Way way, String connection, String tablePrefix) {
        this.client = client;
        this.way = way;
        if (!tablePrefix.matches("[A-Za-z0-9_]{0,30}")) {
            throw CrmFailure.stop(
                    connection + ": table-prefix: not a prefix (expected: letters, digits and _).",
                    "Set table-prefix as in Dolibarr's conf.php, or leave it out.");
        }
        this.table = tablePrefix + "societe_commerciaux";
    }

    /** By third party, in rising order; those without any are left out. */
    Map<String, List<String>> of(List<String> thirdParties) {
        return switch (way) {
            case AUTO -> byWhatWorks(thirdParties);
            case NONE -> Map.of();
            case REPRESENTATIVES -> byRepresentatives(thirdParties);
            case SUB_SELECT -> bySubSelect(thirdParties);
        };
    }

    /** Whether what was tried so far has shown that they stay unknown. */
    boolean cannotBeRead() {
        return Boolean.FALSE.equals(representativesWork) && (way != Way.AUTO || subSelectsRefused);
    }

    private Map<String, List<String>> byWhatWorks(List<String> thirdParties) {
        if (!Boolean.FALSE.equals(representativesWork)) {
            Map<String, List<String>> owners = byRepresentatives(thirdParties);
            if (!Boolean.FALSE.equals(representativesWork)) {
                return owners;
            }
        }
        if (subSelectsRefused) {
            return Map.of();
        }
        try {
            return bySubSelect(thirdParties);
        } catch (CrmFailure failure) {
            if (failure.remedy() != Remedy.STOP && failure.remedy() != Remedy.RECONNECT) {
                throw failure;
            }
            subSelectsRefused = true; // forbidden, or the table has another prefix: rather nobody than nothing at all
            return Map.of();
        }
    }

    private Map<String, List<String>> byRepresentatives(List<String> thirdParties) {
        Map<String, List<String>> owners = new HashMap<>();
        for (String id : thirdParties) {
            if (Boolean.FALSE.equals(representativesWork)) {
                return Map.of(); // rather nobody than some
            }
            DolibarrClient.Lookup lookup = client.lookUp("thirdparties/" + id + "/representatives?mode=1");
            if (lookup.body().isPresent()) {
                representativesWork = true;
                List<String> users = ids(lookup.body().get());
                if (!users.isEmpty()) {
                    owners.put(id, users);
                }
            } else if (lookup.forbidden()) {
                representativesWork = false;
            } else if (representativesWork == null
                    && client.lookUp("thirdparties/" + id).body().isPresent()) {
                representativesWork = false; // the record exists, so it is the version that cannot
            }
        }
        return owners;
    }

    private static List<String> ids(JsonNode representatives) {
        Set<Long> ids = new TreeSet<>();
        representatives.forEach(one -> {
            long id = (one.isObject() ? one.path("id") : one).asLong(0);
            if (id > 0) {
                ids.add(id);
            }
        });
        return ids.stream().map(String::valueOf).toList();
    }

    private Map<String, List<String>> bySubSelect(List<String> thirdParties) {
        if (thirdParties.isEmpty()) {
            return Map.of();
        }
        Map<String, List<String>> owners = new HashMap<>();
        String these = "(t.rowid:in:" + String.join(",", thirdParties) + ")";
        for (Long user : users()) { // in rising order
            String filter = "(t.rowid:in:SELECT fk_soc FROM " + table + " WHERE fk_user=" + user + ") and " + these;
            for (JsonNode row : client.list("thirdparties", "id", filter, false).rows()) {
                owners.computeIfAbsent(row.path("id").asString(""), id -> new ArrayList<>())
                        .add(user.toString());
            }
        }
        return owners;
    }

    private List<Long> users() {
        if (usersReadAt.plusSeconds(USERS_STAND_FOR).isBefore(Instant.now())) {
            List<Long> read = new ArrayList<>();
            long last = 0;
            DolibarrList page;
            do {
                page = client.list("users", "id", "(t.rowid:>:" + last + ")", false);
                for (JsonNode row : page.rows()) {
                    last = Objects.requireNonNull(row.path("id")).asLong(last);
                    read.add(last);
                }
            } while (page.more());
            users = read;
            usersReadAt = Instant.now();
        }
        return users;
    }
}
