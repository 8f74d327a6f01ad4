/**
 * EspoCRM, by its REST interface. What follows was read in the source of {@code espocrm/espocrm} (9.3.10 and the 10.0
 * development tree, July 2026; paths from its root).
 *
 * <p><b>Sign-in.</b> An API user's key in {@code X-Api-Key}, or {@code X-Hmac-Authorization}: base64 of key, colon, hex
 * HMAC-SHA256 of "METHOD /path", the path being that below {@code /api/v1}, without the query
 * ({@code Core/Authentication/Logins/Hmac.php}; hex since 8.4.1, raw bytes before, so older servers need the plain key).
 * A refused sign-in is 401 with an empty body. More than ten from one address in a minute lock it out with 403 and
 * {@code X-Status-Reason: Max failed login attempts exceeded ...} ({@code Core/Authentication/ConfigDataProvider.php});
 * therefore the first 401 already asks for a person.
 *
 * <p><b>Lists.</b> At most {@code recordListMaxSizeLimit} rows, 200 unless configured; asking for more is 403 "Max size
 * should not exceed ..." ({@code Core/Record/SearchParamsFetcher.php}), whose number we then take. With
 * {@code X-No-Total: true} nothing is counted and {@code total} is -1 (more rows) or -2 (no more). {@code teamsIds} come in
 * a list only when selected by name ({@code Core/FieldProcessing/LinkMultiple/ListLoader.php}). The id is always the last
 * sort key ({@code Core/Select/Order/Applier.php}) and may be filtered like any attribute.
 *
 * <p><b>Pages go by key, never by offset.</b> A row saved while we page leaves its place, all rows behind it move up by one,
 * and an offset then steps over one of them. The first read walks the ids; later reads walk (modifiedAt, id), so ties in
 * one second, {@code modifiedAt} having no finer resolution, are neither lost nor endless.
 *
 * <p><b>What changed.</b> {@code modifiedAt} is the application server's clock at the save, so a slow transaction becomes
 * visible with a stamp in the past: every read reaches back five minutes (a setting) behind the time, by the CRM's own
 * {@code Date} header, at which the last one began. There is no upper bound: with the reach back one only delays news.
 * Times are UTC without a mark.
 *
 * <p><b>What leaves no trace.</b> Deleted rows vanish from every list; a deleted record is 404, or for an administrator a
 * record with {@code "deleted": true} ({@code Core/Record/Service.php}). Teams given to many records at once, relations, and
 * imports with silent saving do not move {@code modifiedAt}. Hence deletes come from webhooks and from the sweep of the
 * ids, team changes from reading everything now and then. Merges delete the loser and name the winner nowhere
 * ({@code Core/Action/Actions/Merge/Merger.php}).
 *
 * <p><b>Who did it, and what was there before.</b> {@code modifiedById} names the last writer. The record's stream holds
 * more: notes of the type Update with old and new values of the audited fields, Assign with the new owner, Status with
 * the new stage, each with its author ({@code Tools/Stream/Service.php}).
 *
 * <p><b>Leads.</b> A converted lead stays, with the status Converted and {@code createdContactId}, {@code createdAccountId} and
 * {@code createdOpportunityId} ({@code Modules/Crm/Resources/metadata/entityDefs/Lead.json}); it is told as gone, its content taken over.
 *
 * <p><b>What is closed.</b> The data model ({@code /Metadata}) has a probability for each stage: 0 is lost, 100 is won. Where it says
 * nothing of a stage, the opportunity's own probability does.
 *
 * <p><b>Webhooks.</b> One address per event, since the body, an array of up to 50 records, names neither event nor entity.
 * {@code Signature}: base64 of webhook id, colon, hex HMAC-SHA256 of the raw body; {@code X-Signature}, to be removed in
 * 11, with the raw HMAC instead ({@code Core/Webhook/Sender.php}). Sent by a job every two minutes on a real server.
 * Answers of 200 to 399 are done; 0, 401, 403, 404, 405, 408, 500 and 503 are tried again after ten minutes, four times;
 * any other error drops the events and 410 removes the webhook.
 *
 * <p><b>Failures.</b> The reason stands in {@code X-Status-Reason}, the body is usually empty.
 */
@NullMarked
package rapport.crm.adapter.espocrm;

import org.jspecify.annotations.NullMarked;
