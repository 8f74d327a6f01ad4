@NullMarked
package rapport.crm.story;

import org.jspecify.annotations.NullMarked;
