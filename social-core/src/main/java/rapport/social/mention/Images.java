package rapport.social.mention;

import org.jspecify.annotations.Nullable;

/** The images that stand on one post or comment: those which its text can show. */
@FunctionalInterface
public interface Images {
    /** None. */
    Images NONE = file -> null;

    /** @return null, if no such image stands there */
    @Nullable
    Size of(String file);

    /** In pixels, as uploaded. */
    record Size(int width, int height) {}
}
