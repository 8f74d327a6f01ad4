package rapport.social.record;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who may see a record, in the CRM's ids. Becomes principals here. */
public sealed interface RecordAudience {

    record Everyone() implements RecordAudience {}

    /** The owner and the members of these teams; nobody, if there is none of either. */
    record OwnerAndTeams(@Nullable String ownerExternalId, Set<String> teamExternalIds) implements RecordAudience {
        public OwnerAndTeams {
            teamExternalIds = Set.copyOf(teamExternalIds);
        }
    }

    static RecordAudience everyone() {
        return new Everyone();
    }

    static RecordAudience of(@Nullable String ownerExternalId, Set<String> teamExternalIds) {
        return new OwnerAndTeams(ownerExternalId, teamExternalIds);
    }
}
