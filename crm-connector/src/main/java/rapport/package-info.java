/** The server's main class and nothing else. */
@NullMarked
package rapport;

import org.jspecify.annotations.NullMarked;
