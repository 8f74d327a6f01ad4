/** Puts {@link rapport.crm.spi.Phrase phrases} into words. */
@NullMarked
package rapport.crm.phrase;

import org.jspecify.annotations.NullMarked;
