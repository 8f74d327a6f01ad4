package rapport.crm.adapter.salesforce;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import rapport.crm.http.CrmJson;
import rapport.crm.mapping.Mapping;
import rapport.crm.spi.CallBudget;
import rapport.crm.spi.ChangePage;
import rapport.crm.spi.Checkpoint;
import rapport.crm.spi.ConnectionCheck;
import rapport.crm.spi.CrmAccess;
import rapport.crm.spi.CrmChange;
import rapport.crm.spi.CrmEdit;
import rapport.crm.spi.CrmFailure;
import rapport.crm.spi.CrmLink;
import rapport.crm.spi.CrmRecord;
import rapport.crm.spi.CrmRef;
import rapport.crm.spi.CrmTeam;
import rapport.crm.spi.CrmType;
import rapport.crm.spi.CrmUser;
import rapport.crm.spi.Found;
import rapport.crm.spi.IdPage;
import rapport.crm.spi.PageCall;
import rapport.crm.spi.PageVisit;
import rapport.crm.spi.Remedy;
import rapport.crm.spi.Tombstone;
import rapport.crm.spi.Unreadable;
import rapport.crm.spi.UserPage;
import rapport.crm.spi.WebhookRefused;
import rapport.crm.spi.WebhookSubscription;
import tools.jackson.databind.JsonNode;

/** The way to one Salesforce org. */
final class SalesforceLink implements CrmLink {
    static final String OUTBOUND_MESSAGE = "outbound-message";

    /** A batch of Apex may commit so much later than it stamped. */
    private static final Duration LEAST_OVERLAP = Duration.ofMinutes(10);

    /** The log of deletions costs a call and only tells what was purged before we saw it in the recycle bin. */
    private static final Duration BETWEEN_DELETION_LOGS = Duration.ofHours(1);

    private static final Duration BULK_POLL = Duration.ofSeconds(5);

    /** Some 200 ids of 18 characters keep the address below its limit of 16 kB. */
    private static final int IDS_PER_QUERY = 200;

    private static final List<String> USER =
            List.of("Id", "Name", "Username", "Email", "Title", "City", "LanguageLocaleKey", "IsActive", "UserType");

    private final String connection;
    private final Duration overlap;
    private final @Nullable String currency;
    private final long bulkAbove;
    private final List<SalesforceObject> objects;
    private final SalesforceClient client;
    private final SalesforceTeams related;
    private final @Nullable String consumerSecret;

    SalesforceLink(CrmAccess access, Clock clock, Mapping mapping) {
        this.connection = access.connection();
        this.overlap = access.overlap().compareTo(LEAST_OVERLAP) < 0 ? LEAST_OVERLAP : access.overlap();
        this.currency = access.options().get("currency");
        String above = access.options().getOrDefault("bulk-above", "10000");
        this.bulkAbove = above.matches("\\d{1,12}") ? Long.parseLong(above) : 10_000;
        this.objects = SalesforceObject.all(mapping);
        this.client = new SalesforceClient(access, clock);
        this.related = new SalesforceTeams(client, clock);
        this.consumerSecret = access.credential("consumer-secret");
    }

    /** Only the sign-in is used, whose session is shared between threads. */
    @Override
    public PageVisit visit(PageCall call) {
        if (consumerSecret == null) {
            throw new WebhookRefused(WebhookRefused.Reason.NOT_SIGNED, "no consumer-secret, which signs its requests");
        }
        CanvasRequest request = CanvasRequest.of(call.parameter(CanvasRequest.FIELD), consumerSecret);
        if (!request.org().equals(client.session().org())) {
            throw new WebhookRefused(WebhookRefused.Reason.NOT_SIGNED, "the signed request is of another org");
        }
        String record = request.recordId();
        CrmRef ref = record == null
                ? null
                : SalesforceObject.known(null, record)
                        .map(object -> new CrmRef(object.type(), SalesforceId.of("recordId", record)))
                        .orElse(null);
        return new PageVisit(request.user(), ref, request.signature());
    }

