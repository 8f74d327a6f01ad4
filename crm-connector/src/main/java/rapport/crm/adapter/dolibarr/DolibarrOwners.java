package rapport.crm.adapter.dolibarr;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import rapport.crm.spi.CrmFailure;
import tools.jackson.databind.JsonNode;

/** Who is in charge of third parties, which their records do not tell: of the sales representatives the one with the lowest id. */
final class DolibarrOwners {
    /** How they are found, by the setting {@code account-owner}. */
    enum Way {
        /** one call for each third party, where this version can */
        REPRESENTATIVES,
        /** one call for each user and page, through the database's table */
        SUB_SELECT,
        NONE;

        static Way of(String connection, @Nullable String setting) {
            return switch (setting == null ? "representatives" : setting.strip()) {
                case "representatives" -> REPRESENTATIVES;
                case "sub-select" -> SUB_SELECT;
                case "none" -> NONE;
                default ->
                    throw CrmFailure.stop(
                            connection + ": account-owner: \"" + setting
                                    + "\" (expected: representatives, sub-select or none).",
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

    /** By third party; those without an owner are left out. */
    Map<String, String> of(List<String> thirdParties) {
        return switch (way) {
            case NONE -> Map.of();
            case REPRESENTATIVES -> byRepresentatives(thirdParties);
            case SUB_SELECT -> bySubSelect(thirdParties);
        };
    }

    /** Null if that was not asked yet. */
    @Nullable
    Boolean representativesWork() {
        return representativesWork;
    }

    private Map<String, String> byRepresentatives(List<String> thirdParties) {
        Map<String, String> owners = new HashMap<>();
        for (String id : thirdParties) {
            if (Boolean.FALSE.equals(representativesWork)) {
                return Map.of(); // rather nobody than some
            }
            DolibarrClient.Lookup lookup = client.lookUp("thirdparties/" + id + "/representatives?mode=1");
            if (lookup.body().isPresent()) {
                representativesWork = true;
                lowest(lookup.body().get()).ifPresent(owner -> owners.put(id, Long.toString(owner)));
            } else if (lookup.forbidden()) {
                representativesWork = false;
            } else if (representativesWork == null
                    && client.lookUp("thirdparties/" + id).body().isPresent()) {
                representativesWork = false; // the record exists, so it is the version that cannot
            }
        }
        return owners;
    }

    private static java.util.OptionalLong lowest(JsonNode representatives) {
        List<Long> ids = new ArrayList<>();
        representatives.forEach(one -> {
            long id = (one.isObject() ? one.path("id") : one).asLong(0);
            if (id > 0) {
                ids.add(id);
            }
        });
        return ids.stream().mapToLong(Long::longValue).min();
    }

    private Map<String, String> bySubSelect(List<String> thirdParties) {
        if (thirdParties.isEmpty()) {
            return Map.of();
        }
        Map<String, String> owners = new HashMap<>();
        String these = "(t.rowid:in:" + String.join(",", thirdParties) + ")";
        for (Long user : users()) {
            String filter = "(t.rowid:in:SELECT fk_soc FROM " + table + " WHERE fk_user=" + user + ") and " + these;
            for (JsonNode row : client.list("thirdparties", "id", filter, false).rows()) {
                owners.putIfAbsent(row.path("id").asString(""), user.toString()); // users come in rising order
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
