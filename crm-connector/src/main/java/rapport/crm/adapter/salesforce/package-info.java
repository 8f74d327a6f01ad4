/**
 * Salesforce, by REST, Bulk API 2.0 and outbound messages, version 67.0 (Summer '26; the option {@code api-version} takes
 * another). From Salesforce's documentation as of November 2026; what was not seen on a real org is marked (not verified).
 *
 * <p><b>Sign-in.</b> An External Client App of the customer's own org: JWT bearer (RS256, {@code sub} the integration user's
 * name, {@code aud} login or test.salesforce.com, three minutes at most) or client credentials (at the My Domain host only).
 * Answers carry no lifetime and no refresh token: a token is used until 401 {@code INVALID_SESSION_ID}, then renewed once.
 * Data is at the answer's {@code instance_url}. Its {@code id} names the org; a refreshed sandbox is another org at the same
 * address, which the checkpoint notices.
 *
 * <p><b>Ids.</b> 15 characters or 18; kept as 18. Times have an offset without a colon. A query that names one field which the
 * user may not see is refused as a whole ({@code INVALID_FIELD}), so fields are first asked for by {@code describe}.
 *
 * <p><b>First walk.</b> Queries sorted by Id, 2,000 rows a page or fewer. Beyond 10,000 records ({@code bulk-above}) a bulk query
 * takes over; while it is prepared, reading waits, and if it fails goes on by pages. The CRM's cursors live two days; a
 * dead one ({@code INVALID_QUERY_LOCATOR}) is replaced by a query from the last row seen, so nothing is skipped.
 *
 * <p><b>What changed.</b> {@code queryAll} by {@code SystemModstamp}, Id: {@code LastModifiedDate} can be set back by imports and
 * has no index. A transaction becomes visible with the stamp of its begin; every walk reaches back ten minutes, or the
 * setting if that is more, behind the {@code Date} header at which the last one began. {@code QUERY_TIMEOUT} halves the
 * time read at once. Formula fields and roll-ups leave the stamp alone; so does sharing: what we may not see any more
 * just stops coming, hence the integration user needs View All.
 *
 * <p><b>Deletes and merges.</b> {@code queryAll} shows the recycle bin: {@code IsDeleted}, and {@code MasterRecordId} for what was
 * merged. Undeleting stamps anew. What is purged is in no query; once an hour the log of deletions is read for it, whose
 * 15 days shrink to hours after mass deletes. Then only the sweep of ids finds them.
 *
 * <p><b>Leads</b> are read where there are any for this user. A converted one is gone, and its contact, else its account, has taken
 * over. A queue may own a lead: then nobody does.
 *
 * <p><b>Person accounts</b> are an account and a contact of two ids; we mirror the account.
 *
 * <p><b>Who did it, and what was there before.</b> {@code LastModifiedById} names the last writer; where an admin tracks fields,
 * {@code OpportunityFieldHistory}, {@code AccountHistory} and {@code ContactHistory} have each change. A changed owner comes
 * twice there, with names and with ids.
 *
 * <p><b>Outbound messages.</b> SOAP, up to 100 notifications, sent again for 24 hours until {@code Ack} is true; at least once,
 * in no order, with values of the time of sending, and with an empty {@code sObject} if the record is gone by then. Deletes
 * and merges send none. Nothing signs them: the address holds a secret, {@code OrganizationId} must be the connected org,
 * and nothing but ids is taken. {@code SessionId} is empty since February 2026.
 *
 * <p><b>Limits.</b> {@code Sforce-Limit-Info} on every answer tells the org's calls of 24 hours; beyond 60 % ({@code use-percent})
 * we pause. 403 {@code REQUEST_LIMIT_EXCEEDED} is one code for two things, of which only the message tells the other:
 * requests at the same time (half a minute) and the day's quota (an hour). There is no {@code Retry-After} of its own.
 * Errors are an array of {@code message} and {@code errorCode}; those of sign-in an object with {@code error}.
 *
 * <p><b>Teams.</b> {@code AccountTeamMember} and {@code OpportunityTeamMember} exist only where teams are on, and move no stamp of their
 * record; they are asked for with each page of records, once an hour whether there are any at all.
 */
@NullMarked
package rapport.crm.adapter.salesforce;

import org.jspecify.annotations.NullMarked;
