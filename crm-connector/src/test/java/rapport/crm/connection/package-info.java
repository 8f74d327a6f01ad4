@NullMarked
package rapport.crm.connection;

import org.jspecify.annotations.NullMarked;
