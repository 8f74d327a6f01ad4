package rapport.social.topic;

import org.jspecify.annotations.Nullable;
import rapport.social.shared.SubjectId;

/**
 * A word with a feed.
 *
 * @param name as it was first written, without the sign
 */
public record Topic(SubjectId id, String name, @Nullable String description) {}
