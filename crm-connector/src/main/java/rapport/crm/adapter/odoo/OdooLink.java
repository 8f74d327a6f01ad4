package rapport.crm.adapter.odoo;

import java.net.URI;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import rapport.crm.http.CrmJson;
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

/** The way to one Odoo. */
final class OdooLink implements CrmLink {
    /** One address for them all: each call names its own. */
    static final String EVENTS = "events";

    private static final List<String> USER = List.of("name", "login", "email", "function", "active", "lang");

    /** Imports hold their transaction open for minutes, and their stamps are of its start. */
    private static final Duration SHORTEST_OVERLAP = Duration.ofMinutes(10);

    /** Each costs a call; a sweep that finds more of them gone at once has met no merge. */
    private static final int MERGES_LOOKED_FOR = 20;

    /** So long what was read of teams and stages may go on; a change of them is no change of their records. */
    private static final Duration TEAMS_STAND_FOR = Duration.ofMinutes(10);

    private static final long WARN_DAYS_BEFORE_EXPIRY = 30;

    private final Clock clock;
    private final String connection;
    private final CrmAccess access;
    private final Mapping mapping;
    private final OdooClient client;
    private Set<Long> wonStages = Set.of();
    private Map<Long, Set<String>> teams = Map.of();
    private Instant teamsReadAt = Instant.EPOCH;
    private final OdooMapper mapper;
    private final Duration overlap;
    private final boolean withPortal;

    OdooLink(CrmAccess access, Mapping mapping, Clock clock) {
        this.clock = clock;
        this.connection = access.connection();
        this.access = access;
        this.mapping = mapping;
        this.client = new OdooClient(access);
        this.mapper = new OdooMapper(
                access.options()
                        .getOrDefault("record-url", client.base() + "/web#id={id}&model={model}&view_type=form"),
                access.options().getOrDefault("currency", "EUR").strip());
        this.overlap = access.overlap().compareTo(SHORTEST_OVERLAP) < 0 ? SHORTEST_OVERLAP : access.overlap();
        this.withPortal =
                access.options().getOrDefault("portal-contacts", "no").strip().equals("yes");
    }

    @Override
    public List<ConnectionCheck> test() {
        List<ConnectionCheck> checks = new ArrayList<>();
        try {
            checks.add(ConnectionCheck.passed("address", "Odoo " + client.version()));
            client.count("res.users", List.of(List.of("share", "=", false)));
            checks.add(ConnectionCheck.passed("sign-in", "the key is accepted"));
        } catch (CrmFailure failure) {
            boolean answers = failure.remedy() == Remedy.RECONNECT || failure.remedy() == Remedy.WAIT;
            if (checks.isEmpty()) {
                checks.add(
                        answers ? ConnectionCheck.passed("address", "something answers") : failed("address", failure));
            }
            boolean reached = checks.get(0).outcome() == ConnectionCheck.Outcome.PASSED;
            checks.add(reached ? failed("sign-in", failure) : ConnectionCheck.skipped("sign-in"));
            List.of("read contacts", "read opportunities", "read users")
                    .forEach(name -> checks.add(ConnectionCheck.skipped(name)));
            return checks;
        }
        checks.add(reads("contacts", OdooModel.PARTNER, asked(CrmType.ACCOUNT, CrmType.CONTACT)));
        checks.add(reads("opportunities", OdooModel.LEAD, asked(CrmType.OPPORTUNITY, CrmType.LEAD)));
        mapping.objects().forEach(object -> {
            OdooModel model = OdooModel.of(object.type(), mapping);
            checks.add(reads(object.type().name(), model, model.fields()));
        });
        checks.add(reads("users", new OdooModel("res.users", USER, List.of(), null), USER));
        String expires = access.options().get("api-key-expires");
        if (expires != null && !expires.isBlank()) {
            checks.add(expiry(expires.strip(), LocalDate.now(ZoneOffset.UTC)));
        }
        return checks;
    }

    private static ConnectionCheck failed(String name, CrmFailure failure) {
        String advice = failure.advice();
        return ConnectionCheck.failed(
                name, String.valueOf(failure.getMessage()), advice == null ? "It is tried again by itself." : advice);
    }

    private List<String> asked(CrmType... types) {
        return Stream.of(types)
                .flatMap(type -> OdooModel.of(type, mapping).fields().stream())
                .distinct()
                .toList();
    }

    private ConnectionCheck reads(String what, OdooModel model, List<String> fields) {
        try {
            client.searchRead(model.model(), fields, and(model, List.of(), List.of()), "id", 1);
            return ConnectionCheck.passed("read " + what, "may read them");
        } catch (CrmFailure failure) {
            return failed("read " + what, failure);
        }
    }

