@NullMarked
package rapport.crm.secret;

import org.jspecify.annotations.NullMarked;
