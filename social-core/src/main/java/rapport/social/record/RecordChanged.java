package rapport.social.record;

import rapport.social.shared.SubjectId;

/** A record's own facts changed: name, owner, fields, who may see it, or whether it still is. */
public record RecordChanged(SubjectId record) {}
