package rapport.crm.adapter.dolibarr;

import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import rapport.crm.http.IdWalk;
import rapport.crm.mapping.Mapping;
import rapport.crm.spi.ChangePage;
import rapport.crm.spi.Checkpoint;
import rapport.crm.spi.ConnectionCheck;
import rapport.crm.spi.CrmAccess;
import rapport.crm.spi.CrmChange;
import rapport.crm.spi.CrmFailure;
import rapport.crm.spi.CrmLink;
import rapport.crm.spi.CrmRecord;
import rapport.crm.spi.CrmRef;
import rapport.crm.spi.CrmTeam;
import rapport.crm.spi.CrmType;
import rapport.crm.spi.CrmUser;
import rapport.crm.spi.Found;
import rapport.crm.spi.IdPage;
import rapport.crm.spi.Remedy;
import rapport.crm.spi.Tombstone;
import rapport.crm.spi.Unreadable;
import rapport.crm.spi.UserPage;
import rapport.crm.spi.WebhookSubscription;
import tools.jackson.databind.JsonNode;

/** The way to one Dolibarr. */
final class DolibarrLink implements CrmLink {
    /** One address for them all: each call names its own. */
    static final String EVENTS = "events";

    private static final String USER = "id,login,firstname,lastname,email,job,lang,status,statut,socid,fk_soc";

    /** Of the newest projects at least one was hardly changed since it was made; its two stamps then differ by the clocks alone. */
    private static final int STAMPS_COMPARED = 50;

    private final String connection;
    private final CrmAccess access;
    private final Mapping mapping;
    private final DolibarrClient client;
    private @Nullable DolibarrClocks clocks;
    private @Nullable DolibarrMapper mapper;
    private @Nullable DolibarrOwners owners;

    DolibarrLink(CrmAccess access, Mapping mapping) {
        this.connection = access.connection();
        this.access = access;
        this.mapping = mapping;
        this.client = new DolibarrClient(access);
    }

    @Override
    public List<ConnectionCheck> test() {
        List<ConnectionCheck> checks = new ArrayList<>();
        JsonNode me;
        try {
            JsonNode status = client.get("status").path("success");
            checks.add(ConnectionCheck.passed(
                    "address",
                    "Dolibarr " + status.path("dolibarr_version").asString("?") + ", time zone "
                            + status.path("timestamp_php_tz").asString("?")));
            me = client.get("users/info?includepermissions=1");
            checks.add(ConnectionCheck.passed(
                    "sign-in", "signed in as " + me.path("login").asString("?")));
        } catch (CrmFailure failure) {
            boolean answers = failure.remedy() == Remedy.RECONNECT || failure.remedy() == Remedy.WAIT;
            if (checks.isEmpty()) {
                checks.add(
                        answers ? ConnectionCheck.passed("address", "something answers") : failed("address", failure));
            }
            boolean reached = checks.get(0).outcome() == ConnectionCheck.Outcome.PASSED;
            checks.add(reached ? failed("sign-in", failure) : ConnectionCheck.skipped("sign-in"));
            List.of("read third parties", "read contacts", "read projects", "read users", "all third parties")
                    .forEach(name -> checks.add(ConnectionCheck.skipped(name)));
            return checks;
        }
        checks.add(reads("third parties", DolibarrObject.THIRD_PARTY.path()));
        checks.add(reads("contacts", DolibarrObject.CONTACT.path()));
        checks.add(reads("projects", DolibarrObject.PROJECT.path()));
        checks.add(reads("users", "users"));
        mapping.objects().forEach(object -> checks.add(reads(object.crmName(), object.crmName())));
        checks.add(allThirdParties(me));
        checks.add(clocksAgree());
        checks.add(accountOwners());
        return checks;
    }

    private static ConnectionCheck failed(String name, CrmFailure failure) {
        String advice = failure.advice();
        return ConnectionCheck.failed(
                name, String.valueOf(failure.getMessage()), advice == null ? "It is tried again by itself." : advice);
    }

    private ConnectionCheck reads(String what, String path) {
        try {
            client.newest(path, "id", 1);
            return ConnectionCheck.passed("read " + what, "may read them");
        } catch (CrmFailure failure) {
            return failed("read " + what, failure);
        }
    }

