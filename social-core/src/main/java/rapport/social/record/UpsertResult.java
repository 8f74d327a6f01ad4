package rapport.social.record;

import java.util.List;

/** What an upsert did. A record that only came back after being gone counts as updated. */
public record UpsertResult(int created, int updated, int unchanged, List<RecordDifference> differences) {}