    /** Odoo does not tell when a key expires; the admin did. */
    static ConnectionCheck expiry(String setting, LocalDate today) {
        String advice = "Make a new API key in Odoo, then set api-key and api-key-expires.";
        try {
            long days = ChronoUnit.DAYS.between(today, LocalDate.parse(setting));
            if (days < 0) {
                return ConnectionCheck.failed("key expiry", "the key expired on " + setting, advice);
            }
            return days > WARN_DAYS_BEFORE_EXPIRY
                    ? ConnectionCheck.passed("key expiry", "the key is good until " + setting)
                    : ConnectionCheck.warned("key expiry", "the key expires in " + days + " days", advice);
        } catch (DateTimeException e) {
            return ConnectionCheck.failed(
                    "key expiry", "api-key-expires is no day", "Write api-key-expires as 2027-01-31, or leave it out.");
        }
    }

    /** Sales teams group people and goals; sight of records comes from rights and record rules. */
    @Override
    public List<CrmTeam> teams() {
        return List.of();
    }

    @Override
    public UserPage users(@Nullable Checkpoint from) {
        long last = from == null ? 0 : number(from.value());
        List<JsonNode> rows = client.searchRead(
                        "res.users",
                        USER,
                        and(OdooModel.PARTNER, List.of(List.of("share", "=", false)), after(last)),
                        "id",
                        OdooClient.PAGE_SIZE)
                .rows();
        List<CrmUser> users = new ArrayList<>();
        List<Unreadable> unreadable = new ArrayList<>();
        for (JsonNode row : rows) {
            last = id(row, "res.users");
            try {
                OdooMapper.user(read(row, OdooUser.class)).ifPresent(users::add);
            } catch (IllegalArgumentException e) {
                unreadable.add(new Unreadable(CrmType.USER, Long.toString(last), String.valueOf(e.getMessage())));
            }
        }
        boolean more = rows.size() >= OdooClient.PAGE_SIZE;
        return new UserPage(users, unreadable, more ? new Checkpoint(Long.toString(last)) : null);
    }

    @Override
    public ChangePage read(CrmType type, @Nullable Checkpoint from) {
        OdooModel model = OdooModel.of(type, mapping);
        IdWalk checkpoint = IdWalk.of(from);
        Instant since = checkpoint.since();
        // Changes are read whatever the type, since one that left this type would not be found by it.
        List<List<Object>> kind = since == null
                ? model.only(type, withPortal)
                : List.of(List.of(
                        "write_date",
                        ">=",
                        OdooMapper.TIME.format(since.minus(overlap).atOffset(ZoneOffset.UTC))));
        OdooClient.Rows page = client.searchRead(
                model.model(), model.fields(), and(model, kind, after(checkpoint.id())), "id", OdooClient.PAGE_SIZE);
        boolean more = page.rows().size() >= OdooClient.PAGE_SIZE;
        List<CrmRecord> records = new ArrayList<>(page.rows().size());
        List<Tombstone> tombstones = new ArrayList<>();
        List<Unreadable> unreadable = new ArrayList<>();
        understand(type, page.rows(), records, tombstones, unreadable);
        List<CrmChange> changes = new ArrayList<>(records);
        Long total = null;
        if (since != null) {
            changes.addAll(tombstones);
        } else if (checkpoint.begins()) {
            total = more
                    ? client.count(model.model(), and(model, kind, List.of()))
                    : (long) page.rows().size();
        }
        IdWalk next = more
                ? checkpoint.after(page.at(), id(page.rows().get(page.rows().size() - 1), model.model()))
                : checkpoint.done(page.at());
        return new ChangePage(changes, unreadable, next.toCheckpoint(), more, total);
    }

    @Override
    public IdPage ids(CrmType type, @Nullable Checkpoint from) {
        long last = from == null ? 0 : number(from.value());
        OdooModel model = OdooModel.of(type, mapping);
        List<Long> ids = client.search(
                model.model(), and(model, model.only(type, withPortal), after(last)), OdooClient.PAGE_SIZE);
        boolean more = ids.size() >= OdooClient.PAGE_SIZE;
        return new IdPage(
                ids.stream().map(String::valueOf).toList(),
                more ? new Checkpoint(String.valueOf(ids.get(ids.size() - 1))) : null);
    }