    /** Without that right the list holds, without a word, only the third parties that the integration user represents. */
    private static ConnectionCheck allThirdParties(JsonNode me) {
        JsonNode rights = me.path("rights").path("societe");
        if (!rights.isObject()) {
            return ConnectionCheck.warned(
                    "all third parties",
                    "this version does not tell whether the integration user sees all third parties",
                    "See that it has the right \"extend access to all third parties\".");
        }
        JsonNode sees = rights.path("client").path("voir");
        return sees.asString("0").equals("1") || sees.asBoolean(false)
                ? ConnectionCheck.passed("all third parties", "sees all of them")
                : ConnectionCheck.failed(
                        "all third parties",
                        "sees only those it represents; the others would look deleted",
                        "Give the integration user the right \"extend access to all third parties\" in Dolibarr.");
    }

    /** A stamp of the database before the record was made shows how far its clock lags behind PHP's. */
    private ConnectionCheck clocksAgree() {
        try {
            DolibarrClocks known = clocks();
            Long lag = null;
            Instant at = Instant.EPOCH;
            for (JsonNode row : client.newest(DolibarrObject.PROJECT.path(), "id,date_c,date_m", STAMPS_COMPARED)
                    .rows()) {
                long made = row.path("date_c").asLong(0);
                long saved = row.path("date_m").asLong(0);
                if (made > 0 && saved > 0 && (lag == null || saved - made < lag)) {
                    lag = saved - made;
                    at = Instant.ofEpochSecond(made);
                }
            }
            if (lag == null || lag > -600) {
                return ConnectionCheck.passed("database clock", "no stamp lies before its record was made");
            }
            int offset = known.php().getRules().getOffset(at).getTotalSeconds() + (int) Math.round(lag / 900.0) * 900;
            String found = "the database's clock is " + Math.round(-lag / 60.0) + " minutes behind PHP's";
            return offset >= known.lowestOffset(at)
                    ? ConnectionCheck.passed("database clock", found + ", which is allowed for")
                    : ConnectionCheck.failed(
                            "database clock",
                            found + "; changes would be missed",
                            "Set database-time-zone to the zone of the database session, such as UTC or Europe/Paris.");
        } catch (CrmFailure failure) {
            return failed("database clock", failure);
        }
    }

    private ConnectionCheck accountOwners() {
        try {
            List<String> some = new ArrayList<>();
            client.newest(DolibarrObject.THIRD_PARTY.path(), "id", 1)
                    .rows()
                    .forEach(row -> some.add(row.path("id").asString("")));
            DolibarrOwners known = owners();
            known.of(some);
            return known.cannotBeRead()
                    ? ConnectionCheck.warned(
                            "account owners",
                            "this version cannot tell the sales representatives, so accounts have no owner",
                            "Allow sub-selects in filters, and set table-prefix if it is not llx_; or set account-owner to"
                                    + " none to leave it so.")
                    : ConnectionCheck.passed("account owners", "can be read");
        } catch (CrmFailure failure) {
            return failed("account owners", failure);
        }
    }

    /** User groups grant modules, not records. */
    @Override
    public List<CrmTeam> teams() {
        return List.of();
    }

    @Override
    public UserPage users(@Nullable Checkpoint from) {
        long last = from == null ? 0 : number(from.value());
        DolibarrList page = client.list("users", USER, after(last), false);
        List<CrmUser> users = new ArrayList<>();
        List<Unreadable> unreadable = new ArrayList<>();
        for (JsonNode row : page.rows()) {
            last = id(row, "users");
            try {
                DolibarrMapper.user(DolibarrMapper.wire(row, DolibarrUser.class))
                        .ifPresent(users::add);
            } catch (IllegalArgumentException e) {
                unreadable.add(new Unreadable(CrmType.USER, Long.toString(last), String.valueOf(e.getMessage())));
            }
        }
        return new UserPage(users, unreadable, page.more() ? new Checkpoint(Long.toString(last)) : null);
    }

