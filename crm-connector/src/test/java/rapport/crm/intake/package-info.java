@NullMarked
package rapport.crm.intake;

import org.jspecify.annotations.NullMarked;
