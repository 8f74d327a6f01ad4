package rapport.social.record;

import java.util.List;
import rapport.social.shared.SubjectId;

/**
 * The CRM took a merge back. Handled in its transaction: what came from the record returns to it.
 *
 * @param record the one that is there again
 * @param winner where its content is now
 * @param origins the record and those that had been merged into it
 */
public record RecordSplit(SubjectId record, SubjectId winner, List<SubjectId> origins) {}
