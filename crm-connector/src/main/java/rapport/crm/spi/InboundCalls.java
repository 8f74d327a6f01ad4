package rapport.crm.spi;

/**
 * Where a call of a CRM goes that comes another way than the webhooks of {@code /api/hooks}, such as by SOAP. Whoever answers
 * it, {@code rapport.crm.inbound}, knows the connections and keeps their hints.
 */
public interface InboundCalls {
    /**
     * Checks the address, lets the connection's adapter {@linkplain CrmAdapter#receive receive} the call and stores its hints.
     * Once this returns the CRM may forget the call. Any exception but the one below means that it must send it again.
     *
     * @param crm        the adapter's word, such as {@code salesforce}
     * @param connection our key of the connection, as found in the address that was called
     * @param secret     the unguessable part of that address
     * @throws WebhookRefused if there is no such address, or the adapter does not believe the call
     */
    void take(String crm, String connection, String secret, WebhookCall call);
}
