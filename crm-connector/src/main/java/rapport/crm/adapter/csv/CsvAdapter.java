package rapport.crm.adapter.csv;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import rapport.crm.intake.Intake;
import rapport.crm.intake.IntakeFiles;
import rapport.crm.intake.IntakeKey;
import rapport.crm.intake.IntakeLink;
import rapport.crm.intake.RowType;
import rapport.crm.mapping.Mapping;
import rapport.crm.spi.CrmAccess;
import rapport.crm.spi.CrmAdapter;
import rapport.crm.spi.CrmDescriptor;
import rapport.crm.spi.CrmDescriptor.Credential;
import rapport.crm.spi.CrmDescriptor.Option;
import rapport.crm.spi.CrmLink;
import rapport.crm.spi.InvalidOptions;
import rapport.crm.spi.InvalidOptions.Mistake;

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
            options());

    private static List<Option> options() {
        List<Option> options = new ArrayList<>(List.of(
                new Option("folder"),
                new Option("mode", List.of("complete", "merge")),
                new Option("vanish-percent"),
                new Option("encoding"),
                new Option("separator"),
                new Option("time-zone"),
                new Option("date-format"),
                new Option("decimal-comma", List.of("yes", "no")),
                new Option("currency")));
        for (RowType type : RowType.values()) {
            options.add(new Option("files." + type.word()));
            options.add(new Option("columns." + type.word()));
        }
        options.add(Mapping.FIELDS);
        return options;
    }

    private final Intake intake;
    private final IntakeFiles files;
    private final Path base;

    /** @param base below which all folders lie: who sets a connection up on a page may not have the whole disk read */
    CsvAdapter(
            Intake intake,
            IntakeFiles files,
            @Value("${rapport.csv.base-directory:${rapport.data-directory:./data}/csv}") String base) {
        this.intake = intake;
        this.files = files;
        this.base = Path.of(base).toAbsolutePath().normalize();
    }

    @Override
    public CrmDescriptor descriptor() {
        return DESCRIPTOR;
    }

    /** With every option checked, so that what is wrong shows when it is set. */
    @Override
    public CrmDescriptor descriptor(Map<String, String> options) {
        List<Mistake> mistakes = new ArrayList<>(CsvSettings.mistakes(base, options));
        try {
            CrmDescriptor descriptor = Mapping.of(DESCRIPTOR, options).descriptor();
            if (mistakes.isEmpty()) {
                return descriptor;
            }
        } catch (InvalidOptions e) {
            mistakes.addAll(e.mistakes());
        }
        throw new InvalidOptions(mistakes);
    }

    @Override
    public boolean needsAddress() {
        return false;
    }

    @Override
    public boolean namesWinners() {
        return true;
    }

    @Override
    public CrmLink look(CrmAccess access) {
        return new CsvLook(
                access.connection(),
                intake,
                IntakeKey.of(access),
                Mapping.of(DESCRIPTOR, access.options()),
                open(access),
                CsvSettings.of(base, access.connection(), access.options()));
    }

    @Override
    public CsvLink open(CrmAccess access) {
        return new CsvLink(
                access.connection(),
                intake,
                files,
                IntakeKey.of(access),
                Mapping.of(DESCRIPTOR, access.options()),
                CsvSettings.of(base, access.connection(), access.options()));
    }
}