    @Override
    public Found find(CrmType type, Collection<String> externalIds) {
        OdooModel model = OdooModel.of(type, mapping);
        List<CrmRecord> records = new ArrayList<>();
        List<Tombstone> gone = new ArrayList<>();
        List<Unreadable> unreadable = new ArrayList<>();
        Set<String> missing = new LinkedHashSet<>(externalIds);
        List<Long> asked =
                missing.stream().filter(OdooLink::isId).map(Long::parseLong).toList();
        for (int start = 0; start < asked.size(); start += OdooClient.PAGE_SIZE) {
            List<Long> some = asked.subList(start, Math.min(start + OdooClient.PAGE_SIZE, asked.size()));
            List<JsonNode> rows = client.searchRead(
                            model.model(),
                            model.fields(),
                            and(model, List.of(List.of("id", "in", some)), List.of()),
                            "id",
                            OdooClient.PAGE_SIZE)
                    .rows();
            rows.forEach(row -> missing.remove(Long.toString(id(row, model.model()))));
            understand(type, rows, records, gone, unreadable);
        }
        List<String> deleted = missing.stream()
                .filter(id ->
                        !isId(id) || client.existence(model.model(), Long.parseLong(id)) == OdooClient.Existence.GONE)
                .toList();
        boolean looks = model.isPartner() && deleted.size() <= MERGES_LOOKED_FOR;
        for (String id : deleted) {
            gone.add(new Tombstone(new CrmRef(type, id), looks && isId(id) ? winner(id) : null, null));
        }
        return new Found(records, gone, unreadable);
    }

    /** A merge leaves a note on the winner that names the loser's id at its end, whatever the language of the rest. */
    private @Nullable CrmRef winner(String loser) {
        try {
            List<JsonNode> notes = client.searchRead(
                            "mail.message",
                            List.of("res_id"),
                            List.of(
                                    List.of("model", "=", OdooModel.PARTNER.model()),
                                    List.of("message_type", "=", "notification"),
                                    List.of("body", "ilike", "(ID " + loser + ")")),
                            "id desc",
                            1)
                    .rows();
            long winner = notes.isEmpty() ? 0 : notes.get(0).path("res_id").asLong(0);
            if (winner == 0 || Long.toString(winner).equals(loser)) {
                return null;
            }
            List<JsonNode> rows = client.searchRead(
                            OdooModel.PARTNER.model(),
                            OdooModel.PARTNER.fields(),
                            and(OdooModel.PARTNER, List.of(List.of("id", "=", winner)), List.of()),
                            "id",
                            1)
                    .rows();
            CrmType type = rows.isEmpty() ? null : OdooModel.PARTNER.typeOf(rows.get(0), withPortal);
            return type == null ? null : new CrmRef(type, Long.toString(winner));
        } catch (CrmFailure failure) {
            if (failure.remedy() == Remedy.RECONNECT || failure.remedy() == Remedy.STOP) {
                return null; // notes are not for this user, or not in this Odoo: the record is gone all the same
            }
            throw failure;
        }
    }

