/**
 * One HTTP call as every adapter makes it: no redirects, a limit on time and on size, and failures below HTTP told in words.
 * What a status means is each CRM's own affair and stays with its adapter.
 */
@NullMarked
package rapport.crm.http;

import org.jspecify.annotations.NullMarked;
