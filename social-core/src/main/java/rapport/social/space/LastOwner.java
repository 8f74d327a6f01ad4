package rapport.social.space;

import rapport.social.shared.Problem;

/** Nobody would own the space any more: another owner comes first. */
public class LastOwner extends Problem {
    public LastOwner() {
        super(409, "last-owner");
    }
}
