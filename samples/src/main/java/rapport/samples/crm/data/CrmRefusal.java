package rapport.samples.crm.data;

/** The CRM says no: an HTTP status and the reason that EspoCRM puts into {@code X-Status-Reason}. */
public final class CrmRefusal extends RuntimeException {
    private final int status;

    private CrmRefusal(int status, String reason) {
        super(reason, null, false, false);
        this.status = status;
    }

    public static CrmRefusal badRequest(String reason) {
        return new CrmRefusal(400, reason);
    }

    public static CrmRefusal forbidden(String reason) {
        return new CrmRefusal(403, reason);
    }

    public static CrmRefusal notFound(String reason) {
        return new CrmRefusal(404, reason);
    }

    public static CrmRefusal conflict(String reason) {
        return new CrmRefusal(409, reason);
    }

    public int status() {
        return status;
    }

    public String reason() {
        return getMessage() == null ? "" : getMessage();
    }
}
