/** What the tests of all modules share: a database of either kind, a client, people and companies with names. */
@NullMarked
package rapport.social.testing;

import org.jspecify.annotations.NullMarked;
