package rapport.social.follow;

import jakarta.validation.constraints.NotNull;

/** How much to hear: the body of a follow and its answer. */
public record FollowChoice(@NotNull FollowLevel level) {}
