package rapport.crm.spi;

import java.net.URI;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The way to one CRM. Every method may throw {@link CrmFailure}; none retries by itself and none is called by two threads
 * at once for the same connection, except {@link #test} and {@link #visit}.
 */
public interface CrmLink extends AutoCloseable {

    /** Tries what the connection needs, step by step, and tells each outcome; a CRM that refuses is an outcome, not an exception. */
    List<ConnectionCheck> test();

    List<CrmTeam> teams();

    /** All users, active or not. {@code from} is null for the first page. */
    UserPage users(@Nullable Checkpoint from);

    /**
     * One page of records. Without a checkpoint: every record there is, from the beginning; then, from the checkpoints that
     * the pages carry, the rest and everything that changed since. A checkpoint that the CRM no longer honours makes the
     * adapter begin again by itself.
     */
    ChangePage read(CrmType type, @Nullable Checkpoint from);

    /** One page of the ids of all records there are. Called only if {@link CrmDescriptor#sweepsIds()}. */
    default IdPage ids(CrmType type, @Nullable Checkpoint from) {
        throw new IllegalStateException("the ids of this CRM can't be swept");
    }

    /** The records of one type as they are now. */
    Found find(CrmType type, Collection<String> externalIds);

    /** Who saved a record since then, oldest first. Called only if {@link CrmDescriptor#namesEditors()}. */
    default List<CrmEdit> edits(CrmRef ref, Instant since) {
        return List.of();
    }

    /**
     * Makes the CRM call us, keeping those of {@code known} that still stand. Called only if {@link CrmDescriptor#webhooks()}.
     *
     * @param address where the calls of an event should go
     * @return all that stand now; to be stored
     */
    default List<WebhookSubscription> subscribe(Function<String, URI> address, List<WebhookSubscription> known) {
        return List.of();
    }

    /** Makes the CRM call us no longer, as far as it can be asked to. Called once, when a connection is removed. */
    default void unsubscribe(List<WebhookSubscription> known) {}

    /** How many calls are left, as the CRM last said; empty where it says nothing. Makes no call. */
    default Optional<CallBudget> callBudget() {
        return Optional.empty();
    }

    /**
     * Who looks at one of the CRM's pages, where the CRM signs the calls of its pages. Called by any thread, at any time.
     *
     * @throws WebhookRefused if it is not signed with the connection's secret, or cannot be understood
     */
    default PageVisit visit(PageCall call) {
        throw new WebhookRefused(WebhookRefused.Reason.NOT_UNDERSTOOD, "this CRM signs no calls of its pages");
    }

    @Override
    default void close() {}
}
