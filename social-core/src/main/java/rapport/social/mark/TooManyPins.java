package rapport.social.mark;

import rapport.social.shared.Problem;

/** As many posts as fit stand first already: one has to go before another comes. */
public class TooManyPins extends Problem {
    TooManyPins(int count, int limit) {
        super(409, "too-many-pins", "pins", count, limit);
    }
}
