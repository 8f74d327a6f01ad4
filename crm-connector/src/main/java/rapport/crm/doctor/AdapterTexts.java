package rapport.crm.doctor;

import java.util.Locale;
import java.util.MissingResourceException;
import java.util.Optional;
import java.util.ResourceBundle;

/** An adapter's words for people: {@code setup.properties} and {@code setup_fr.properties} in its folder. */
final class AdapterTexts {
    private final Optional<ResourceBundle> bundle;

    private AdapterTexts(Optional<ResourceBundle> bundle) {
        this.bundle = bundle;
    }

    static AdapterTexts of(String crm, Locale language) {
        try {
            return new AdapterTexts(Optional.of(ResourceBundle.getBundle(
                    "rapport/crm/adapter/" + crm + "/setup",
                    language,
                    ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES))));
        } catch (MissingResourceException e) {
            return new AdapterTexts(Optional.empty());
        }
    }

    Optional<String> find(String name) {
        return bundle.filter(texts -> texts.containsKey(name)).map(texts -> texts.getString(name));
    }
}
