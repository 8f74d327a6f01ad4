package rapport.crm.adapter.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import rapport.crm.intake.Intake;
import rapport.crm.intake.IntakeFile;
import rapport.crm.intake.IntakeFiles;
import rapport.crm.intake.InterruptedReading;
import rapport.crm.intake.Refusal;
import rapport.crm.intake.RowType;
import rapport.crm.phrase.Phrases;
import rapport.crm.spi.ConnectionCheck;
import rapport.crm.spi.CrmAccess;
import rapport.crm.spi.CrmAdapter;
import rapport.crm.spi.CrmReadingContract;
import rapport.crm.spi.CrmRecord;
import rapport.crm.spi.CrmType;
import rapport.crm.spi.InvalidOptions;
import rapport.crm.spi.Tombstone;
import rapport.crm.spi.Unreadable;
import rapport.social.testing.DatabaseTest;

@DatabaseTest
class CsvAdapterTest implements CrmReadingContract {
    @Autowired
    Intake intake;

    @Autowired
    IntakeFiles files;

    @TempDir
    Path base;

    private Path folder = Path.of("none");

    private final String key = "csv-" + UUID.randomUUID().toString().substring(0, 8);
    private final Map<String, String> options = new HashMap<>();
    private final Exporter exporter = new Exporter();

    @BeforeEach
    void folder() throws IOException {
        folder = Files.createDirectories(base.resolve("exports"));
        options.put("folder", "exports");
    }

    private CsvAdapter csv() {
        return new CsvAdapter(intake, files, base.toString());
    }

    @Override
    public CrmAdapter adapter() {
        return new InterruptedReading(csv(), () -> {
            exporter.work.accept(++exporter.reads);
            exporter.export();
        });
    }

    @Override
    public CrmAccess access() {
        return new CrmAccess(
                key,
                URI.create("https://erp.example"),
                Map.of("api-key", SECRET),
                options,
                Duration.ofMillis(500),
                Duration.ofMillis(500),
                Duration.ZERO);
    }

    @Override
    public MovingCrm crm() {
        return exporter;
    }

    /** Writes the whole file anew whenever something changed, as such programs do. */
    private final class Exporter implements MovingCrm {
        private final TreeMap<String, String> names = new TreeMap<>();
        private Consumer<Integer> work = read -> {};
        private boolean changed;
        private int reads;

        void export() {
            if (changed) {
                changed = false;
                write(
                        "accounts.csv",
                        "externalId,name\r\n"
                                + names.entrySet().stream()
                                        .map(row -> row.getKey() + ",\"" + row.getValue() + "\"\r\n")
                                        .collect(Collectors.joining()));
            }
        }

        @Override
        public String account(int number, int savedAtSecond) {
            return accounts(number, number, savedAtSecond).get(0);
        }

        @Override
        public List<String> accounts(int from, int to, int savedAtSecond) {
            List<String> ids = IntStream.rangeClosed(from, to)
                    .mapToObj(number -> "ac-%05d".formatted(number))
                    .toList();
            ids.forEach(id -> save(id, savedAtSecond, "Account " + id));
            return ids;
        }

        @Override
        public void save(String accountId, int savedAtSecond, String name) {
            names.put(accountId, name);
            changed = true;
        }

        @Override
        public void delete(String id) {
            names.remove(id);
            changed = true;
        }

        @Override
        public void clock(int second) {}

        @Override
        public void meanwhile(Consumer<Integer> work) {
            this.work = work;
            reads = 0;
        }
    }

    private void write(String name, String content) {
        write(name, content, StandardCharsets.UTF_8);
    }

