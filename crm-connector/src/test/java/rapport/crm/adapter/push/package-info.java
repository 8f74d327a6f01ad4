@NullMarked
package rapport.crm.adapter.push;

import org.jspecify.annotations.NullMarked;
