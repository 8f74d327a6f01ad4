@NullMarked
package rapport.crm.follow;

import org.jspecify.annotations.NullMarked;
