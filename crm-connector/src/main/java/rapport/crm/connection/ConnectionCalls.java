package rapport.crm.connection;

import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import rapport.crm.spi.CallBudget;
import rapport.crm.spi.CallLedger;
import rapport.social.shared.Times;

/** What each CRM said of its limits, in the database: a small row, written after a call that changed it. */
@Component
public class ConnectionCalls {
    /** How old may be what a node knows of the calls of others. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    private static final int MAX_REASON = 500;

    private final JdbcClient jdbc;

    ConnectionCalls(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param settingsHash what was said to other credentials, or at another address, does not count */
    CallLedger of(String connection, String settingsHash) {
        return new CallLedger() {
            private Entry known = Entry.NOTHING;
            private long readAt = System.nanoTime() - FRESH.toNanos();

            @Override
            public synchronized Entry latest() {
                if (System.nanoTime() - readAt >= FRESH.toNanos()) {
                    known = find(connection, settingsHash);
                    readAt = System.nanoTime();
                }
                return known;
            }

            @Override
            public synchronized void note(Entry entry) {
                if (!entry.equals(known)) {
                    keep(connection, settingsHash, entry);
                }
                known = entry;
                readAt = System.nanoTime();
            }
        };
    }

    private CallLedger.Entry find(String connection, String settingsHash) {
        return jdbc.sql("""
                        select used, call_limit, resets_at, paused_until, reason from crm_call_ledger
                         where connection = :connection and settings_hash = :hash
                        """)
                .param("connection", connection)
                .param("hash", settingsHash)
                .query((row, number) -> {
                    long used = row.getLong("used");
                    CallBudget budget = row.wasNull()
                            ? null
                            : new CallBudget(used, row.getLong("call_limit"), ConnectionStates.time(row, "resets_at"));
                    return new CallLedger.Entry(
                            budget, ConnectionStates.time(row, "paused_until"), row.getString("reason"));
                })
                .optional()
                .orElse(CallLedger.Entry.NOTHING);
    }

    void keep(String connection, String settingsHash, CallLedger.Entry entry) {
        if (write("""
                update crm_call_ledger set settings_hash = :hash, used = :used, call_limit = :limit, resets_at = :resets,
                       paused_until = :paused, reason = :reason
                 where connection = :connection
                """, connection, settingsHash, entry) == 0) {
            write("""
                    insert into crm_call_ledger (connection, settings_hash, used, call_limit, resets_at, paused_until, reason)
                    values (:connection, :hash, :used, :limit, :resets, :paused, :reason) on conflict do nothing
                    """, connection, settingsHash, entry);
        }
    }

    private int write(String sql, String connection, String settingsHash, CallLedger.Entry entry) {
        CallBudget budget = entry.budget();
        return jdbc.sql(sql)
                .param("connection", connection)
                .param("hash", settingsHash)
                .param("used", budget == null ? null : budget.used(), Types.BIGINT)
                .param("limit", budget == null ? null : budget.limit(), Types.BIGINT)
                .param("resets", time(budget == null ? null : budget.resetsAt()), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("paused", time(entry.pausedUntil()), Types.TIMESTAMP_WITH_TIMEZONE)
                .param(
                        "reason",
                        entry.reason()
                                .substring(
                                        0, Math.min(MAX_REASON, entry.reason().length())))
                .update();
    }

    private static java.time.@Nullable OffsetDateTime time(@Nullable Instant at) {
        return Times.utcOrNull(at);
    }
}
