/**
 * Microsoft Dynamics 365 (Dataverse), by Web API 9.2. From Microsoft's documentation as of November 2026; nothing was seen on a real
 * environment, and what the documentation does not say is marked (not verified).
 *
 * <p><b>Sign-in.</b> Entra ID client credentials for {@code <environment>/.default}, with a secret or a certificate; a token lives 60 to 90
 * minutes, there is no refresh token, and we ask anew five minutes early. The app must be an <i>application user</i> of the
 * environment: otherwise the token is good and every call is 401 or 403. {@code WhoAmI} names the organization; when it becomes
 * another one (the environment was copied or restored) reading stops.
 *
 * <p><b>What changed.</b> Change tracking: a first walk over everything with {@code Prefer: odata.track-changes}, whose last page has a
 * delta link; each delta link gives changed rows with all selected columns, deletions, and a new link. Links are followed as they
 * came, with the same Prefer on each page. A link lives seven days ({@code ExpireChangeTrackingInDays}); afterwards, or after a change of
 * the table, {@code 0x80044352}: everything is read again, and what is missing then is found by the sweep, since a first walk
 * lists no deletions. Tables without change tracking are polled by {@code modifiedon}, which is set before the commit, so each read
 * reaches back. Versions move for roll-ups too: many deltas have no change in them.
 *
 * <p><b>Deletes, merges, deactivation.</b> Deletes come as {@code $deletedEntity}, or in the sweep. The loser of a merge is deactivated with
 * {@code merged} and {@code _masterid_value}; winners may lose again, so the masters are followed. Deactivated accounts and contacts stay,
 * with the field {@code archived}.
 *
 * <p><b>Words.</b> Lookups are {@code _<name>_value} GUIDs; whose they are says the annotation {@code lookuplogicalname}: an owner may be a team, a
 * customer a contact. Choices are numbers, their labels annotations in the language of the application user. Close dates are days;
 * older environments have them as a time, midnight in the author's zone. Currencies are rows of their own.
 *
 * <p><b>Teams.</b> A record that a team owns carries this team. Memberships are read with the users
 * ({@code teammembership_association}, not verified). Other sharing (business units, access teams, sharing by hand) is not mirrored.
 *
 * <p><b>Limits.</b> 6,000 requests, 20 minutes of execution and 52 requests at once in five minutes: 429 with {@code Retry-After}, which is
 * obeyed since it grows otherwise.
 *
 * <p><b>Webhooks</b> carry no signature, are sent once (a second time after 502, 503, 504), and must be answered within a minute. A
 * secret stands in the address, and in a header if one is set. Nothing but the table and the id is taken; above 256 KB the rest
 * is missing anyway.
 */
@NullMarked
package rapport.crm.adapter.dynamics;

import org.jspecify.annotations.NullMarked;
