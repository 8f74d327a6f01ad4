package rapport.crm.adapter.csv;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import rapport.crm.intake.Intake;
import rapport.crm.intake.IntakeFile;
import rapport.crm.intake.IntakeFiles;
import rapport.crm.intake.IntakeKey;
import rapport.crm.intake.IntakeLink;
import rapport.crm.intake.IntakeRow;
import rapport.crm.intake.Refusal;
import rapport.crm.intake.RowReader;
import rapport.crm.intake.RowRefused;
import rapport.crm.intake.RowType;
import rapport.crm.mapping.Mapping;
import rapport.crm.spi.ChangePage;
import rapport.crm.spi.Checkpoint;
import rapport.crm.spi.ConnectionCheck;
import rapport.crm.spi.CrmFailure;
import rapport.crm.spi.CrmTeam;
import rapport.crm.spi.CrmType;
import rapport.crm.spi.Phrase;
import rapport.crm.spi.Unreadable;
import rapport.crm.spi.UserPage;

/** The way to the files of one connection. */
public final class CsvLink extends IntakeLink {
    private static final int BATCH = 500;
    private static final int TRIED_ROWS = 100;

    private final String connection;
    private final CsvSettings settings;
    private final IntakeFiles files;
    private final CsvFolder folder;
    private final Map<RowType, Open> open = new EnumMap<>(RowType.class);

    /** A file that is being read. */
    private record Open(IntakeFile state, CsvFile file) {}

    CsvLink(String connection, Intake intake, IntakeFiles files, IntakeKey key, Mapping mapping, CsvSettings settings) {
        super(connection, intake, key, mapping);
        this.connection = connection;
        this.settings = settings;
        this.files = files;
        this.folder = new CsvFolder(settings.base(), settings.folder(), settings.options());
    }

    /** What became of one batch. @param more whether there are more to be read of this type */
    private record Batch(List<Unreadable> unreadable, boolean more) {
        static final Batch NOTHING = new Batch(List.of(), false);
    }

    @Override
    public List<CrmTeam> teams() {
        readAll(RowType.TEAM);
        return super.teams();
    }

    @Override
    public UserPage users(@Nullable Checkpoint from) {
        List<Unreadable> unreadable = from == null ? readAll(RowType.USER) : List.of();
        UserPage page = super.users(from);
        return new UserPage(page.users(), unreadable, page.next());
    }

    @Override
    public ChangePage read(CrmType type, @Nullable Checkpoint from) {
        Batch batch = batch(of(type));
        ChangePage page = super.read(type, from);
        return new ChangePage(
                page.changes(), batch.unreadable(), page.next(), page.more() || batch.more(), page.total());
    }

    private List<Unreadable> readAll(RowType type) {
        List<Unreadable> unreadable = new ArrayList<>();
        Batch batch;
        do {
            batch = batch(type);
            unreadable.addAll(batch.unreadable());
        } while (batch.more());
        return unreadable;
    }

    /** Reads on in the file under way, or begins the next one that changed. */
    private Batch batch(RowType type) {
        try {
            Open current = current(type);
            if (current == null) {
                current = begin(type);
            }
            return current == null ? Batch.NOTHING : batch(type, current);
        } catch (IOException e) {
            close(type);
            throw CrmFailure.retry(
                    connection + ": a file of type " + type.word() + " cannot be read ("
                            + e.getClass().getSimpleName() + ").",
                    e);
        }
    }

    /** Null if none is under way, or somebody wrote another one in its place. */
    private @Nullable Open current(RowType type) throws IOException {
        Open current = open.get(type);
        if (current != null) {
            Path path = folder.file(current.state().name());
            if (!Files.exists(path)
                    || !CsvFile.fingerprint(path).equals(current.state().fingerprint())) {
                close(type);
                return null;
            }
        }
        return current;
    }

    private @Nullable Open begin(RowType type) throws IOException {
        for (String name : folder.files(type)) {
            Path path = folder.file(name);
            IntakeFile known = files.find(connection, type, name).orElse(null);
            String fingerprint = CsvFile.fingerprint(path);
            if (known != null && !known.reading() && known.fingerprint().equals(fingerprint)) {
                continue;
            }
            Open begun = begin(type, name, path, fingerprint, known);
            if (begun != null) {
                open.put(type, begun);
                return begun;
            }
        }
        return null;
    }

    /** Null if there is nothing new in it, or it cannot be read. */
    private @Nullable Open begin(RowType type, String name, Path path, String fingerprint, @Nullable IntakeFile known)
            throws IOException {
        CsvFile.Content content;
        try {
            content = CsvFile.content(path);
        } catch (NoSuchFileException e) {
            return null; // taken away just now
        } catch (CsvRefused refused) {
            files.refuse(files.start(connection, type, name, fingerprint, "", false), text(refused));
            return null;
        }
        boolean same = known != null && known.hash().equals(content.hash());
        if (known != null && same && !known.reading()) {
            files.touched(known, fingerprint);
            return null;
        }
        boolean resumes = known != null && same && known.fingerprint().equals(fingerprint);
        IntakeFile state = resumes
                ? Objects.requireNonNull(known)
                : files.start(connection, type, name, fingerprint, content.hash(), settings.complete());
        try {
            CsvFile file = new CsvFile(
                    path,
                    type,
                    settings.charset() == null ? content.charset() : settings.charset(),
                    settings.separator(),
                    settings.columns(type));
            for (long record = 0; record < state.records(); record++) {
                file.nextRow();
            }
            return new Open(state, file);
        } catch (CsvRefused refused) {
            files.refuse(state, text(refused));
            return null;
        }
    }

