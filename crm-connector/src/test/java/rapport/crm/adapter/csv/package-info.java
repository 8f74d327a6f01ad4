@NullMarked
package rapport.crm.adapter.csv;

import org.jspecify.annotations.NullMarked;