    /** There is nothing to call: the admin enters the address, that of a declared model on its own. */
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
            CrmType type,
            List<JsonNode> rows,
            List<CrmRecord> records,
            List<Tombstone> tombstones,
            List<Unreadable> unreadable) {
        OdooModel model = OdooModel.of(type, mapping);
        List<JsonNode> ours = new ArrayList<>(rows.size());
        for (JsonNode row : rows) {
            String id = Long.toString(id(row, model.model()));
            CrmType now = model.typeOf(row, withPortal);
            if (type.equals(now)) {
                ours.add(row);
            } else {
                tombstones.add(new Tombstone(new CrmRef(type, id), now == null ? null : new CrmRef(now, id), null));
            }
        }
        String partnerField = model.partnerField();
        Map<Long, String> companies = partnerField == null ? Map.of() : companies(ours, partnerField);
        if (model.isLead() && !ours.isEmpty()) {
            readTeams();
        }
        for (JsonNode row : ours) {
            try {
                String account = partnerField == null ? null : companies.get(reference(row.path(partnerField)));
                if (model.object() != null) {
                    records.add(mapper.own(model, model.object(), row, account));
                } else if (model.isLead()) {
                    OdooLead lead = read(row, OdooLead.class);
                    OdooReference team = lead.team_id();
                    records.add(mapper.lead(
                            type,
                            lead,
                            account,
                            lead.stage_id() != null
                                    && wonStages.contains(lead.stage_id().id()),
                            team == null ? Set.of() : teams.getOrDefault(team.id(), Set.of()),
                            mapper.ownFields(model, row)));
                } else {
                    OdooPartner partner = read(row, OdooPartner.class);
                    Map<String, Object> own = mapper.ownFields(model, row);
                    records.add(
                            type.equals(CrmType.ACCOUNT) ? mapper.account(partner, own) : mapper.contact(partner, own));
                }
            } catch (IllegalArgumentException e) {
                unreadable.add(
                        new Unreadable(type, Long.toString(id(row, model.model())), String.valueOf(e.getMessage())));
            }
        }
    }

    /** By partner, the company that it is or belongs to: a lead names a company or a person without telling which. */
    private Map<Long, String> companies(List<JsonNode> rows, String field) {
        Set<Long> partners = new LinkedHashSet<>();
        for (JsonNode row : rows) {
            long id = reference(row.path(field));
            if (id > 0) {
                partners.add(id);
            }
        }
        Map<Long, String> companies = new HashMap<>();
        if (partners.isEmpty()) {
            return companies;
        }
        List<JsonNode> found = client.searchRead(
                        OdooModel.PARTNER.model(),
                        List.of("is_company", "commercial_partner_id"),
                        and(OdooModel.PARTNER, List.of(List.of("id", "in", List.copyOf(partners))), List.of()),
                        "id",
                        OdooClient.PAGE_SIZE)
                .rows();
        for (JsonNode row : found) {
            long id = id(row, OdooModel.PARTNER.model());
            long company = row.path("is_company").asBoolean(false) ? id : reference(row.path("commercial_partner_id"));
            if (company > 0 && (company != id || row.path("is_company").asBoolean(false))) {
                companies.put(id, Long.toString(company));
            }
        }
        return companies;
    }

    /**
     * Who is on a sales team, and which stages win. What this user may not read, or this version has not, is left out; what is
     * refused only now stays as it was, since records that happen to change would lose their teams one by one.
     */
    private void readTeams() {
        if (teamsReadAt.plus(TEAMS_STAND_FOR).isAfter(clock.instant())) {
            return;
        }
        wonStages = optional("crm.stage", List.of("is_won")).map(OdooLink::won).orElse(wonStages);
        teams = optional("crm.team", List.of("user_id", "member_ids"))
                .map(OdooLink::members)
                .orElse(teams);
        teamsReadAt = clock.instant();
    }

    private static Set<Long> won(List<JsonNode> stages) {
        Set<Long> won = new HashSet<>();
        for (JsonNode stage : stages) {
            if (stage.path("is_won").asBoolean(false)) {
                won.add(stage.path("id").asLong(0));
            }
        }
        return won;
    }

    private static Map<Long, Set<String>> members(List<JsonNode> teams) {
        Map<Long, Set<String>> members = new HashMap<>();
        for (JsonNode team : teams) {
            Set<String> users = new HashSet<>();
            team.path("member_ids").forEach(user -> users.add(user.asString()));
            long leader = reference(team.path("user_id"));
            if (leader > 0) {
                users.add(Long.toString(leader));
            }
            members.put(team.path("id").asLong(0), users);
        }
        return members;
    }

    /** Empty where it is refused. */
    private Optional<List<JsonNode>> optional(String model, List<String> fields) {
        try {
            return Optional.of(client.searchRead(model, fields, List.of(), "id", OdooClient.PAGE_SIZE)
                    .rows());
        } catch (CrmFailure failure) {
            if (failure.remedy() == Remedy.RECONNECT || failure.remedy() == Remedy.STOP) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    /** Of {@code [6, "Chloe Conti"]} or a plain id; 0 for none. */
    private static long reference(JsonNode node) {
        return (node.isArray() ? node.path(0) : node).asLong(0);
    }

    private static <T> T read(JsonNode row, Class<T> wire) {
        return CrmJson.read(OdooClient.JSON, row, wire, "as in Odoo 14 to 19");
    }

    private long id(JsonNode row, String model) {
        long id = row.path("id").asLong(0);
        if (id <= 0) {
            throw CrmFailure.retry(connection + ": " + model + " has a row without an id", null);
        }
        return id;
    }

    private static boolean isId(String id) {
        return id.matches("[1-9]\\d{0,17}");
    }

    private static long number(String checkpoint) {
        return isId(checkpoint) ? Long.parseLong(checkpoint) : 0;
    }

    private static List<List<Object>> after(long id) {
        return id == 0 ? List.of() : List.of(List.of("id", ">", id));
    }

    /** With archived rows; whether a declared model has such is not known, so there the context alone asks for them. */
    private static List<List<Object>> and(OdooModel model, List<List<Object>> one, List<List<Object>> other) {
        List<List<Object>> all = new ArrayList<>(one);
        if (model.object() == null) {
            all.add(OdooClient.ARCHIVED_TOO);
        }
        all.addAll(other);
        return all;
    }
}
