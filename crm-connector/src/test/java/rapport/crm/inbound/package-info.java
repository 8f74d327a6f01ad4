@NullMarked
package rapport.crm.inbound;

import org.jspecify.annotations.NullMarked;
