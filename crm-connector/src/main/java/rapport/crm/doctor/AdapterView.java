package rapport.crm.doctor;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import rapport.crm.phrase.Phrases;
import rapport.crm.spi.CrmAdapter;
import rapport.crm.spi.CrmDescriptor;
import rapport.crm.spi.CrmType;
import rapport.crm.spi.Phrase;

/**
 * A CRM product that can be connected, and what is asked for to do so.
 *
 * @param address help for the CRM's address; null when none is needed
 * @param types   what it has, in the order in which it is loaded
 * @param fields  what may be tracked, by type
 * @param needsAddress whether it is called at all
 * @param options its own settings
 * @param tellsSight whether it says who sees a record; if not, its records are seen by everybody
 * @param tellsTeam whether somebody can be on a record's team
 * @param embed   how its pages show the feed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AdapterView(
        String id,
        String name,
        @Nullable String addressHelp,
        List<Credential> credentials,
        List<String> types,
        Map<String, List<Field>> fields,
        boolean needsAddress,
        List<Option> options,
        boolean tellsSight,
        boolean tellsTeam,
        boolean webhooks,
        Embed embed) {

    /** @param kind text, secret, choice or url */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Credential(
            String name,
            String kind,
            String label,
            boolean required,
            @Nullable List<String> choices,
            @Nullable String help) {}

    /**
     * @param name one that ends in .* stands for one option a type
     * @param choices the only values allowed; null where any text is
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Option(
            String name,
            String label,
            @Nullable List<String> choices,
            @Nullable String help) {}

    /** @param kind text, money, date, number, boolean, member or record */
    public record Field(String name, String kind) {}

    /** @param kit the folder in samples/embed that holds what is installed in the CRM; null when nothing is */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Embed(@Nullable String kit, @Nullable String how) {}

    static AdapterView of(CrmAdapter adapter, Locale language) {
        CrmDescriptor descriptor = adapter.descriptor();
        AdapterTexts texts = AdapterTexts.of(descriptor.crm(), language);
        Map<String, List<Field>> fields = new TreeMap<>();
        descriptor
                .fields()
                .forEach((type, known) -> fields.put(
                        type.name(),
                        known.stream()
                                .map(field -> new Field(field.name(), lower(field.kind())))
                                .toList()));
        return new AdapterView(
                descriptor.crm(),
                descriptor.name(),
                texts.find("address.help").orElse(null),
                descriptor.credentials().stream()
                        .map(credential -> new Credential(
                                credential.name(),
                                lower(credential.kind()),
                                texts.find(credential.name() + ".label").orElse(credential.name()),
                                credential.required(),
                                credential.choices().isEmpty() ? null : credential.choices(),
                                texts.find(credential.name() + ".help").orElse(null)))
                        .toList(),
                descriptor.types().stream().map(CrmType::name).toList(),
                fields,
                adapter.needsAddress(),
                descriptor.options().stream()
                        .map(option -> option(option, texts, language))
                        .toList(),
                descriptor.tellsSight(),
                descriptor.tellsTeam(),
                descriptor.webhooks(),
                new Embed(
                        texts.find("embed.kit").orElse(null),
                        texts.find("embed.how").orElse(null)));
    }

    /** One of a type has the words of all types, followed by the type's. */
    private static Option option(CrmDescriptor.Option option, AdapterTexts texts, Locale language) {
        String name = option.name();
        String all = name.replaceFirst("\\.[^.*]+$", ".*");
        String type = name.substring(name.indexOf('.') + 1);
        String label = texts.find("option." + name + ".label")
                .or(() -> texts.find("option." + all + ".label").map(words -> words + " · " + type(type, language)))
                .orElse(name);
        return new Option(
                name,
                label,
                option.choices().isEmpty() ? null : option.choices(),
                texts.find("option." + name + ".help")
                        .or(() -> texts.find("option." + all + ".help"))
                        .orElse(null));
    }

    private static String type(String name, Locale language) {
        return Phrases.tell(Phrase.of("type", name).toString(), language);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
