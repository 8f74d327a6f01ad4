/**
 * A connection's own fields and objects: what an admin declares in its options, read once for all adapters, and the values of
 * such fields in our words. What a CRM calls them and how it sends them stays with its adapter.
 *
 * <pre>
 * fields.account  = region=cRegion, headcount=cHeadcount:number, renewal=cRenewal:date
 * object.project  = CProject, name=name, account=accountId, owner=assignedUserId
 * fields.project  = budget=cBudget:money
 * </pre>
 */
@NullMarked
package rapport.crm.mapping;

import org.jspecify.annotations.NullMarked;