    private Batch batch(RowType type, Open current) throws IOException {
        RowReader reader = new RowReader(type, settings.format());
        List<IntakeRow> rows = new ArrayList<>();
        List<Refusal> refusals = new ArrayList<>();
        List<Unreadable> unreadable = new ArrayList<>();
        long records = current.state().records();
        boolean ended = false;
        String broken = null;
        for (int i = 0; i < BATCH; i++) {
            CsvFile.Line line;
            try {
                line = current.file().nextRow();
            } catch (CsvRefused refused) {
                broken = text(refused);
                break;
            }
            if (line == null) {
                ended = true;
                break;
            }
            records++;
            if (records > CsvFile.MAX_RECORDS) {
                broken = "More than " + CsvFile.MAX_RECORDS + " rows. Split it into several files.";
                break;
            }
            try {
                if (line.problem() != null) {
                    refuse(current, type, new Refusal(line.line(), "row", line.problem()), null, refusals, unreadable);
                } else {
                    rows.add(reader.read(line.row()));
                }
            } catch (RowRefused refused) {
                refuse(
                        current,
                        type,
                        new Refusal(line.line(), refused.field(), refused.reason()),
                        line.row().get("externalId"),
                        refusals,
                        unreadable);
            }
        }
        IntakeFile state = files.take(current.state(), rows, refusals, records);
        if (broken != null) {
            files.refuse(state, broken);
            close(type);
        } else if (ended) {
            files.finish(state, settings.vanishPercent());
            close(type);
        } else {
            open.put(type, new Open(state, current.file()));
        }
        return new Batch(unreadable, open.containsKey(type) || begin(type) != null);
    }

    private static void refuse(
            Open current,
            RowType type,
            Refusal refusal,
            @Nullable String externalId,
            List<Refusal> refusals,
            List<Unreadable> unreadable) {
        refusals.add(refusal);
        String id =
                externalId == null || externalId.isBlank() || externalId.strip().length() > 100
                        ? null
                        : externalId.strip();
        unreadable.add(new Unreadable(
                type.crmType(),
                id,
                current.state().name() + ", line " + refusal.line() + ": " + refusal.field() + ": "
                        + refusal.reason()));
    }

    @Override
    public List<ConnectionCheck> test() {
        List<ConnectionCheck> checks = new ArrayList<>();
        if (!Files.isDirectory(folder.path())) {
            checks.add(ConnectionCheck.warned(
                    "folder",
                    Phrase.of("check.folder-missing", folder.path()).toString(),
                    Phrase.of("check.folder-missing.remedy").toString()));
            return checks;
        }
        checks.add(ConnectionCheck.passed("folder", folder.path().toString()));
        for (RowType type : RowType.values()) {
            try {
                for (String name : folder.files(type)) {
                    checks.add(tried(type, name));
                }
            } catch (IOException e) {
                checks.add(ConnectionCheck.failed(
                        type.word(),
                        Phrase.of("check.folder-closed").toString(),
                        Phrase.of("check.folder-closed.remedy").toString()));
            }
        }
        return checks;
    }

    /** Reads the beginning, writes nothing. */
    private ConnectionCheck tried(RowType type, String name) {
        Path path = folder.file(name);
        try {
            CsvFile.Content content = CsvFile.content(path);
            try (CsvFile file = new CsvFile(
                    path,
                    type,
                    settings.charset() == null ? content.charset() : settings.charset(),
                    settings.separator(),
                    settings.columns(type))) {
                RowReader reader = new RowReader(type, settings.format());
                int rows = 0;
                String first = null;
                int refused = 0;
                for (CsvFile.Line line = file.nextRow(); line != null && rows < TRIED_ROWS; line = file.nextRow()) {
                    rows++;
                    try {
                        if (line.problem() != null) {
                            throw new CsvRefused(line.problem());
                        }
                        reader.read(line.row());
                    } catch (RowRefused | CsvRefused e) {
                        refused++;
                        first = first == null ? "line " + line.line() + ": " + text(e) : first;
                    }
                }
                String found = Phrase.of(
                                "check.file",
                                Phrase.of(type.crmType()),
                                file.charset(),
                                file.separator() == '\t' ? Phrase.of("check.tabs") : "\"" + file.separator() + "\"",
                                rows)
                        .toString();
                if (!file.columns().ignored().isEmpty()) {
                    found = Phrase.of(
                                    "check.file-columns",
                                    found,
                                    String.join(", ", file.columns().ignored()))
                            .toString();
                }
                return first == null
                        ? ConnectionCheck.passed(name, found)
                        : ConnectionCheck.warned(
                                name,
                                Phrase.of("check.file-refused", found, refused).toString(),
                                first);
            }
        } catch (CsvRefused refused) {
            return ConnectionCheck.failed(
                    name, text(refused), Phrase.of("check.file-refused.remedy").toString());
        } catch (IOException e) {
            return ConnectionCheck.failed(
                    name,
                    Phrase.of("check.file-closed").toString(),
                    Phrase.of("check.file-closed.remedy").toString());
        }
    }

    /** Whether a file of this name would be read as this type. */
    public boolean takes(RowType type, String name) {
        return CsvFolder.isName(name) && folder.belongsTo(type, name);
    }

    /** Puts an uploaded file there, to be read by the next run. */
    public void put(String name, InputStream content) throws IOException {
        folder.put(name, content);
    }

    private static String text(RuntimeException e) {
        return String.valueOf(e.getMessage());
    }

    private void close(RowType type) {
        Open current = open.remove(type);
        if (current != null) {
            try {
                current.file().close();
            } catch (IOException e) {
                // it was read only
            }
        }
    }

    @Override
    public void close() {
        List.copyOf(open.keySet()).forEach(this::close);
    }
}
