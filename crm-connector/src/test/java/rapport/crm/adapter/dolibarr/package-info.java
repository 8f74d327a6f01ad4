@NullMarked
package rapport.crm.adapter.dolibarr;

import org.jspecify.annotations.NullMarked;
