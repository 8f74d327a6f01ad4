@NullMarked
package rapport.samples.crm;

import org.jspecify.annotations.NullMarked;
