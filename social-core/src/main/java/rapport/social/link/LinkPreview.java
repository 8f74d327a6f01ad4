package rapport.social.link;

import org.jspecify.annotations.Nullable;

/** What a linked page says of itself. */
public record LinkPreview(
        String url,
        @Nullable String title,
        @Nullable String description,
        @Nullable String site) {}
