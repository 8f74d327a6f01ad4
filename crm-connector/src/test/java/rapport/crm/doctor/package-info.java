@NullMarked
package rapport.crm.doctor;

import org.jspecify.annotations.NullMarked;
