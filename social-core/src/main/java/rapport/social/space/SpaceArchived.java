package rapport.social.space;

import rapport.social.shared.Problem;

/** The space is closed: it can be read, and opened again by who manages it. */
public class SpaceArchived extends Problem {
    public SpaceArchived() {
        super(409, "space-archived");
    }
}
