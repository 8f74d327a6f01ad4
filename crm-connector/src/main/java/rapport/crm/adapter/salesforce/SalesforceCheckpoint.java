package rapport.crm.adapter.salesforce;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import rapport.crm.http.CrmJson;
import rapport.crm.spi.Checkpoint;
import tools.jackson.core.JacksonException;

/**
 * Where reading one object stopped.
 *
 * @param org         id of the org that was read; another one under the same address is another CRM
 * @param began       the CRM's clock when this walk began; the next one reaches back from here. Null before its first answer
 * @param since       where the walk over changes starts; null while the first walk, over all ids, lasts
 * @param from        lower bound of the part of that walk that is being read, where it had to be cut
 * @param until       its upper bound; null while it has none
 * @param stamp       SystemModstamp of the last row of a walk over changes, as the CRM wrote it
 * @param id          last row seen
 * @param locator     the CRM's own cursor, which lives two days
 * @param job         the bulk query that the first walk is read from
 * @param results     where its results go on; null for the first ones
 * @param deletesRead up to when the log of deletions was read
 */
record SalesforceCheckpoint(
        @Nullable String org,
        @Nullable Instant began,
        @Nullable Instant since,
        @Nullable Instant from,
        @Nullable Instant until,
        @Nullable String stamp,
        @Nullable String id,
        @Nullable String locator,
        @Nullable String job,
        @Nullable String results,
        @Nullable Instant deletesRead) {

    static final SalesforceCheckpoint START =
            new SalesforceCheckpoint(null, null, null, null, null, null, null, null, null, null, null);

    static SalesforceCheckpoint of(@Nullable Checkpoint checkpoint) {
        if (checkpoint == null) {
            return START;
        }
        try {
            return CrmJson.JSON.readValue(checkpoint.value(), SalesforceCheckpoint.class);
        } catch (JacksonException e) {
            return START; // of an older version: reading everything again is right, only slower
        }
    }

    Checkpoint toCheckpoint() {
        return new Checkpoint(CrmJson.JSON.writeValueAsString(this));
    }

    boolean walksAll() {
        return since == null;
    }

    SalesforceCheckpoint in(String currentOrg) {
        return new SalesforceCheckpoint(
                currentOrg, began, since, from, until, stamp, id, locator, job, results, deletesRead);
    }

    SalesforceCheckpoint after(Instant now, @Nullable String lastStamp, String lastId, @Nullable String cursor) {
        return new SalesforceCheckpoint(
                org,
                began == null ? now : began,
                since,
                from,
                until,
                lastStamp,
                lastId,
                cursor,
                null,
                null,
                deletesRead);
    }

    SalesforceCheckpoint inBulk(Instant now, String jobId, @Nullable String resultLocator) {
        return new SalesforceCheckpoint(
                org, began == null ? now : began, null, null, null, null, null, null, jobId, resultLocator, null);
    }

    /** Reads less of the walk first, because the CRM could not answer for all of it in time. */
    SalesforceCheckpoint cutAt(Instant now, Instant half) {
        return new SalesforceCheckpoint(
                org, began == null ? now : began, since, from, half, null, null, null, null, null, deletesRead);
    }

    /** The cut part is read; what lies behind it is next. */
    SalesforceCheckpoint behindTheCut() {
        return new SalesforceCheckpoint(org, began, since, until, null, null, null, null, null, null, deletesRead);
    }

    /** The walk is over; the next one looks for changes since this one began. */
    SalesforceCheckpoint done(Instant now, @Nullable Instant deletions) {
        return new SalesforceCheckpoint(
                org, null, began == null ? now : began, null, null, null, null, null, null, null, deletions);
    }
}
