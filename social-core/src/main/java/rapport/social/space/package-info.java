/**
 * Spaces: places with members, beside the records. A space's members are one principal, so that the one access condition decides
 * for spaces as for everything else, and leaving shows at the very next read.
 */
@NullMarked
package rapport.social.space;

import org.jspecify.annotations.NullMarked;
