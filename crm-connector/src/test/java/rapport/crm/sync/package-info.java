@NullMarked
package rapport.crm.sync;

import org.jspecify.annotations.NullMarked;
