package rapport.crm.sync;

import org.jspecify.annotations.Nullable;

/**
 * How far a connection has come with what it does now.
 *
 * @param phase         loading, comparing or following
 * @param type          of the records under way; null while following
 * @param done          records read of that type
 * @param total         of that type, where the CRM says it
 * @param ratePerSecond records a second in this run; null before there is any
 * @param secondsLeft   until every type is read, where all totals are known
 */
public record SyncProgress(
        String phase,
        @Nullable String type,
        long done,
        @Nullable Long total,
        @Nullable Double ratePerSecond,
        @Nullable Long secondsLeft) {}
