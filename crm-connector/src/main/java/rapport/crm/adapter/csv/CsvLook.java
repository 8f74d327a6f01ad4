package rapport.crm.adapter.csv;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rapport.crm.intake.Intake;
import rapport.crm.intake.IntakeKey;
import rapport.crm.intake.IntakeLink;
import rapport.crm.intake.IntakeRow;
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
import rapport.crm.spi.CrmUser;
import rapport.crm.spi.Unreadable;
import rapport.crm.spi.UserPage;

/** Looks into the files of a connection and takes nothing of them in; of a type without files it shows what is here. */
final class CsvLook extends IntakeLink {
    private final String connection;
    private final CsvLink link;
    private final CsvSettings settings;
    private final CsvFolder folder;

    CsvLook(String connection, Intake intake, IntakeKey key, Mapping mapping, CsvLink link, CsvSettings settings) {
        super(connection, intake, key, mapping);
        this.connection = connection;
        this.link = link;
        this.settings = settings;
        this.folder = new CsvFolder(settings.base(), settings.folder(), settings.options());
    }

    @Override
    public List<ConnectionCheck> test() {
        return link.test();
    }

    /** @param more whether there are rows after these */
    private record Rows(List<IntakeRow> rows, List<Unreadable> refused, boolean more) {}

    @Override
    public ChangePage read(CrmType type, @Nullable Checkpoint from) {
        long start = start(from);
        Rows found = rows(of(type), start);
        return found == null
                ? super.read(type, from)
                : shown(type, found.rows(), found.refused(), next(start), found.more());
    }

    @Override
    public UserPage users(@Nullable Checkpoint from) {
        long start = start(from);
        Rows found = rows(RowType.USER, start);
        if (found == null) {
            return super.users(from);
        }
        List<CrmUser> users = found.rows().stream()
                .filter(row -> row.content() != null)
                .map(IntakeLink::user)
                .toList();
        return new UserPage(users, found.refused(), found.more() ? next(start) : null);
    }

    @Override
    public List<CrmTeam> teams() {
        Rows found = rows(RowType.TEAM, 0);
        return found == null
                ? super.teams()
                : found.rows().stream()
                        .filter(row -> row.content() != null)
                        .map(IntakeLink::team)
                        .toList();
    }

    private static long start(@Nullable Checkpoint from) {
        return from == null || !from.value().matches("\\d{1,9}") ? 0 : Long.parseLong(from.value());
    }

    private static Checkpoint next(long start) {
        return new Checkpoint(Long.toString(start + PAGE_SIZE));
    }

    /** Null where there is no file of the type. */
    private @Nullable Rows rows(RowType type, long start) {
        List<IntakeRow> rows = new ArrayList<>();
        List<Unreadable> refused = new ArrayList<>();
        RowReader reader = new RowReader(type, settings.format());
        long row = 0;
        try {
            List<String> names = folder.files(type);
            if (names.isEmpty()) {
                return null;
            }
            for (String name : names) {
                try (CsvFile file = open(type, name)) {
                    for (CsvFile.Line line = file.nextRow(); line != null; line = file.nextRow()) {
                        if (row++ < start) {
                            continue;
                        }
                        if (rows.size() + refused.size() == PAGE_SIZE) {
                            return new Rows(rows, refused, true);
                        }
                        read(type, name, line, reader, rows, refused);
                    }
                } catch (CsvRefused broken) {
                    refused.add(new Unreadable(type.crmType(), null, name + ": " + broken.getMessage()));
                }
            }
        } catch (IOException e) {
            throw CrmFailure.retry(
                    connection + ": a file of type " + type.word() + " cannot be read ("
                            + e.getClass().getSimpleName() + ").",
                    e);
        }
        return new Rows(rows, refused, false);
    }

    private CsvFile open(RowType type, String name) throws IOException {
        Path path = folder.file(name);
        return new CsvFile(
                path,
                type,
                settings.charset() == null ? CsvFile.content(path).charset() : settings.charset(),
                settings.separator(),
                settings.columns(type));
    }

    private static void read(
            RowType type,
            String name,
            CsvFile.Line line,
            RowReader reader,
            List<IntakeRow> rows,
            List<Unreadable> refused) {
        String problem = line.problem();
        if (problem == null) {
            try {
                rows.add(reader.read(line.row()));
                return;
            } catch (RowRefused e) {
                problem = e.getMessage();
            }
        }
        refused.add(new Unreadable(
                type.crmType(), line.row().get("externalId"), name + ", line " + line.line() + ": " + problem));
    }

    @Override
    public void close() {
        link.close();
    }
}
