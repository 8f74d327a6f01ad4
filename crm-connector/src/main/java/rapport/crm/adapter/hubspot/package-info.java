/**
 * HubSpot, by its REST interface of dated versions ({@code 2026-03}; the option {@code api-version} takes another). From
 * HubSpot's documentation and published specifications as of November 2026; what they do not say is marked (seen nowhere).
 *
 * <p><b>Sign-in.</b> A lasting bearer token, of a project app with static sign-in or of a service key (which has no
 * webhooks); or, for an app that is installed in several accounts, a refresh token that is changed for access tokens of
 * half an hour. 401 {@code EXPIRED_AUTHENTICATION} is answered with one renewal; every other 401, and a refused renewal
 * ({@code BAD_REFRESH_TOKEN}, {@code invalid_grant}), needs a person. 403 {@code MISSING_SCOPES} names the scope.
 *
 * <p><b>Lists and searches.</b> Lists page by an opaque token and have no end; they are the first walk and the sweep of ids.
 * Only a search filters by time. Its offset may not pass 10,000 (400 beyond), it takes one sort key, and five searches a
 * second are the whole account's, without headers that would warn: we leave a quarter of a second between two. We never
 * use its offset: a record saved while we page leaves its place and those behind move up. Instead each search asks again
 * from the last stamp seen, and when one stamp fills a page (an import writes thousands in a millisecond) goes through that
 * stamp by {@code hs_object_id}. So the limit of 10,000 is never met.
 *
 * <p><b>What changed.</b> {@code hs_lastmodifieddate}, on contacts {@code lastmodifieddate}, in milliseconds. A change can be
 * searched for only moments later; each walk reaches back, by a setting of five minutes, behind the time at which the last
 * one began, by the {@code Date} header. It moves with any property, hidden and calculated ones too: most of what is read
 * is no news. Changed associations may leave it alone; webhooks tell of them, and reading everything now and then.
 *
 * <p><b>Deletes.</b> Archived records are in no search, only in lists and batches with {@code archived=true}; there with
 * {@code archivedAt}. There is no filter by date on those, so changes carry no tombstones for them: webhooks and the sweep
 * of ids name candidates, {@link rapport.crm.spi.CrmLink#find} asks the archive about them. A deletion for privacy leaves
 * nothing at all, 404.
 *
 * <p><b>Merges.</b> Contacts keep the primary's id; for other types a third, new id may come. The survivor lists the
 * others in {@code hs_merged_object_ids}, and asking for a merged id may give the survivor: both become tombstones that
 * name it. They are repeated with every change of the survivor, which does no harm.
 *
 * <p><b>Values.</b> Every property is text or null; properties that do not exist are left out in silence. Stages are ids of
 * the account's pipelines; we show labels, asked for again when an unknown id comes. {@code deal_currency_code} is empty in
 * accounts with one currency, which then is the account's. {@code closedate} has a time: exactly midnight UTC means that
 * day, all else is the day in the account's time zone.
 *
 * <p><b>People.</b> Records name owners, webhooks and histories name users: two spaces of ids, which the list of owners joins.
 * Archived owners still own records. Teams are read from owners; {@code hubspot_team_id} is the team of a record. Rights on
 * single records cannot be read.
 *
 * <p><b>Who did it, and what was there before.</b> {@code propertiesWithHistory} has both, newest first.
 *
 * <p><b>Webhooks.</b> Declared in the app's project file with one address for all events, at most 100 in a call, without
 * order; anything but 2xx within five seconds is sent again, ten times in a day. {@code eventId} is not unique. Signature v3
 * covers the address as called, the body and the time; we take the address that Rapport shows to the admin, not the one a
 * proxy makes of it.
 *
 * <p><b>Limits.</b> {@code X-HubSpot-RateLimit-*}, by ten seconds and by day (until midnight in the account's time zone). 429
 * names its {@code policyName}: {@code SECONDLY}, {@code TEN_SECONDLY_ROLLING}, {@code DAILY}; it has no
 * {@code Retry-After}. A tenth of the day's calls ({@code reserve-percent}) is left to other apps. 423 is a lock of two
 * seconds, 477 a move to another data centre, with {@code Retry-After}.
 */
@NullMarked
package rapport.crm.adapter.hubspot;

import org.jspecify.annotations.NullMarked;
