package rapport.social.topic;

import rapport.social.shared.SubjectId;

/** One topic's posts and followers are the other's from now on. Published within the transaction. */
public record TopicMerged(SubjectId loser, SubjectId winner) {}
