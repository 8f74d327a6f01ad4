package rapport.crm.mapping;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import rapport.crm.spi.CrmDescriptor;
import rapport.crm.spi.CrmField;
import rapport.crm.spi.CrmField.Kind;
import rapport.crm.spi.CrmType;
import rapport.crm.spi.InvalidOptions;
import rapport.crm.spi.InvalidOptions.Mistake;

/** A connection's own fields and objects, by its options. */
public final class Mapping {
    /** The option that declares fields of a type. */
    public static final CrmDescriptor.Option FIELDS = new CrmDescriptor.Option("fields.*");
    /** The option that declares an object of the CRM as a type. */
    public static final CrmDescriptor.Option OBJECTS = new CrmDescriptor.Option("object.*");

    /** So many go into one list call of every CRM. */
    private static final int MAX_FIELDS = 50;

    private static final int MAX_OBJECTS = 20;

    private static final Pattern OUR_FIELD = Pattern.compile("[a-z][A-Za-z0-9]{0,39}");
    private static final Pattern CRM_FIELD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,99}");
    private static final Pattern CRM_OBJECT = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}");
    private static final Set<String> ROLES = Set.of("name", "account", "owner");
    /** Types that something else already goes by. */
    private static final Set<String> TAKEN_TYPES = Set.of("member", "space", "team", "user");

    private static final Map<String, Kind> KINDS = new TreeMap<>(Map.of(
            "text", Kind.TEXT,
            "number", Kind.NUMBER,
            "money", Kind.MONEY,
            "date", Kind.DATE,
            "boolean", Kind.BOOLEAN,
            "member", Kind.MEMBER));

    private final CrmDescriptor base;
    private final List<Mistake> mistakes = new ArrayList<>();
    private final Map<CrmType, List<OwnField>> fields = new LinkedHashMap<>();
    private final Map<CrmType, OwnObject> objects = new LinkedHashMap<>();

    /**
     * What these options declare, where the adapter's {@link CrmDescriptor#options()} have {@link #FIELDS} and
     * {@link #OBJECTS}.
     *
     * @throws InvalidOptions naming every declaration that cannot be used
     */
    public static Mapping of(CrmDescriptor base, Map<String, String> options) {
        Mapping mapping = new Mapping(base);
        Map<String, String> sorted = new TreeMap<>(options);
        if (base.options().contains(OBJECTS)) {
            sorted.forEach((option, value) -> {
                if (OBJECTS.is(option)) {
                    mapping.declareObject(option, value);
                }
            });
        }
        if (base.options().contains(FIELDS)) {
            sorted.forEach((option, value) -> {
                if (FIELDS.is(option)) {
                    mapping.declareFields(option, value);
                }
            });
        }
        if (!mapping.mistakes.isEmpty()) {
            throw new InvalidOptions(mapping.mistakes);
        }
        return mapping;
    }

    private Mapping(CrmDescriptor base) {
        this.base = base;
    }

    /** Of a type of the CRM's standard; those of an own object stand with it. */
    public List<OwnField> fields(CrmType type) {
        return fields.getOrDefault(type, List.of());
    }

    public Optional<OwnObject> object(CrmType type) {
        return Optional.ofNullable(objects.get(type))
                .map(object -> new OwnObject(
                        object.type(),
                        object.crmName(),
                        object.name(),
                        object.account(),
                        object.owner(),
                        fields(type)));
    }

    public List<OwnObject> objects() {
        return objects.keySet().stream().flatMap(type -> object(type).stream()).toList();
    }

    /** The adapter's descriptor with what was declared. */
    public CrmDescriptor descriptor() {
        if (fields.isEmpty() && objects.isEmpty()) {
            return base;
        }
        List<CrmType> types = new ArrayList<>(base.types());
        Map<CrmType, List<CrmField>> all = new HashMap<>(base.fields());
        objects.forEach((type, object) -> {
            types.add(type);
            all.put(type, objectFields(object));
        });
        fields.forEach((type, own) -> {
            List<CrmField> both = new ArrayList<>(all.getOrDefault(type, List.of()));
            own.forEach(field -> both.add(field.field()));
            all.put(type, List.copyOf(both));
        });
        return base.with(types, all);
    }

    private static List<CrmField> objectFields(OwnObject object) {
        List<CrmField> known =
                new ArrayList<>(List.of(new CrmField("name", Kind.TEXT), new CrmField("owner", Kind.MEMBER)));
        if (object.account() != null) {
            known.add(new CrmField("account", Kind.RECORD));
        }
        return List.copyOf(known);
    }

    private void declareObject(String option, String value) {
        String word = option.substring("object.".length());
        Set<String> taken = base.types().stream().map(CrmType::name).collect(Collectors.toCollection(HashSet::new));
        taken.addAll(TAKEN_TYPES);
        CrmType type;
        try {
            type = new CrmType(word);
        } catch (IllegalArgumentException e) {
            mistakes.add(new Mistake(option, word, "object. and 1 to 40 lower-case letters, digits and hyphens"));
            return;
        }
        if (taken.contains(word)) {
            mistakes.add(new Mistake(option, word, "another name than those of Rapport's own types"));
            return;
        }
        if (objects.size() == MAX_OBJECTS) {
            mistakes.add(new Mistake(option, "one more", "at most " + MAX_OBJECTS + " objects"));
            return;
        }
        String[] parts = value.strip().split("\\s*,\\s*");
        if (!CRM_OBJECT.matcher(parts[0]).matches()) {
            mistakes.add(
                    new Mistake(option, parts[0], "the CRM's name of the object first, of letters, digits, _ . and -"));
            return;
        }
        Map<String, String> roles = new HashMap<>();
        for (int i = 1; i < parts.length; i++) {
            String[] pair = parts[i].split("\\s*=\\s*", 2);
            if (!ROLES.contains(pair[0]) || roles.containsKey(pair[0])) {
                mistakes.add(new Mistake(option, parts[i], "name=, account= and owner=, each at most once"));
            } else if (pair.length < 2 || !CRM_FIELD.matcher(pair[1]).matches()) {
                mistakes.add(new Mistake(option, parts[i], "the name of a field of " + parts[0]));
            } else {
                roles.put(pair[0], pair[1]);
            }
        }
        objects.put(
                type,
                new OwnObject(type, parts[0], roles.get("name"), roles.get("account"), roles.get("owner"), List.of()));
    }

    private void declareFields(String option, String value) {
        String word = option.substring("fields.".length());
        CrmType type = types().get(word);
        if (type == null) {
            mistakes.add(new Mistake(option, word, "fields. and one of " + String.join(", ", types().keySet())));
            return;
        }
        Set<String> taken = new HashSet<>(Set.of("name", "owner", "account", "closed"));
        base.fields().getOrDefault(type, List.of()).forEach(field -> taken.add(field.name()));
        List<OwnField> own = new ArrayList<>();
        if (!value.isBlank()) {
            for (String part : value.strip().split("\\s*,\\s*")) {
                OwnField field = field(option, part);
                if (field == null) {
                    continue;
                }
                if (!taken.add(field.name())) {
                    mistakes.add(new Mistake(option, field.name(), "names that " + type + " does not have yet"));
                } else if (own.size() == MAX_FIELDS) {
                    mistakes.add(new Mistake(option, "one more", "at most " + MAX_FIELDS + " fields"));
                    return;
                } else {
                    own.add(field);
                }
            }
        }
        if (!own.isEmpty()) {
            fields.put(type, List.copyOf(own));
        }
    }

    /** {@code ourName=CrmField:kind}. */
    private @Nullable OwnField field(String option, String part) {
        String[] pair = part.split("\\s*=\\s*", 2);
        String[] crm = pair.length < 2 ? new String[] {""} : pair[1].split("\\s*:\\s*", 2);
        Kind kind = crm.length < 2 ? Kind.TEXT : KINDS.get(crm[1].toLowerCase(Locale.ROOT));
        if (!OUR_FIELD.matcher(pair[0]).matches()) {
            mistakes.add(new Mistake(
                    option,
                    part,
                    "ourName=CrmField:kind, our name a letter in lower case and at most 39"
                            + " letters and digits more"));
        } else if (!CRM_FIELD.matcher(crm[0]).matches()) {
            mistakes.add(new Mistake(option, part, "ourName=CrmField:kind, the CRM's field of letters, digits and _"));
        } else if (kind == null) {
            mistakes.add(new Mistake(option, part, "a kind of " + String.join(", ", KINDS.keySet())));
        } else {
            return new OwnField(pair[0], crm[0], kind);
        }
        return null;
    }

    private Map<String, CrmType> types() {
        Map<String, CrmType> types = new LinkedHashMap<>();
        base.types().forEach(type -> types.put(type.name(), type));
        objects.keySet().forEach(type -> types.put(type.name(), type));
        return types;
    }
}
