package rapport.crm.spi;

import java.util.List;
import java.util.Map;

/** The code for one CRM product. Has no state of its own: what belongs to a connection lives in the {@link CrmLink}. */
public interface CrmAdapter {
    CrmDescriptor descriptor();

    /**
     * What it can do on a connection with these options: with the fields and types of its own that they declare.
     *
     * @throws InvalidOptions if a declaration cannot be used
     */
    default CrmDescriptor descriptor(Map<String, String> options) {
        return descriptor();
    }

    /**
     * Whether the CRM names the winner of every merge, so that a record that is gone without one was deleted. Where it does not, what
     * stood under an account and moved on to another one all together tells it.
     */
    default boolean namesWinners() {
        return false;
    }

    /** Whether it calls the CRM; if not, the CRM comes to us and no address of it is needed. */
    default boolean needsAddress() {
        return true;
    }

    /** Makes no call yet, so that Rapport starts while the CRM does not answer. */
    CrmLink open(CrmAccess access);

    /** A way for tests and dry runs, whose reading changes nothing. Differs only where reading takes something in. */
    default CrmLink look(CrmAccess access) {
        return open(access);
    }

    /**
     * Checks that a call which reached us comes from the CRM and says where to look. Believes nothing else in it. That the
     * address called holds the connection's own secret is known by then: for CRMs that sign nothing this is all there is.
     *
     * @throws WebhookRefused if it is not signed with the secret of one of the subscriptions, or cannot be understood
     */
    default List<CrmHint> receive(WebhookCall call, List<WebhookSubscription> subscriptions) {
        throw new WebhookRefused(
                WebhookRefused.Reason.NOT_UNDERSTOOD, descriptor().name() + " sends no webhooks");
    }
}
