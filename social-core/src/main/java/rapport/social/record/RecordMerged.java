package rapport.social.record;

import rapport.social.shared.SubjectId;

/**
 * The CRM merged one record into another. Handled in the transaction of the merge, by every capability that keeps something with
 * a subject: what hangs on the loser belongs to the winner from now on, and nobody is told of it.
 */
public record RecordMerged(SubjectId loser, SubjectId winner) {}
