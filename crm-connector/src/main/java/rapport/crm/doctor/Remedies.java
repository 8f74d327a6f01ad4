package rapport.crm.doctor;

import java.util.Locale;
import rapport.crm.spi.Phrase;
import rapport.crm.spi.Remedy;

/** What helps against a failure, as a next step for an admin. */
final class Remedies {
    static final Phrase BROKE_OFF = Phrase.of("remedy.broke-off");

    private Remedies() {}

    static Phrase of(Remedy remedy) {
        return Phrase.of("remedy." + remedy.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
}
