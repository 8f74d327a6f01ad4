package rapport.crm.spi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the CRM last said of its limits, to whichever job or node: the calls are counted for all of them, so all keep to it. */
public interface CallLedger {
    /**
     * @param budget      null where the CRM has told no numbers
     * @param pausedUntil no call before; null when calls may be made
     * @param reason      why not, for people; empty when they may
     */
    record Entry(@Nullable CallBudget budget, @Nullable Instant pausedUntil, String reason) {
        public static final Entry NOTHING = new Entry(null, null, "");
    }

    /** May be a second old. */
    Entry latest();

    /** Called after each answer that told something. */
    void note(Entry entry);

    /** For the jobs of this link alone. */
    static CallLedger inMemory() {
        return new CallLedger() {
            private volatile Entry latest = Entry.NOTHING;

            @Override
            public Entry latest() {
                return latest;
            }

            @Override
            public void note(Entry entry) {
                latest = entry;
            }
        };
    }
}
