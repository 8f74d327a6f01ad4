/**
 * Who follows records without having to think of it: an admin's rules about owners, teams and fields. What a person decides by
 * hand wins over every rule. Who follows is worked out anew for each record that changed, in the transaction of its page, and
 * for all of them when the rules or the people do; the same working-out tells an admin beforehand what a rule would do.
 */
@NullMarked
package rapport.crm.follow;

import org.jspecify.annotations.NullMarked;
