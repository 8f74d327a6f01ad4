@NullMarked
package rapport.crm.adapter.espocrm;

import org.jspecify.annotations.NullMarked;
