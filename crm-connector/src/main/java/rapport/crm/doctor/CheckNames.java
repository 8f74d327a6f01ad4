package rapport.crm.doctor;

import java.util.Locale;
import rapport.crm.phrase.Phrases;
import rapport.crm.spi.CrmType;
import rapport.crm.spi.Phrase;

/** What was tried, in words. */
final class CheckNames {
    private static final String RECORDS = " records";
    private static final String READ = "read ";
    private static final String ROWS = "rows of type ";

    private CheckNames() {}

    static String records(CrmType type) {
        return type + RECORDS;
    }

    /** An adapter's own name for it where there are no words for that. */
    static String label(String name, Locale language) {
        Phrase phrase;
        if (name.endsWith(RECORDS)) {
            phrase = Phrase.of("check.records", type(name.substring(0, name.length() - RECORDS.length())));
        } else if (name.startsWith(READ)) {
            phrase = Phrase.of("check.read", type(name.substring(READ.length())));
        } else if (name.startsWith(ROWS)) {
            phrase = Phrase.of("check.rows-of-type", type(name.substring(ROWS.length())));
        } else {
            phrase = Phrase.of("check." + name.replace(' ', '-'));
        }
        String words = Phrases.tell(phrase.toString(), language);
        return words.equals(phrase.toString()) ? name : words;
    }

    private static Phrase type(String name) {
        return Phrase.of("type", name);
    }
}
