/**
 * Dolibarr, by its REST interface. What follows was seen on a running 23.0.0-beta (PHP 8.2, MariaDB 10.11; 3,000 third
 * parties, 5,000 contacts, 800 projects) in November 2026, or read in the source of that version where a path is given.
 *
 * <p><b>Words.</b> An account is a third party, a contact a contact, an opportunity a project with
 * {@code usage_opportunity} = 1. A contact with {@code priv} = 1 is private to its creator and stays in the CRM.
 *
 * <p><b>Sign-in.</b> One user's key in {@code DOLAPIKEY}; it acts with that user's rights. A wrong key is 401 after a pause of
 * one second, a missing right 403. With the module off every address answers 200 with a line of plain text
 * ({@code htdocs/api/index.php}), and so does the allow-list of addresses; hence a body that is no JSON is an error whatever
 * the status, and a short text without tags asks for a person. An unknown or disabled part answers 501 in plain text.
 *
 * <p><b>Lists.</b> No upper limit, but each row is loaded object by object on the server (about 3 ms), so 200 rows a call.
 * {@code properties} shrinks the answer, {@code pagination_data=true} wraps it with a total. Past the end third parties answer
 * 404 "Not Found: No third parties found", the others 200 with an empty array; the same 404 says that nothing changed. Filters
 * ({@code sqlfilters}) are on columns of the database with the alias {@code t}; bad syntax is 400, an unknown column 503, which is
 * therefore not always a thing that passes.
 *
 * <p><b>Pages go by {@code t.rowid}, never by number</b>, since a row saved or deleted while we page moves the others.
 *
 * <p><b>What changed.</b> {@code t.tms} and, for the extra fields, {@code ef.tms} (contacts: {@code te.tms}) are written by the
 * database, in its own zone, with whole seconds, inside the transaction. Filters are compared with these as local text, so the
 * text that we send is the earliest local time that the database can have shown since the last read began: in the zone of the
 * setting {@code database-time-zone}; without it, in PHP's zone (told by {@code /status}) and in UTC, whichever is earlier, since
 * a text too late loses changes and one too early only reads some twice. When clocks go back, the repeated hour is included.
 * The window has no upper end: a row saved again while we page would fall out of it, and a late one is read next time. Where
 * the last read began is the server's own clock, from its {@code Date} header.
 *
 * <p><b>Times in records</b> are seconds since 1970, but {@code date_modification} and {@code date_m} were converted from the
 * database's local time with PHP's zone: off by their difference where the zones differ, and put right when the setting names
 * the database's. {@code date_modification} is "" for records without a row of extra fields (mended upstream in 2026). Neither is
 * ever used to find changes.
 *
 * <p><b>Values.</b> Nearly all scalars are text, absent ones null, "", "0" or an empty array. Webhooks send numbers where lists
 * send text.
 *
 * <p><b>Owners.</b> A third party has a set of sales representatives; the one with the lowest id is told as the owner, all of them as its team. Records do
 * not hold them. {@code /thirdparties/{id}/representatives} answers 404 for every record in 23.0.0-beta
 * ({@code societe/class/api_thirdparties.class.php}), so it is tried once for each link; where it fails the other way is taken, a
 * sub-select by user, which needs a table's name and can be forbidden ({@code MAIN_DISALLOW_UNSECURED_SELECT_INTO_EXTRAFIELDS_FILTER}).
 * Adding or removing a representative does not touch {@code t.tms}: only a webhook or a full read shows it. The owner of an
 * opportunity is the project's author; project contacts are not in the interface.
 *
 * <p><b>Deletes and merges.</b> Rows vanish; a gone record is 404 "... not found". A merge deletes the loser. Only the webhook
 * tells the winner: first {@code COMPANY_MODIFY} of the winner with {@code object.context.mergefromid}, then {@code COMPANY_DELETE}.
 *
 * <p><b>Webhooks.</b> Targets are made by hand: {@code /webhook} answers 403 even to administrators. They are neither signed nor
 * repeated nor numbered, so the secret in the address is all that proves them. They are sent inside the user's save, before the commit
 * ({@code core/triggers/interface_95_modWebhook_WebhookTriggers.class.php}): reading at once gives the old state, so hints wait ten
 * seconds.
 *
 * <p><b>Limits.</b> None in the product. Old values are not kept anywhere.
 */
@NullMarked
package rapport.crm.adapter.dolibarr;

import org.jspecify.annotations.NullMarked;
