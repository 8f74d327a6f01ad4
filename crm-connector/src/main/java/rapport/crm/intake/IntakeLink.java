package rapport.crm.intake;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rapport.crm.mapping.Mapping;
import rapport.crm.spi.ChangePage;
import rapport.crm.spi.Checkpoint;
import rapport.crm.spi.ConnectionCheck;
import rapport.crm.spi.CrmChange;
import rapport.crm.spi.CrmField;
import rapport.crm.spi.CrmField.Kind;
import rapport.crm.spi.CrmLink;
import rapport.crm.spi.CrmRecord;
import rapport.crm.spi.CrmRef;
import rapport.crm.spi.CrmTeam;
import rapport.crm.spi.CrmType;
import rapport.crm.spi.CrmUser;
import rapport.crm.spi.Found;
import rapport.crm.spi.IdPage;
import rapport.crm.spi.Phrase;
import rapport.crm.spi.Tombstone;
import rapport.crm.spi.Unreadable;
import rapport.crm.spi.UserPage;

/** The way to the rows of one connection. */
public class IntakeLink implements CrmLink {
    public static final int PAGE_SIZE = 500;
    public static final List<CrmType> TYPES =
            List.of(CrmType.ACCOUNT, CrmType.CONTACT, CrmType.LEAD, CrmType.OPPORTUNITY);

    public static final Map<CrmType, List<CrmField>> FIELDS = Map.of(
            CrmType.ACCOUNT,
            withAccount(fields("industry", "type", "website", "phone", "email", "city", "country")),
            CrmType.CONTACT,
            withAccount(fields("title", "phone", "email", "city", "country")),
            CrmType.LEAD,
            withAccount(fields("stage", "company", "title", "phone", "email", "city", "country")),
            CrmType.OPPORTUNITY,
            withAccount(List.of(
                    new CrmField("name", Kind.TEXT),
                    new CrmField("owner", Kind.MEMBER),
                    new CrmField("stage", Kind.TEXT),
                    new CrmField("amount", Kind.MONEY),
                    new CrmField("probability", Kind.NUMBER),
                    new CrmField("closeOn", Kind.DATE),
                    new CrmField("won", Kind.BOOLEAN),
                    new CrmField("closed", Kind.BOOLEAN))));

    private final String connection;
    private final Intake intake;
    private final IntakeKey key;
    private final Mapping mapping;

    /** @param mapping the attributes that were declared as fields */
    public IntakeLink(String connection, Intake intake, IntakeKey key, Mapping mapping) {
        this.connection = connection;
        this.intake = intake;
        this.key = key;
        this.mapping = mapping;
    }

    /** What callers who hand in rows have to show. */
    public IntakeKey key() {
        return key;
    }

    private static List<CrmField> fields(String... texts) {
        List<CrmField> fields = new ArrayList<>();
        fields.add(new CrmField("name", Kind.TEXT));
        fields.add(new CrmField("owner", Kind.MEMBER));
        for (String text : texts) {
            fields.add(new CrmField(text, Kind.TEXT));
        }
        return fields;
    }

    private static List<CrmField> withAccount(List<CrmField> fields) {
        List<CrmField> all = new ArrayList<>(fields);
        all.add(new CrmField("account", Kind.RECORD));
        return List.copyOf(all);
    }

    @Override
    public List<ConnectionCheck> test() {
        if (!key.isSet()) {
            return List.of(ConnectionCheck.failed(
                    "key",
                    Phrase.of("check.key-short", IntakeKey.MIN_LENGTH).toString(),
                    Phrase.of("check.key-short.remedy").toString()));
        }
        Map<RowType, Integer> counts = intake.counts(connection);
        if (counts.isEmpty()) {
            return List.of(ConnectionCheck.warned(
                    "rows",
                    Phrase.of("check.no-rows").toString(),
                    Phrase.of("check.no-rows.remedy").toString()));
        }
        List<ConnectionCheck> checks = new ArrayList<>();
        counts.forEach((type, rows) -> checks.add(ConnectionCheck.passed(
                "rows of type " + type.word(),
                Phrase.of("check.some-rows", rows).toString())));
        return checks;
    }