    private void write(String name, String content, Charset charset) {
        try {
            Path part = Files.createTempFile(folder, ".", ".part");
            Files.write(part, content.getBytes(charset));
            Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private IntakeFile file(RowType type, String name) {
        return files.find(key, type, name).orElseThrow();
    }

    private List<CrmRecord> accounts() {
        return walk(CrmType.ACCOUNT, null).changes().stream()
                .filter(CrmRecord.class::isInstance)
                .map(CrmRecord.class::cast)
                .toList();
    }

    @Override
    @Test
    public void findsRecordsByIdAndTellsWhichAreGone() {
        String acme = crm().account(1, 10);
        crm().account(2, 10);
        walk(CrmType.ACCOUNT, null); // a file is looked at when it is read
        crm().delete("ac-00002");
        walk(CrmType.ACCOUNT, null);
        var found = link().find(CrmType.ACCOUNT, List.of(acme, "ac-00002"));
        assertThat(found.records())
                .extracting(record -> record.ref().externalId())
                .containsExactly(acme);
        assertThat(found.gone()).extracting(gone -> gone.ref().externalId()).containsExactly("ac-00002");
    }

    @Override
    @Test
    public void sweepsEveryIdThatIsThere() {
        List<String> ids = crm().accounts(1, 505, 10);
        crm().delete(ids.get(3));
        walk(CrmType.ACCOUNT, null);
        var first = link().ids(CrmType.ACCOUNT, null);
        var second = link().ids(CrmType.ACCOUNT, first.next());
        assertThat(first.externalIds()).hasSize(500).doesNotContain(ids.get(3));
        assertThat(second.externalIds()).hasSize(4);
        assertThat(second.next()).isNull();
    }

    @Test
    void refusesABadLineByNumberAndReasonAndKeepsTheRest() {
        write("opportunities.csv", """
                externalId;name;amount;currency;closeDate
                op-1;Pilot;1200.50;EUR;2026-12-31

                op-2;"Cold
                store";lots;EUR;2026-12-31
                op-3;Line;1;EUR;2026-12-31;too many
                ;Nobody;1;EUR;
                op-5;"Quotes ""inside"", and; separators";7;EUR;
                """);
        var walk = walk(CrmType.OPPORTUNITY, null);
        assertThat(walk.ids()).containsExactly("op-1", "op-5");
        assertThat(((CrmRecord) walk.changes().get(1)).name()).isEqualTo("Quotes \"inside\", and; separators");
        assertThat(files.refusals(key, RowType.OPPORTUNITY, "opportunities.csv"))
                .containsExactly(
                        new Refusal(4, "amount", "no number (expected: digits, with a dot before at most 12 decimals)"),
                        new Refusal(6, "row", "6 cells (expected: at most 5, as the header has)"),
                        new Refusal(7, "externalId", "missing (expected: 1 to 100 characters)"));
        assertThat(walk.unreadable())
                .extracting(Unreadable::reason)
                .anySatisfy(reason -> assertThat(reason).startsWith("opportunities.csv, line 4: amount"));
        IntakeFile file = file(RowType.OPPORTUNITY, "opportunities.csv");
        assertThat(file.state()).isEqualTo("read");
        assertThat(file.created()).isEqualTo(2);
        assertThat(file.refused()).isEqualTo(3);
        assertThat(Phrases.english(String.valueOf(file.notice()))).contains("3 of its rows were refused");
    }

    @Test
    void understandsTheEncodingsThatProgramsWrite() {
        String content = "externalId\tname\nac-1\tZoé Lefèvre & Söhne\n";
        for (Charset charset : List.of(
                StandardCharsets.UTF_8,
                StandardCharsets.UTF_16LE,
                StandardCharsets.UTF_16BE,
                Charset.forName("windows-1252"))) {
            boolean marked = !charset.equals(Charset.forName("windows-1252"));
            write("accounts.csv", (marked ? "\uFEFF" : "") + content, charset);
            assertThat(accounts())
                    .as(charset.name())
                    .extracting(CrmRecord::name)
                    .containsExactly("Zoé Lefèvre & Söhne");
        }
    }

    @Test
    void readsColumnsByTheNamesThatTheSettingsGive() {
        options.put("columns.account", "externalId=Kundennummer, name=Firma, attributes.segment=Segment");
        options.put("files.account", "Kunden*.csv");
        write("Kunden-2026.csv", "Firma|Kundennummer|Segment|Geheim\nNordlicht|77|A|x\n");
        CrmRecord record = accounts().get(0);
        assertThat(record.ref().externalId()).isEqualTo("77");
        assertThat(record.fields()).containsEntry("segment", "A").doesNotContainValue("x");
    }

    @Test
    void refusesAFileWhoseColumnsAreNotThere() {
        write("accounts.csv", "number,name\n1,Nordlicht\n");
        assertThat(accounts()).isEmpty();
        assertThat(file(RowType.ACCOUNT, "accounts.csv").notice()).contains("externalId");
        options.put("columns.account", "externalId=Nummer");
        assertThat(link().test()).anySatisfy(check -> {
            assertThat(check.outcome()).isEqualTo(ConnectionCheck.Outcome.FAILED);
            assertThat(check.found()).contains("Nummer");
        });
        write("accounts.csv", "");
        assertThat(accounts()).isEmpty();
        assertThat(file(RowType.ACCOUNT, "accounts.csv").notice()).contains("header");
    }

    @Test
    void readsAFileThatBreaksInsideAQuoteUpToThere() {
        write("accounts.csv", "externalId,name\nac-1,Nordlicht\nac-2,\"Never closed\nac-3,Swallowed\n");
        assertThat(accounts()).extracting(record -> record.ref().externalId()).containsExactly("ac-1");
        IntakeFile file = file(RowType.ACCOUNT, "accounts.csv");
        assertThat(file.state()).isEqualTo("refused");
        assertThat(file.notice()).contains("line 3");
    }

    @Test
    void readsOnlyWhatChanged() {
        write("accounts.csv", "externalId,name\nac-1,Nordlicht\nac-2,Acme\n");
        var loaded = walk(CrmType.ACCOUNT, null);
        write("accounts.csv", "externalId,name\nac-1,Nordlicht\nac-2,Acme\n"); // written again, and the same
        assertThat(walk(CrmType.ACCOUNT, loaded.end()).changes()).isEmpty();
        assertThat(file(RowType.ACCOUNT, "accounts.csv").created()).isEqualTo(2);
        write("accounts.csv", "externalId,name\nac-1,Nordlicht\nac-2,Acme Ltd\n");
        assertThat(walk(CrmType.ACCOUNT, loaded.end()).ids()).containsExactly("ac-2");
        assertThat(file(RowType.ACCOUNT, "accounts.csv").unchanged()).isEqualTo(1);
    }

    @Test
    void readsSeveralFilesOfOneTypeAndMissesOnlyWhatTheirOwnFileNamed() {
        write("accounts-north.csv", "externalId,name\nac-1,Nordlicht\nac-2,Acme\n");
        write("accounts-south.csv", "externalId,name\nac-3,Sol\n");
        var loaded = walk(CrmType.ACCOUNT, null);
        assertThat(loaded.ids()).containsExactlyInAnyOrder("ac-1", "ac-2", "ac-3");
        write("accounts-north.csv", "externalId,name\nac-1,Nordlicht\n");
        assertThat(walk(CrmType.ACCOUNT, loaded.end()).changes())
                .singleElement()
                .isInstanceOfSatisfying(
                        Tombstone.class,
                        gone -> assertThat(gone.ref().externalId()).isEqualTo("ac-2"));
    }

    @Test
    void believesNoFileThatLacksTooMuchNorOneToBeMerged() {
        crm().accounts(1, 100, 0);
        var loaded = walk(CrmType.ACCOUNT, null);
        write("accounts.csv", "externalId,name\nac-00001,Account ac-00001\n");
        assertThat(walk(CrmType.ACCOUNT, loaded.end()).changes()).isEmpty();
        assertThat(Phrases.english(
                        String.valueOf(file(RowType.ACCOUNT, "accounts.csv").notice())))
                .contains("lacks 99 rows", "20 %");
        options.put("mode", "merge");
        options.put("vanish-percent", "100");
        write("accounts.csv", "externalId,name\nac-00002,Account ac-00002\n");
        assertThat(walk(CrmType.ACCOUNT, loaded.end()).changes()).isEmpty();
    }

    @Test
    void readsUsersBeforeTheirRecords() {
        write("teams.csv", "id,name\nt1,Sales North\n");
        write(
                "users.csv",
                "id,firstName,lastName,email,active,teams\nu1,Ann,Berg,ann@acme.example,yes,t1\nu2,,,,no,\n");
        assertThat(link().teams()).extracting(team -> team.name()).containsExactly("Sales North");
        var page = link().users(null);
        assertThat(page.users()).singleElement().satisfies(ann -> {
            assertThat(ann.name()).isEqualTo("Ann Berg");
            assertThat(ann.teamExternalIds()).containsExactly("t1");
        });
        assertThat(page.unreadable())
                .singleElement()
                .satisfies(row -> assertThat(row.externalId()).isEqualTo("u2"));
    }

    @Test
    void triesTheBeginningOfEachFile() {
        write("accounts.csv", "id;name;colour\n1;Nordlicht;blue\n2;;red\n");
        assertThat(link().test()).anySatisfy(check -> {
            assertThat(check.name()).isEqualTo("accounts.csv");
            assertThat(check.outcome()).isEqualTo(ConnectionCheck.Outcome.WARNED);
            assertThat(Phrases.english(check.found())).contains("\";\"", "not taken: colour", "refused: 1");
            assertThat(check.advice()).contains("line 3", "name");
        });
        assertThat(files.all(key)).isEmpty(); // nothing was written
    }

    @Test
    void saysWhichOptionItDoesNotUnderstand() {
        Map<String, String> wrong = Map.ofEntries(
                Map.entry("folder", "../elsewhere"),
                Map.entry("mode", "complet"),
                Map.entry("vanish-percent", "many"),
                Map.entry("encoding", "no such thing {"),
                Map.entry("separator", ";;"),
                Map.entry("time-zone", "Mars/Olympus"),
                Map.entry("date-format", "no such thing {"),
                Map.entry("decimal-comma", "maybe"),
                Map.entry("currency", "euros"),
                Map.entry("files.account", "accounts[.csv"),
                Map.entry("columns.account", "externalId"),
                Map.entry("columns.user", "shoeSize=Size"));
        assertThatThrownBy(() -> csv().descriptor(wrong))
                .isInstanceOfSatisfying(
                        InvalidOptions.class,
                        refused -> assertThat(refused.mistakes())
                                .extracting(InvalidOptions.Mistake::option)
                                .containsExactlyInAnyOrderElementsOf(wrong.keySet()));
        assertThatThrownBy(() -> csv().descriptor(Map.of("folder", "/etc"))).isInstanceOf(InvalidOptions.class);
        assertThatThrownBy(() -> csv().descriptor(Map.of("folder", "a/../.."))).isInstanceOf(InvalidOptions.class);
        assertThat(csv().descriptor(
                                Map.of("folder", "exports/erp", "separator", "tab", "files.account", "{K,k}unden*.csv"))
                        .crm())
                .isEqualTo("csv");
    }

    @Test
    void readsNoFileThatALinkLeadsTo() throws IOException {
        Path outside = Files.createTempFile("accounts", ".csv");
        Files.writeString(outside, "externalId,name\nx1,Nordlicht\n");
        Files.createSymbolicLink(folder.resolve("accounts.csv"), outside);
        assertThat(walk(CrmType.ACCOUNT, null).changes()).isEmpty();
        Files.delete(folder.resolve("accounts.csv"));
        Files.move(outside, folder.resolve("accounts.csv"));
        assertThat(walk(CrmType.ACCOUNT, null).changes()).hasSize(1);
    }
}
