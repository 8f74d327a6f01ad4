@NullMarked
package rapport.crm;

import org.jspecify.annotations.NullMarked;
