@NullMarked
package rapport.crm.spi;

import org.jspecify.annotations.NullMarked;
