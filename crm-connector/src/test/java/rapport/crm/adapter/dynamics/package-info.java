@NullMarked
package rapport.crm.adapter.dynamics;

import org.jspecify.annotations.NullMarked;
