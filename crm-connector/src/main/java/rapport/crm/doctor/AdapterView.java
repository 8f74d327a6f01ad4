package rapport.crm.doctor;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import rapport.crm.spi.CrmDescriptor;
import rapport.crm.spi.CrmType;

/**
 * A CRM product that can be connected, and what is asked for to do so.
 *
 * @param address help for the CRM's address; null when none is needed
 * @param types   what it has, in the order in which it is loaded
 * @param fields  what may be tracked, by type
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

    /** @param kind text, money, date, number, boolean, member or record */
    public record Field(String name, String kind) {}

    /** @param kit the folder in samples/embed that holds what is installed in the CRM; null when nothing is */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Embed(@Nullable String kit, @Nullable String how) {}

    static AdapterView of(CrmDescriptor descriptor, Locale language) {
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
                descriptor.webhooks(),
                new Embed(
                        texts.find("embed.kit").orElse(null),
                        texts.find("embed.how").orElse(null)));
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
