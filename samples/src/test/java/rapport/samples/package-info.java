@NullMarked
package rapport.samples;

import org.jspecify.annotations.NullMarked;