    @Override
    public List<ConnectionCheck> test() {
        List<ConnectionCheck> checks = new ArrayList<>();
        SalesforceSession session;
        try {
            session = client.session();
            checks.add(ConnectionCheck.passed("address", "Salesforce answers"));
            checks.add(ConnectionCheck.passed("sign-in", "signed in to the org " + session.org()));
        } catch (CrmFailure failure) {
            boolean refused = failure.remedy() != Remedy.RETRY;
            checks.add(refused ? ConnectionCheck.passed("address", "something answers") : failed("address", failure));
            checks.add(refused ? failed("sign-in", failure) : ConnectionCheck.skipped("sign-in"));
            List.of(
                            "read Account",
                            "read Contact",
                            "read Lead",
                            "read Opportunity",
                            "read User",
                            "view all",
                            "currency",
                            "calls")
                    .forEach(name -> checks.add(ConnectionCheck.skipped(name)));
            return checks;
        }
        for (SalesforceObject object : objects) {
            checks.add(readable(object));
        }
        checks.add(tried("read User", () -> client.fields("User").size() + " fields"));
        checks.add(viewAll(session));
        checks.add(currency());
        checks.add(tried("calls", client::dailyCalls));
        return checks;
    }

    private SalesforceObject object(CrmType type) {
        return objects.stream()
                .filter(known -> known.type().equals(type))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("record type: " + type + " (expected: one of this connection)"));
    }

    private ConnectionCheck readable(SalesforceObject object) {
        String name = "read " + object.objectName();
        try {
            if (isWithout(object)) {
                return ConnectionCheck.warned(
                        name,
                        "not for this user, so there are none",
                        "Give the integration user's permission set read on it, if it shall be shown.");
            }
            Set<String> fields = client.fields(object.objectName());
            List<String> hidden = object.fields().stream()
                    .filter(field -> isMissed(field, fields))
                    .toList();
            return hidden.isEmpty()
                    ? ConnectionCheck.passed(name, "with all fields")
                    : ConnectionCheck.warned(
                            name,
                            "without " + String.join(", ", hidden),
                            "Let the integration user's permission set read these fields.");
        } catch (CrmFailure failure) {
            return failed(name, failure);
        }
    }

    /** Leads are not in every edition, nor for every user; then there are none. */
    private boolean isWithout(SalesforceObject object) {
        return object.is(SalesforceObject.LEAD) && !client.knows(object.objectName());
    }

    /** Some fields exist only where a feature is on. */
    private static boolean isMissed(String field, Set<String> fields) {
        return !fields.contains(field)
                && !Set.of("PersonEmail", "IsPersonAccount", "CurrencyIsoCode", "Territory2Id")
                        .contains(field);
    }

    /** Without that right, what is missing is not what is gone, and the sweep would take the one for the other. */
    private ConnectionCheck viewAll(SalesforceSession session) {
        String name = "view all";
        try {
            SalesforceAnswer answer = client.query(
                    "SELECT SobjectType FROM ObjectPermissions WHERE PermissionsViewAllRecords = true AND SobjectType IN"
                            + " ('Account','Contact','Lead','Opportunity') AND ParentId IN (SELECT PermissionSetId FROM"
                            + " PermissionSetAssignment WHERE AssigneeId = '" + session.user() + "')",
                    false,
                    "ObjectPermissions",
                    "INVALID_TYPE",
                    "INVALID_FIELD",
                    "INSUFFICIENT_ACCESS");
            Set<String> lacking = new LinkedHashSet<>(List.of("Account", "Contact", "Opportunity"));
            if (!isWithout(SalesforceObject.LEAD)) {
                lacking.add("Lead");
            }
            answer.rows().forEach(row -> lacking.remove(row.path("SobjectType").asString("")));
            return lacking.isEmpty()
                    ? ConnectionCheck.passed(name, "all records of these objects")
                    : ConnectionCheck.warned(
                            name,
                            "not for " + String.join(", ", lacking)
                                    + "; records that it may not see would look deleted",
                            "Give the integration user's permission set View All on them.");
        } catch (CrmFailure failure) {
            return failed(name, failure);
        }
    }

    private ConnectionCheck currency() {
        String name = "currency";
        try {
            if (client.fields(SalesforceObject.OPPORTUNITY.objectName()).contains("CurrencyIsoCode")) {
                return ConnectionCheck.passed(name, "each opportunity names its own");
            }
            return currency != null
                    ? ConnectionCheck.passed(name, currency)
                    : ConnectionCheck.warned(
                            name,
                            "the org has one currency and names it nowhere; USD is shown",
                            "Set the option currency to its code.");
        } catch (CrmFailure failure) {
            return failed(name, failure);
        }
    }

    private interface Try {
        String found();
    }

    private static ConnectionCheck tried(String name, Try call) {
        try {
            return ConnectionCheck.passed(name, call.found());
        } catch (CrmFailure failure) {
            return failed(name, failure);
        }
    }

    private static ConnectionCheck failed(String name, CrmFailure failure) {
        String advice = failure.advice();
        return ConnectionCheck.failed(
                name, String.valueOf(failure.getMessage()), advice == null ? "It is tried again by itself." : advice);
    }

    /** Salesforce grants sight by roles, sharing rules and territories, which no call tells for one record. */
    @Override
    public Optional<CallBudget> callBudget() {
        return client.limits().budget();
    }

    @Override
    public List<CrmTeam> teams() {
        return List.of();
    }

    @Override
    public UserPage users(@Nullable Checkpoint from) {
        Set<String> visible = client.fields("User");
        String select = USER.stream().filter(visible::contains).collect(Collectors.joining(","));
        // Standard users are colleagues; the others are portals, bots and guests.
        String after = from != null && SalesforceId.is(from.value()) ? " AND Id > '" + from.value() + "'" : "";
        SalesforceAnswer page = client.query(
                "SELECT " + select + " FROM User WHERE UserType = 'Standard'" + after + " ORDER BY Id LIMIT "
                        + SalesforceClient.PAGE_SIZE,
                false,
                "User");
        List<CrmUser> users = new ArrayList<>();
        List<Unreadable> unreadable = new ArrayList<>();
        String last = null;
        for (JsonNode row : page.rows()) {
            last = id(row, "User");
            try {
                users.add(SalesforceMapper.user(CrmJson.read(row, SalesforceUser.class)));
            } catch (IllegalArgumentException e) {
                unreadable.add(new Unreadable(CrmType.USER, last, String.valueOf(e.getMessage())));
            }
        }
        boolean more = page.rows().size() >= SalesforceClient.PAGE_SIZE || page.locator() != null;
        return new UserPage(users, unreadable, more && last != null ? new Checkpoint(last) : null);
    }

    @Override
    public ChangePage read(CrmType type, @Nullable Checkpoint from) {
        SalesforceObject object = object(type);
        SalesforceCheckpoint checkpoint = SalesforceCheckpoint.of(from);
        String org = client.session().org();
        if (checkpoint.org() != null && !SalesforceId.same(checkpoint.org(), org)) {
            throw CrmFailure.stop(
                    connection + ": this is the org " + org + ", and what was read so far came from " + checkpoint.org()
                            + ".",
                    "A refreshed sandbox is another org: give it a connection of its own, or correct the address.");
        }
        SalesforceCheckpoint here = checkpoint.in(org);
        if (isWithout(object)) {
            return new ChangePage(List.of(), List.of(), here.toCheckpoint(), false, null);
        }
        if (here.job() != null) {
            return readBulk(object, here, here.job());
        }
        return here.walksAll() ? readAll(object, here) : readChanged(object, here);
    }

    private ChangePage readAll(SalesforceObject object, SalesforceCheckpoint checkpoint) {
        SalesforceAnswer page = ask(object, checkpoint, false);
        boolean first = checkpoint.id() == null;
        if (first && page.locator() != null && page.total() > bulkAbove) {
            Optional<String> job = client.startBulk(
                    "SELECT " + select(object) + " FROM " + object.objectName() + where(personAccounts(object)));
            if (job.isPresent()) {
                // This page's rows come again with the job's; they may as well be seen now.
                return page(object, page, checkpoint.inBulk(page.at(), job.get(), null), true, page.total());
            }
        }
        SalesforceCheckpoint next = page.locator() == null
                ? checkpoint.done(page.at(), checkpoint.began() == null ? page.at() : checkpoint.began())
                : checkpoint.after(page.at(), null, lastId(object, page), page.locator());
        return page(object, page, next, page.locator() != null, first ? page.total() : null);
    }

    private ChangePage readBulk(SalesforceObject object, SalesforceCheckpoint checkpoint, String job) {
        String state = client.bulkState(job).orElse("gone");
        switch (state) {
            case "JobComplete" -> {}
            case "UploadComplete", "InProgress" ->
                throw CrmFailure.wait(
                        connection + ": Salesforce is preparing the first load of " + object.objectName() + ".",
                        BULK_POLL);
            default -> {
                // Failed, aborted, or older than the week for which results are kept: by pages then, which is slower.
                return readAllByPages(object, checkpoint);
            }
        }
        SalesforceClient.BulkPage page = client.bulkResults(job, checkpoint.results());
        Understood understood = understand(object, page.rows());
        SalesforceCheckpoint next = page.next() == null
                ? checkpoint.done(page.at(), checkpoint.began())
                : checkpoint.inBulk(page.at(), job, page.next());
        return new ChangePage(
                understood.changes(), understood.unreadable(), next.toCheckpoint(), page.next() != null, null);
    }

    private ChangePage readAllByPages(SalesforceObject object, SalesforceCheckpoint failed) {
        SalesforceCheckpoint start = SalesforceCheckpoint.START.in(String.valueOf(failed.org()));
        SalesforceAnswer page = ask(object, start, false);
        SalesforceCheckpoint next = page.locator() == null
                ? start.done(page.at(), page.at())
                : start.after(page.at(), null, lastId(object, page), page.locator());
        return page(object, page, next, page.locator() != null, page.total());
    }

    private ChangePage readChanged(SalesforceObject object, SalesforceCheckpoint checkpoint) {
        SalesforceAnswer page = ask(object, checkpoint, true);
        if (page.refusedAs("QUERY_TIMEOUT")) {
            Instant from = lowerBound(checkpoint);
            Instant until = checkpoint.until() == null ? page.at() : checkpoint.until();
            Duration half = Duration.between(from, until).dividedBy(2);
            if (half.compareTo(Duration.ofSeconds(1)) < 0) {
                throw CrmFailure.retry(
                        connection + ": " + object.objectName() + " answered too late (QUERY_TIMEOUT)", null);
            }
            SalesforceCheckpoint cut = checkpoint.cutAt(page.at(), from.plusSeconds(half.toSeconds()));
            return new ChangePage(List.of(), List.of(), cut.toCheckpoint(), true, null);
        }
        if (page.locator() != null) {
            String stamp = page.rows().isEmpty()
                    ? checkpoint.stamp()
                    : page.rows()
                            .get(page.rows().size() - 1)
                            .path("SystemModstamp")
                            .asString(null);
            return page(
                    object, page, checkpoint.after(page.at(), stamp, lastId(object, page), page.locator()), true, null);
        }
        if (checkpoint.until() != null) {
            return page(object, page, checkpoint.behindTheCut(), true, null);
        }
        Understood understood = understand(object, page.rows());
        List<CrmChange> changes = new ArrayList<>(understood.changes());
        Instant deletesRead = addPurged(object, checkpoint, page.at(), changes);
        return new ChangePage(
                changes,
                understood.unreadable(),
                checkpoint.done(page.at(), deletesRead).toCheckpoint(),
                false,
                null);
    }

    /**
     * Records that left the recycle bin before we looked: queries do not show them any more, the log of deletions does. Where
     * the log was cut meanwhile, as it is after mass deletes, the sweep of ids has to find them.
     */
    private Instant addPurged(
            SalesforceObject object, SalesforceCheckpoint checkpoint, Instant now, List<CrmChange> changes) {
        Instant start = checkpoint.deletesRead();
        if (start == null) {
            return now;
        }
        if (Duration.between(start, now).compareTo(BETWEEN_DELETION_LOGS) < 0) {
            return start;
        }
        Optional<SalesforceClient.Deletions> log =
                client.deletions(object.objectName(), start.minus(LEAST_OVERLAP), now);
        if (log.isEmpty()) {
            return now;
        }
        Set<String> unseen =
                log.get().ids().stream().filter(SalesforceId::is).collect(Collectors.toCollection(LinkedHashSet::new));
        changes.forEach(change -> unseen.remove(change.ref().externalId()));
        if (!unseen.isEmpty()) {
            changes.addAll(
                    find(object.type(), unseen).gone()); // the recycle bin still knows into what some were merged
        }
        Instant readTo = log.get().readTo();
        return readTo != null && readTo.isAfter(start) ? readTo : now;
    }

    private Instant lowerBound(SalesforceCheckpoint checkpoint) {
        Instant from = checkpoint.from();
        return from != null ? from : Objects.requireNonNull(checkpoint.since()).minus(overlap);
    }

    /** By the CRM's cursor while it lives; by the last row seen when it does not. */
    private SalesforceAnswer ask(SalesforceObject object, SalesforceCheckpoint checkpoint, boolean changes) {
        String locator = checkpoint.locator();
        if (locator != null) {
            SalesforceAnswer answer = client.more(locator, object.objectName(), "INVALID_QUERY_LOCATOR");
            if (answer.refusal().isEmpty()) {
                return answer;
            }
        }
        SalesforceAnswer answer = changes
                ? client.query(changed(object, checkpoint), true, object.objectName(), "QUERY_TIMEOUT", "INVALID_FIELD")
                : client.query(all(object, checkpoint), false, object.objectName(), "INVALID_FIELD");
        if (!answer.refusedAs("INVALID_FIELD")) {
            return answer;
        }
        // Somebody took a field away from us since we asked which there are.
        client.forgetFields(object.objectName());
        return changes
                ? client.query(changed(object, checkpoint), true, object.objectName(), "QUERY_TIMEOUT")
                : client.query(all(object, checkpoint), false, object.objectName());
    }

    private String all(SalesforceObject object, SalesforceCheckpoint checkpoint) {
        List<String> conditions = personAccounts(object);
        if (SalesforceId.is(checkpoint.id())) {
            conditions.add("Id > '" + checkpoint.id() + "'");
        }
        return "SELECT " + select(object) + " FROM " + object.objectName() + where(conditions) + " ORDER BY Id";
    }

    private String changed(SalesforceObject object, SalesforceCheckpoint checkpoint) {
        List<String> conditions = personAccounts(object);
        String stamp = checkpoint.stamp();
        Instant last = stamp == null ? null : SalesforceClient.lenientTime(stamp);
        if (last != null && SalesforceId.is(checkpoint.id())) {
            String time = SalesforceClient.soqlTime(last);
            conditions.add("(SystemModstamp > " + time + " OR (SystemModstamp = " + time + " AND Id > '"
                    + checkpoint.id() + "'))");
        } else {
            conditions.add("SystemModstamp >= " + SalesforceClient.soqlTime(lowerBound(checkpoint)));
        }
        Instant until = checkpoint.until();
        if (until != null) {
            conditions.add("SystemModstamp < " + SalesforceClient.soqlTime(until));
        }
        return "SELECT " + select(object) + " FROM " + object.objectName() + where(conditions)
                + " ORDER BY SystemModstamp, Id";
    }

    /** A person that is an account has a contact too, which is the same person: we mirror the account. */
    private List<String> personAccounts(SalesforceObject object) {
        List<String> conditions = new ArrayList<>();
        if (object.is(SalesforceObject.CONTACT)
                && client.fields(object.objectName()).contains("IsPersonAccount")) {
            conditions.add("IsPersonAccount = false");
        }
        return conditions;
    }

    private static String where(List<String> conditions) {
        return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    }

    private String select(SalesforceObject object) {
        Set<String> visible = client.fields(object.objectName());
        for (String needed : SalesforceObject.NEEDED) {
            if (!visible.contains(needed)) {
                throw CrmFailure.reconnect(
                        connection + ": " + object.objectName() + " comes without " + needed + ".",
                        "Give the integration user's permission set read on " + object.objectName()
                                + " in Salesforce.");
            }
        }
        return object.fields().stream().filter(visible::contains).collect(Collectors.joining(","));
    }

    private String lastId(SalesforceObject object, SalesforceAnswer page) {
        if (page.rows().isEmpty()) {
            throw CrmFailure.retry(connection + ": " + object.objectName() + " has a page without rows", null);
        }
        return id(page.rows().get(page.rows().size() - 1), object.objectName());
    }

    @Override
    public IdPage ids(CrmType type, @Nullable Checkpoint from) {
        SalesforceObject object = object(type);
        if (isWithout(object)) {
            return new IdPage(List.of(), null);
        }
        List<String> conditions = personAccounts(object);
        if (from != null && SalesforceId.is(from.value())) {
            conditions.add("Id > '" + from.value() + "'");
        }
        SalesforceAnswer page = client.query(
                "SELECT Id FROM " + object.objectName() + where(conditions) + " ORDER BY Id LIMIT "
                        + SalesforceClient.PAGE_SIZE,
                false,
                object.objectName());
        List<String> ids = new ArrayList<>();
        String last = null;
        for (JsonNode row : page.rows()) {
            last = id(row, object.objectName());
            ids.add(last);
        }
        boolean more = ids.size() >= SalesforceClient.PAGE_SIZE || page.locator() != null;
        return new IdPage(ids, more && last != null ? new Checkpoint(last) : null);
    }

    @Override
    public Found find(CrmType type, Collection<String> externalIds) {
        SalesforceObject object = object(type);
        if (isWithout(object)) {
            return new Found(List.of(), List.of(), List.of()); // taken from us, which is not gone
        }
        List<Tombstone> gone = new ArrayList<>();
        List<JsonNode> rows = new ArrayList<>();
        Set<String> missing = new LinkedHashSet<>();
        for (String id : externalIds) {
            if (SalesforceId.is(id)) {
                missing.add(SalesforceId.of("id", id));
            } else {
                gone.add(new Tombstone(new CrmRef(type, id), null, null)); // was never one of them
            }
        }
        boolean persons = !personAccounts(object).isEmpty();
        List<String> asked = List.copyOf(missing);
        for (int start = 0; start < asked.size(); start += IDS_PER_QUERY) {
            String list = asked.subList(start, Math.min(start + IDS_PER_QUERY, asked.size())).stream()
                    .map(id -> "'" + id + "'")
                    .collect(Collectors.joining(","));
            String soql = "SELECT " + select(object) + " FROM " + object.objectName() + " WHERE Id IN (" + list + ")";
            SalesforceAnswer page = client.query(soql, true, object.objectName());
            while (true) {
                for (JsonNode row : page.rows()) {
                    missing.remove(id(row, object.objectName()));
                    if (!persons || !row.path("IsPersonAccount").asBoolean(false)) {
                        rows.add(row);
                    }
                }
                String locator = page.locator();
                if (locator == null) {
                    break;
                }
                page = client.more(locator, object.objectName());
            }
        }
        for (String id : missing) {
            // Purged, or hidden from us; asking for the one tells which, as far as the CRM tells it at all.
            if (client.exists(object.objectName(), id).equals(Optional.of(false))) {
                gone.add(new Tombstone(new CrmRef(type, id), null, null));
            }
        }
        List<CrmRecord> records = new ArrayList<>();
        Understood understood = understand(object, rows);
        for (CrmChange change : understood.changes()) {
            if (change instanceof CrmRecord found) {
                records.add(found);
            } else if (change instanceof Tombstone tombstone) {
                gone.add(tombstone);
            }
        }
        return new Found(records, gone, understood.unreadable());
    }

    @Override
    public List<CrmEdit> edits(CrmRef ref, Instant since) {
        SalesforceObject object = object(ref.type());
        if (!SalesforceId.is(ref.externalId())) {
            return List.of();
        }
        // Without tracking there is no such object; then who changed it is known only as far as the last writer.
        SalesforceAnswer page = client.query(
                "SELECT Field,OldValue,NewValue,CreatedById,CreatedDate FROM " + object.history() + " WHERE "
                        + object.historyParent() + " = '" + ref.externalId() + "' AND CreatedDate >= "
                        + SalesforceClient.soqlTime(since) + " ORDER BY CreatedDate",
                false,
                object.history(),
                "INVALID_TYPE",
                "INVALID_FIELD");
        List<SalesforceHistory> rows = new ArrayList<>();
        boolean money = false;
        for (JsonNode row : page.rows()) {
            try {
                SalesforceHistory history = CrmJson.read(row, SalesforceHistory.class);
                rows.add(history);
                money = money || "Amount".equals(history.field());
            } catch (IllegalArgumentException e) {
                // of a form that we do not know: it tells nothing
            }
        }
        try {
            return mapper().edits(object, rows, money ? currencyOf(ref) : null);
        } catch (IllegalArgumentException e) {
            return List.of(); // who changed it stays unknown
        }
    }

    private @Nullable String currencyOf(CrmRef ref) {
        if (!client.fields("Opportunity").contains("CurrencyIsoCode")) {
            return null;
        }
        SalesforceAnswer page = client.query(
                "SELECT Id,CurrencyIsoCode FROM Opportunity WHERE Id = '" + ref.externalId() + "'",
                true,
                "Opportunity");
        return page.rows().isEmpty()
                ? null
                : page.rows().get(0).path("CurrencyIsoCode").asString(null);
    }

    /** Outbound messages are made by an admin, not by us, and prove themselves by the org that they name. */
    @Override
    public List<WebhookSubscription> subscribe(Function<String, URI> address, List<WebhookSubscription> known) {
        String hook = address.apply(OUTBOUND_MESSAGE).toString();
        String soap = hook.replaceFirst("/api/hooks/", "/api/soap/");
        String org = client.session().org();
        // All come to one address; that of a declared object tells by its name which type it is.
        return Stream.concat(
                        Stream.of(new WebhookSubscription(OUTBOUND_MESSAGE, "", org, soap)),
                        objects.stream()
                                .filter(object -> object.object() != null)
                                .map(object ->
                                        new WebhookSubscription(object.type().name(), object.objectName(), org, soap)))
                .toList();
    }

    private ChangePage page(
            SalesforceObject object,
            SalesforceAnswer page,
            SalesforceCheckpoint next,
            boolean more,
            @Nullable Long total) {
        Understood understood = understand(object, page.rows());
        return new ChangePage(
                understood.changes(),
                understood.unreadable(),
                next.toCheckpoint(),
                more,
                total != null && total >= 0 ? total : null);
    }

    private record Understood(List<CrmChange> changes, List<Unreadable> unreadable) {}

    private Understood understand(SalesforceObject object, List<JsonNode> rows) {
        List<CrmChange> changes = new ArrayList<>(rows.size());
        List<Unreadable> unreadable = new ArrayList<>();
        SalesforceMapper words = mapper();
        Map<String, Set<String>> teams = related.members(object, rows);
        for (JsonNode row : rows) {
            try {
                changes.add(
                        row.path("IsDeleted").asBoolean(false)
                                ? words.tombstone(object, row)
                                : row.path("IsConverted").asBoolean(false)
                                        ? words.converted(row)
                                        : words.record(object, row, teams, related.territory(row)));
            } catch (IllegalArgumentException e) {
                unreadable.add(
                        new Unreadable(object.type(), row.path("Id").asString(null), String.valueOf(e.getMessage())));
            }
        }
        return new Understood(changes, unreadable);
    }

    private String id(JsonNode row, String object) {
        try {
            return SalesforceId.of("Id", row.path("Id").asString(null));
        } catch (IllegalArgumentException e) {
            throw CrmFailure.retry(connection + ": " + object + " has a row without an id", null);
        }
    }

    private SalesforceMapper mapper() {
        return new SalesforceMapper(client.session().instance(), currency == null ? "USD" : currency);
    }

    @Override
    public String toString() {
        return "SalesforceLink[" + connection + "]";
    }
}