    @Override
    public List<CrmTeam> teams() {
        List<CrmTeam> teams = new ArrayList<>();
        String last = "";
        List<StoredRow> rows;
        do {
            rows = intake.present(connection, RowType.TEAM, last, PAGE_SIZE);
            for (StoredRow row : rows) {
                teams.add(row.team());
                last = row.externalId();
            }
        } while (rows.size() == PAGE_SIZE);
        return teams;
    }

    @Override
    public UserPage users(@Nullable Checkpoint from) {
        List<StoredRow> rows = intake.present(connection, RowType.USER, from == null ? "" : from.value(), PAGE_SIZE);
        return new UserPage(rows.stream().map(StoredRow::user).toList(), List.of(), next(rows));
    }

    @Override
    public ChangePage read(CrmType type, @Nullable Checkpoint from) {
        IntakeCheckpoint at = IntakeCheckpoint.of(from);
        List<StoredRow> rows = intake.after(connection, of(type), at, PAGE_SIZE);
        StoredRow last = rows.isEmpty() ? null : rows.get(rows.size() - 1);
        Long total = at.seq() == 0 ? Long.valueOf(intake.counts(connection).getOrDefault(of(type), 0)) : null;
        List<CrmChange> changes = new ArrayList<>();
        List<Unreadable> unreadable = new ArrayList<>();
        rows.forEach(row -> understand(type, row, changes, unreadable));
        return new ChangePage(
                changes,
                unreadable,
                (last == null ? at : new IntakeCheckpoint(last.seq(), last.externalId())).toCheckpoint(),
                rows.size() == PAGE_SIZE,
                total);
    }

    @Override
    public IdPage ids(CrmType type, @Nullable Checkpoint from) {
        List<StoredRow> rows = intake.present(connection, of(type), from == null ? "" : from.value(), PAGE_SIZE);
        return new IdPage(rows.stream().map(StoredRow::externalId).toList(), next(rows));
    }

    /** What was never handed in is not there, as what is gone. */
    @Override
    public Found find(CrmType type, Collection<String> externalIds) {
        List<CrmRecord> records = new ArrayList<>();
        List<Tombstone> gone = new ArrayList<>();
        List<CrmChange> changes = new ArrayList<>();
        List<Unreadable> unreadable = new ArrayList<>();
        Set<String> missing = new HashSet<>(externalIds);
        if (!missing.isEmpty()) {
            for (StoredRow row : intake.find(connection, of(type), missing)) {
                missing.remove(row.externalId());
                understand(type, row, changes, unreadable);
            }
        }
        changes.forEach(change -> {
            if (change instanceof CrmRecord record) {
                records.add(record);
            } else {
                gone.add((Tombstone) change);
            }
        });
        missing.forEach(id -> gone.add(new Tombstone(new CrmRef(type, id), null, null)));
        return new Found(records, gone, unreadable);
    }

    /** Rows that are not kept, as they would be read once they are. */
    protected ChangePage shown(
            CrmType type, List<IntakeRow> rows, List<Unreadable> refused, Checkpoint next, boolean more) {
        List<CrmChange> changes = new ArrayList<>();
        List<Unreadable> unreadable = new ArrayList<>(refused);
        rows.forEach(row -> understand(type, StoredRow.notKept(row), changes, unreadable));
        return new ChangePage(changes, unreadable, next, more, null);
    }

    protected static CrmUser user(IntakeRow row) {
        return StoredRow.notKept(row).user();
    }

    protected static CrmTeam team(IntakeRow row) {
        return StoredRow.notKept(row).team();
    }

    /** A row was checked when it came in, all but the attributes that were declared since. */
    private void understand(CrmType type, StoredRow row, List<CrmChange> changes, List<Unreadable> unreadable) {
        try {
            changes.add(row.change(type, mapping.fields(type)));
        } catch (IllegalArgumentException e) {
            unreadable.add(new Unreadable(type, row.externalId(), String.valueOf(e.getMessage())));
        }
    }

    protected static RowType of(CrmType type) {
        return RowType.of(type.name()).orElseThrow(() -> new IllegalArgumentException("no rows are of type " + type));
    }

    private static @Nullable Checkpoint next(List<StoredRow> rows) {
        return rows.size() == PAGE_SIZE
                ? new Checkpoint(
                        Objects.requireNonNull(rows.get(rows.size() - 1)).externalId())
                : null;
    }
}
