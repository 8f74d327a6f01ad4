package rapport.social.member;

import rapport.social.shared.Problem;

/** Somebody has to manage Rapport. */
public class LastAdmin extends Problem {
    LastAdmin() {
        super(409, "last-admin");
    }
}
