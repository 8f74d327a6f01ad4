package rapport.crm.adapter.csv;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import rapport.crm.intake.Intake;
import rapport.crm.intake.IntakeFiles;
import rapport.crm.intake.IntakeKey;
import rapport.crm.intake.IntakeLink;
import rapport.crm.mapping.Mapping;
import rapport.crm.spi.CrmAccess;
import rapport.crm.spi.CrmAdapter;
import rapport.crm.spi.CrmDescriptor;
import rapport.crm.spi.CrmDescriptor.Credential;
import rapport.crm.spi.CrmDescriptor.Option;
import rapport.crm.spi.CrmLink;

/** Files of comma-separated values; what they may look like is told in the package's description. */
@Component
public final class CsvAdapter implements CrmAdapter {
    private static final CrmDescriptor DESCRIPTOR = new CrmDescriptor(
            "csv",
            "Any system, by CSV files",
            List.of(new Credential("api-key", false, true), new Credential("previous-api-key", false, true)),
            IntakeLink.TYPES,
            IntakeLink.FIELDS,
            IntakeLink.PAGE_SIZE,
            false,
            true,
            true,
            true,
            false,
            true,
            true,
            List.of(
                    new Option("folder"),
                    new Option("files.*"),
                    new Option("columns.*"),
                    new Option("mode", List.of("complete", "merge")),
                    new Option("vanish-percent"),
                    new Option("encoding"),
                    new Option("separator"),
                    new Option("time-zone"),
                    new Option("date-format"),
                    new Option("decimal-comma", List.of("yes", "no")),
                    new Option("currency"),
                    Mapping.FIELDS));

    private final Intake intake;
    private final IntakeFiles files;
    private final Path folders;

    CsvAdapter(Intake intake, IntakeFiles files, @Value("${rapport.data-directory:./data}") String data) {
        this.intake = intake;
        this.files = files;
        this.folders = Path.of(data).resolve("csv");
    }

    @Override
    public CrmDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public CrmDescriptor descriptor(Map<String, String> options) {
        return Mapping.of(DESCRIPTOR, options).descriptor();
    }

    @Override
    public boolean namesWinners() {
        return true;
    }

    @Override
    public CrmLink open(CrmAccess access) {
        return new CsvLink(
                access.connection(),
                intake,
                files,
                IntakeKey.of(access),
                Mapping.of(DESCRIPTOR, access.options()),
                CsvSettings.of(
                        folders.resolve(access.connection()).toAbsolutePath().normalize(), access.options()));
    }
}
