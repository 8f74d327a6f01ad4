package rapport.social.post;

import org.jspecify.annotations.Nullable;

/** Names an author as the CRM does: by the id of the CRM's user. */
public record AuthorKey(
        @Nullable String connection, @Nullable String externalId) {}
