package rapport.social.web;

import java.util.List;
import java.util.Map;

/**
 * What screens need to know of one capability's settings, so that they offer what can be given and count as the server counts.
 * Every bean of this kind is told to whoever is signed in: nothing secret belongs here.
 */
public interface ScreenSettings {

    /** What can be chosen, by the name of the choice; in the order in which it is offered. */
    default Map<String, List<String>> choices() {
        return Map.of();
    }

    /** The most, or least, of something, by its name: characters and things as they are, sizes in bytes, times as named. */
    default Map<String, Long> limits() {
        return Map.of();
    }
}
