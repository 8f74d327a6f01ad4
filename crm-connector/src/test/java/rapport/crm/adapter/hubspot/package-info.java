@NullMarked
package rapport.crm.adapter.hubspot;

import org.jspecify.annotations.NullMarked;
