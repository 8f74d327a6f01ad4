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
 * @param tellsSight   whether {@link CrmRecord#teamExternalIds} say who sees a record; if not, the choice of sight by owner and
 *                     teams would open every record to everyone
 * @param tellsTeam    whether somebody can be on a record's team: by {@link CrmRecord#followers} or by the teams of sight
 * @param options      the adapter's own settings that are no secrets
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
        boolean namesEditors,
        boolean tellsSight,
        boolean tellsTeam,
        List<Option> options) {

    /** Of a CRM with teams, by which it lets records be seen, and without options. */
    public CrmDescriptor(
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
        this(
                crm,
                name,
                credentials,
                types,
                fields,
                pageSize,
                webhooks,
                reportsGone,
                sweepsIds,
                tracksAll,
                namesEditors,
                true,
                true,
                List.of());
    }

    /** The same with other types and fields. */
    public CrmDescriptor with(List<CrmType> types, Map<CrmType, List<CrmField>> fields) {
        return new CrmDescriptor(
                crm,
                name,
                credentials,
                List.copyOf(types),
                Map.copyOf(fields),
                pageSize,
                webhooks,
                reportsGone,
                sweepsIds,
                tracksAll,
                namesEditors,
                tellsSight,
                tellsTeam,
                options);
    }

    /**
     * One of the adapter's own settings. Its label and help stand beside those of the credentials, as
     * {@code option.<name>.label} and {@code option.<name>.help}.
     *
     * @param name    one that ends in {@code .*} stands for one option a record type, such as {@code fields.*} for
     *                {@code fields.account}
     * @param choices the only values allowed; empty where any text is
     */
    public record Option(String name, List<String> choices) {
        /** How names end that stand for one option a type. */
        private static final String BY_TYPE = ".*";

        public Option {
            choices = List.copyOf(choices);
        }

        public Option(String name) {
            this(name, List.of());
        }

        public boolean byType() {
            return name.endsWith(BY_TYPE);
        }

        /** Whether this is the option of that name. */
        public boolean is(String given) {
            String start = name.substring(0, name.length() - 1);
            return byType() ? given.startsWith(start) && given.length() > start.length() : given.equals(name);
        }
    }

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
