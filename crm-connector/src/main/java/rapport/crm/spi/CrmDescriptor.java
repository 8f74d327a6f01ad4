package rapport.crm.spi;

import java.util.List;
import java.util.Map;

/**
 * What an adapter can do, as data.
 *
 * @param crm          the word in the configuration, such as {@code espocrm}
 * @param name         the product's name
 * @param credentials  the names of the settings that it signs in with, the needed ones first
 * @param types        in the order in which they are loaded: those referred to before those that refer
 * @param fields       what may be tracked, by type
 * @param pageSize     the most rows that one call gives
 * @param webhooks     whether it can be asked to call us
 * @param reportsGone  whether changes include tombstones; if not, only webhooks and the sweep find deletes
 * @param sweepsIds    whether {@link CrmLink#ids} works
 * @param tracksAll    whether every change moves the record into the changes read; if not, a full read now and then is the
 *                     only way to see the others
 * @param namesEditors whether {@link CrmLink#edits} works
 */
public record CrmDescriptor(
        String crm,
        String name,
        List<Credential> credentials,
        List<CrmType> types,
        Map<CrmType, List<CrmField>> fields,
        int pageSize,
        boolean webhooks,
        boolean reportsGone,
        boolean sweepsIds,
        boolean tracksAll,
        boolean namesEditors) {

    /**
     * One of the settings that the adapter signs in with. Its label and help, for the pages, stand in the adapter's folder:
     * {@code setup.properties} and {@code setup_fr.properties}.
     *
     * @param choices of {@link Kind#CHOICE}; else empty
     */
    public record Credential(String name, boolean required, Kind kind, List<String> choices) {
        public enum Kind {
            TEXT,
            /** masked wherever it is shown, kept encrypted */
            SECRET,
            CHOICE,
            URL
        }

        public Credential {
            choices = List.copyOf(choices);
        }

        public Credential(String name, boolean required, boolean secret) {
            this(name, required, secret ? Kind.SECRET : Kind.TEXT, List.of());
        }

        public boolean secret() {
            return kind == Kind.SECRET;
        }
    }
}