    @Override
    public ChangePage read(CrmType type, @Nullable Checkpoint from) {
        DolibarrObject object = DolibarrObject.of(type, mapping);
        IdWalk checkpoint = IdWalk.of(from);
        Instant since = checkpoint.since();
        String filter = since == null
                ? and(object.ours(), after(checkpoint.id()))
                : and(changed(object, since.minus(access.overlap())), after(checkpoint.id()));
        DolibarrList page =
                client.list(object.path(), object.properties(), filter, since == null && checkpoint.begins());
        List<CrmRecord> records = new ArrayList<>(page.rows().size());
        List<Tombstone> tombstones = new ArrayList<>();
        List<Unreadable> unreadable = new ArrayList<>();
        understand(object, page.rows(), records, tombstones, unreadable);
        List<CrmChange> changes = new ArrayList<>(records);
        if (since != null) {
            changes.addAll(tombstones); // in the first walk nobody knew them
        }
        boolean more = page.more();
        IdWalk next = more
                ? checkpoint.after(page.at(), id(page.rows().get(page.rows().size() - 1), object.path()))
                : checkpoint.done(page.at());
        return new ChangePage(changes, unreadable, next.toCheckpoint(), more, page.total());
    }

    @Override
    public IdPage ids(CrmType type, @Nullable Checkpoint from) {
        DolibarrObject object = DolibarrObject.of(type, mapping);
        long last = from == null ? 0 : number(from.value());
        DolibarrList page = client.list(object.path(), "id", and(object.ours(), after(last)), false);
        List<String> ids = new ArrayList<>(page.rows().size());
        for (JsonNode row : page.rows()) {
            last = id(row, object.path());
            ids.add(Long.toString(last));
        }
        return new IdPage(ids, page.more() ? new Checkpoint(Long.toString(last)) : null);
    }

    @Override
    public Found find(CrmType type, Collection<String> externalIds) {
        DolibarrObject object = DolibarrObject.of(type, mapping);
        List<CrmRecord> records = new ArrayList<>();
        List<Tombstone> gone = new ArrayList<>();
        List<Unreadable> unreadable = new ArrayList<>();
        Set<String> missing = new LinkedHashSet<>(externalIds);
        List<String> asked = missing.stream().filter(DolibarrLink::isId).toList();
        for (int start = 0; start < asked.size(); start += DolibarrClient.PAGE_SIZE) {
            List<String> some = asked.subList(start, Math.min(start + DolibarrClient.PAGE_SIZE, asked.size()));
            DolibarrList page = client.list(
                    object.path(), object.properties(), "(t.rowid:in:" + String.join(",", some) + ")", false);
            page.rows().forEach(row -> missing.remove(Long.toString(id(row, object.path()))));
            understand(object, page.rows(), records, gone, unreadable);
        }
        // Lists hide what this user may not see; only asking for the one tells whether it is gone.
        for (String id : missing) {
            DolibarrClient.Lookup lookup = isId(id)
                    ? client.lookUp(object.path() + "/" + id)
                    : new DolibarrClient.Lookup(Optional.empty(), false);
            if (lookup.body().isPresent()) {
                understand(object, List.of(lookup.body().get()), records, gone, unreadable);
            } else if (!lookup.forbidden()) {
                gone.add(new Tombstone(new CrmRef(type, id), null, null));
            }
        }
        return new Found(records, gone, unreadable);
    }

    /** There is nothing to call: the admin enters the address, that of a declared list on its own. */
    @Override
    public List<WebhookSubscription> subscribe(Function<String, URI> address, List<WebhookSubscription> known) {
        return Stream.concat(
                        Stream.of(EVENTS),
                        mapping.objects().stream().map(object -> object.type().name()))
                .map(event -> new WebhookSubscription(
                        event, "", "", address.apply(event).toString()))
                .toList();
    }

    private void understand(
            DolibarrObject object,
            List<JsonNode> rows,
            List<CrmRecord> records,
            List<Tombstone> tombstones,
            List<Unreadable> unreadable) {
        Map<String, JsonNode> ours = new LinkedHashMap<>();
        for (JsonNode row : rows) {
            String id = Long.toString(id(row, object.path()));
            if (isOurs(object, row)) {
                ours.put(id, row);
            } else {
                tombstones.add(new Tombstone(new CrmRef(object.type(), id), null, null));
            }
        }
        Map<String, List<String>> inCharge =
                object.isThirdParty() && !ours.isEmpty() ? owners().of(List.copyOf(ours.keySet())) : Map.of();
        ours.forEach((id, row) -> {
            try {
                records.add(mapper().record(object, row, inCharge.getOrDefault(id, List.of())));
            } catch (IllegalArgumentException e) {
                unreadable.add(new Unreadable(object.type(), id, String.valueOf(e.getMessage())));
            }
        });
    }

