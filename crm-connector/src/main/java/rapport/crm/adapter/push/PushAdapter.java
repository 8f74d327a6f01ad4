package rapport.crm.adapter.push;

import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import rapport.crm.intake.Intake;
import rapport.crm.intake.IntakeKey;
import rapport.crm.intake.IntakeLink;
import rapport.crm.mapping.Mapping;
import rapport.crm.spi.CrmAccess;
import rapport.crm.spi.CrmAdapter;
import rapport.crm.spi.CrmDescriptor;
import rapport.crm.spi.CrmDescriptor.Credential;
import rapport.crm.spi.CrmLink;

/** A system that calls us. */
@Component
public final class PushAdapter implements CrmAdapter {
    private static final CrmDescriptor DESCRIPTOR = new CrmDescriptor(
            "push",
            "Any system, by push",
            List.of(new Credential("api-key", true, true), new Credential("previous-api-key", false, true)),
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
            List.of(Mapping.FIELDS));

    private final Intake intake;

    PushAdapter(Intake intake) {
        this.intake = intake;
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
    public boolean needsAddress() {
        return false;
    }

    @Override
    public CrmLink open(CrmAccess access) {
        return new IntakeLink(
                access.connection(), intake, IntakeKey.of(access), Mapping.of(DESCRIPTOR, access.options()));
    }
}
