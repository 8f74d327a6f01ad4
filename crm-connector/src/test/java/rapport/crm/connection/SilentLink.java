package rapport.crm.connection;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rapport.crm.spi.ChangePage;
import rapport.crm.spi.Checkpoint;
import rapport.crm.spi.ConnectionCheck;
import rapport.crm.spi.CrmLink;
import rapport.crm.spi.CrmTeam;
import rapport.crm.spi.CrmType;
import rapport.crm.spi.Found;
import rapport.crm.spi.UserPage;

/** Leads nowhere. */
class SilentLink implements CrmLink {
    @Override
    public List<ConnectionCheck> test() {
        return List.of();
    }

    @Override
    public List<CrmTeam> teams() {
        return List.of();
    }

    @Override
    public UserPage users(@Nullable Checkpoint from) {
        return new UserPage(List.of(), List.of(), null);
    }

    @Override
    public ChangePage read(CrmType type, @Nullable Checkpoint from) {
        return new ChangePage(List.of(), List.of(), new Checkpoint("end"), false, null);
    }

    @Override
    public Found find(CrmType type, Collection<String> externalIds) {
        return new Found(List.of(), List.of(), List.of());
    }
}