    /** A contact that became private and a project that is no opportunity any more leave us. */
    private static boolean isOurs(DolibarrObject object, JsonNode row) {
        if (object.object() != null || object.isThirdParty()) {
            return true;
        }
        return object.type().equals(CrmType.CONTACT)
                ? !row.path("priv").asString("0").equals("1")
                : !row.has("usage_opportunity")
                        || row.path("usage_opportunity").asString("0").equals("1");
    }

    private long id(JsonNode row, String path) {
        String id = row.path("id").asString("");
        if (!isId(id)) {
            throw CrmFailure.retry(connection + ": " + path + " has a row without an id", null);
        }
        return Long.parseLong(id);
    }

    /** Ids come from checkpoints and webhooks too; they go into filters and paths. */
    private static boolean isId(String id) {
        return id.matches("[1-9]\\d{0,17}");
    }

    private static long number(String checkpoint) {
        return isId(checkpoint) ? Long.parseLong(checkpoint) : 0;
    }

    private static String after(long id) {
        return id == 0 ? "" : "(t.rowid:>:" + id + ")";
    }

    private String changed(DolibarrObject object, Instant since) {
        String from = clocks().earliest(since, Instant.now());
        String changed = "(t.tms:>=:'" + from + "')";
        return object.extraAlias() == null
                ? changed
                : "(" + changed + " or (" + object.extraAlias() + ".tms:>=:'" + from + "'))";
    }

    private static String and(@Nullable String one, String other) {
        return one == null ? other : other.isEmpty() ? one : one + " and " + other;
    }

    private DolibarrClocks clocks() {
        DolibarrClocks known = clocks;
        if (known == null) {
            String setting = access.options().get("database-time-zone");
            ZoneId database = null;
            if (setting != null && !setting.isBlank()) {
                try {
                    database = ZoneId.of(setting.strip());
                } catch (DateTimeException e) {
                    throw CrmFailure.stop(
                            connection + ": database-time-zone: \"" + setting
                                    + "\" (expected: a zone such as Europe/Paris).",
                            "Correct the setting database-time-zone, or leave it out.");
                }
            }
            known = new DolibarrClocks(
                    DolibarrClocks.zone(client.get("status")
                            .path("success")
                            .path("timestamp_php_tz")
                            .asString(null)),
                    database);
            clocks = known;
        }
        return known;
    }

    private DolibarrMapper mapper() {
        DolibarrMapper known = mapper;
        if (known == null) {
            Map<String, String> options = access.options();
            known = new DolibarrMapper(
                    options.getOrDefault("record-url", client.site()).replaceAll("/+$", ""),
                    clocks(),
                    options.getOrDefault("currency", "EUR").strip(),
                    stages(options.get("stages")),
                    authorsOwn(options.get("opportunity-owner")));
            mapper = known;
        }
        return known;
    }

    private DolibarrOwners owners() {
        DolibarrOwners known = owners;
        if (known == null) {
            known = new DolibarrOwners(
                    client,
                    DolibarrOwners.Way.of(connection, access.options().get("account-owner")),
                    connection,
                    access.options().getOrDefault("table-prefix", "llx_").strip());
            owners = known;
        }
        return known;
    }

    /** {@code 1 = Prospection, 8 = Tender}: what differs from the dictionary as installed. */
    private Map<String, String> stages(@Nullable String setting) {
        Map<String, String> stages = new HashMap<>(DolibarrMapper.STAGES);
        if (setting != null && !setting.isBlank()) {
            for (String stage : setting.split(",")) {
                String[] parts = stage.split("=", 2);
                if (parts.length != 2 || !isId(parts[0].strip()) || parts[1].isBlank()) {
                    throw CrmFailure.stop(
                            connection + ": stages: \"" + stage.strip() + "\" (expected: 1 = Name, 2 = Name, ...).",
                            "Correct the setting stages.");
                }
                stages.put(parts[0].strip(), parts[1].strip());
            }
        }
        return Map.copyOf(stages);
    }

    private boolean authorsOwn(@Nullable String setting) {
        return switch (setting == null ? "author" : setting.strip()) {
            case "author" -> true;
            case "none" -> false;
            default ->
                throw CrmFailure.stop(
                        connection + ": opportunity-owner: \"" + setting + "\" (expected: author or none).",
                        "Set opportunity-owner to one of them, or leave it out.");
        };
    }
}
