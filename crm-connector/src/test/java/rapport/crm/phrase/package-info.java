@NullMarked
package rapport.crm.phrase;

import org.jspecify.annotations.NullMarked;
