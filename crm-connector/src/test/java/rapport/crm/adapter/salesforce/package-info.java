@NullMarked
package rapport.crm.adapter.salesforce;

import org.jspecify.annotations.NullMarked;
