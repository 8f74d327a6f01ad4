package rapport.crm.phrase;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;
import rapport.crm.spi.CrmType;
import rapport.crm.spi.Phrase;

class PhrasesTest {
    private static String french(Object text) {
        return Phrases.tell(text.toString(), Locale.FRENCH);
    }

    @Test
    void tellsAPhraseInTheReadersLanguage() {
        Phrase phrase = Phrase.of("sweep.too-many-gone", Phrase.of(CrmType.OPPORTUNITY), 1200, 300, 5);
        assertThat(Phrases.english(phrase.toString()))
                .startsWith("Of 1200 opportunity records the CRM no longer lists 300; more than 5 % (vanish-percent)");
        assertThat(french(phrase)).startsWith("Sur 1200 fiches de type « opportunité », le CRM n’en liste plus 300");
    }

    @Test
    void tellsSeveralPhrasesAmongOtherWords() {
        String text = Phrase.of("check.tabs") + " and [[this]] and " + Phrase.of("remedy.wait");
        assertThat(Phrases.english(text))
                .isEqualTo("tabs and [[this]] and The CRM asks for patience; it goes on by itself.");
    }

    @Test
    void keepsValuesAsTheyAreWhateverSignsTheyHold() {
        String odd = "acme: 100 % | [no] {0} ''$1\\ [[nothing]]";
        assertThat(Phrases.english(Phrase.of("sync.type-refused", Phrase.of(new CrmType("invoice")), odd)
                        .toString()))
                .isEqualTo("No invoice records are read. " + odd);
    }

    @Test
    void leavesWhatIsNotKnownAsItIs() {
        assertThat(french("[[no.such|phrase]] [[")).isEqualTo("[[no.such|phrase]] [[");
        assertThat(french(Phrase.of("no.such", "phrase"))).isEqualTo("[[no.such|phrase]]");
    }

    @Test
    void tellsWhatIsLeftOfAPhraseThatWasCut() {
        String whole = Phrase.of("sync.type-refused", Phrase.of(CrmType.ACCOUNT), "acme: no right to read accounts")
                .toString();
        assertThat(Phrases.english("Well. " + whole.substring(0, whole.length() - 11)))
                .isEqualTo("Well. No account records are read. acme: no right to read");
    }

    @Test
    void hasEachPhraseInBothLanguages() {
        var english = ResourceBundle.getBundle("rapport/crm/phrase/phrases", Locale.ROOT);
        var french = ResourceBundle.getBundle("rapport/crm/phrase/phrases", Locale.FRENCH);
        assertThat(french.getLocale()).isEqualTo(Locale.FRENCH);
        assertThat(french.keySet()).containsExactlyInAnyOrderElementsOf(english.keySet());
        for (String code : english.keySet()) {
            for (int value = 0; value < 5; value++) {
                assertThat(french.getString(code).contains("{" + value + "}"))
                        .as(code + " {" + value + "}")
                        .isEqualTo(english.getString(code).contains("{" + value + "}"));
            }
            if (!code.equals("type.contact") && !code.equals("check.options") && !code.equals("check.webhooks")) {
                assertThat(french.getString(code)).as(code).isNotEqualTo(english.getString(code));
            }
        }
    }
}
