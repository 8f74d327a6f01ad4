package rapport.social.post;

import rapport.social.shared.SubjectId;

/** Posts stand on another record than before, because the CRM merged two, or took that back. Nobody is to be told. */
public record PostsMoved(SubjectId from, SubjectId to) {}
