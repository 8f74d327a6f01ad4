package rapport.social.audience;

/** The access condition, everywhere the same. */
public final class Audience {

    /**
     * True for a subject that the viewer may see. The query joins {@code subject_access s} on the subject and binds
     * {@code :viewer}, the viewer's member id. Checked on candidate rows at every read, so a revocation, which is one
     * row, shows at the very next one.
     */
    public static final String MAY_SEE = maySee("s.audience_id", ":viewer");

    /** Audience 0. */
    public static final long EVERYBODY = 0;

    private Audience() {}

    /**
     * The condition on another column than {@code s.audience_id}, or for another member than {@code :viewer} (a set of
     * candidates, say). Both are SQL written by us, never input.
     */
    public static String maySee(String audienceColumn, String memberExpression) {
        return ("(%1$s = 0 or exists (select 1 from audience_principal ap"
                        + " join member_principal mp on mp.principal_id = ap.principal_id"
                        + " where ap.audience_id = %1$s and mp.member_id = %2$s))")
                .formatted(audienceColumn, memberExpression);
    }
}
