package rapport.crm.connection;

import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import rapport.crm.spi.CrmAdapter;
import rapport.crm.spi.CrmDescriptor;
import rapport.crm.spi.CrmField;
import rapport.crm.spi.CrmType;
import rapport.crm.spi.InvalidOptions;

/**
 * What a connection's settings must be. Each mistake is one line: the setting, what was found, what was expected; never a
 * secret.
 */
final class SettingsCheck {
    static final Pattern KEY = Pattern.compile("[a-z0-9][a-z0-9-]{0,59}");
    /** What HS256 asks for: as many bits as its hash has. */
    private static final int SECRET_LENGTH = 32;

    private SettingsCheck() {}

    /** @return the adapter that the settings name; null, with a mistake told, if there is none */
    static @Nullable CrmAdapter check(
            String key, ConnectionSettings settings, Map<String, CrmAdapter> adapters, List<String> mistakes) {
        String prefix = "rapport.connections." + key;
        if (!KEY.matcher(key).matches()) {
            mistakes.add(prefix + ": key \"" + key + "\" (expected: 1 to 60 lower-case letters, digits and hyphens)");
        }
        var adapter = settings.crm() == null ? null : adapters.get(settings.crm());
        if (adapter == null) {
            mistakes.add(prefix + ".crm: " + found(settings.crm()) + " (expected: "
                    + String.join(" or ", adapters.keySet()) + ")");
        }
        checkAddress(prefix + ".address", settings.address(), adapter == null || adapter.needsAddress(), mistakes);
        between(prefix + ".poll-every", settings.pollEvery(), Duration.ofSeconds(1), Duration.ofDays(1), mistakes);
        between(
                prefix + ".reconcile-every",
                settings.reconcileEvery(),
                Duration.ofMinutes(1),
                Duration.ofDays(31),
                mistakes);
        between(prefix + ".people-every", settings.peopleEvery(), Duration.ofSeconds(10), Duration.ofDays(1), mistakes);
        between(prefix + ".overlap", settings.overlap(), Duration.ZERO, Duration.ofHours(24), mistakes);
        between(
                prefix + ".connect-timeout",
                settings.connectTimeout(),
                Duration.ofMillis(100),
                Duration.ofMinutes(2),
                mistakes);
        between(
                prefix + ".answer-timeout",
                settings.answerTimeout(),
                Duration.ofMillis(100),
                Duration.ofMinutes(10),
                mistakes);
        between(prefix + ".vanish-percent", settings.vanishPercent(), 0, 100, mistakes);
        between(prefix + ".story-limit", settings.storyLimit(), 0, 1_000_000, mistakes);
        checkEmbed(prefix + ".embed", settings.embed(), mistakes);
        if (adapter != null) {
            CrmDescriptor descriptor = descriptor(prefix + ".options", adapter, settings.options(), mistakes);
            checkOptions(prefix + ".options", settings.options(), descriptor, mistakes);
            checkCredentials(prefix, settings, descriptor, mistakes);
            checkTypes(prefix + ".types", settings.types(), descriptor, mistakes);
            checkTracked(prefix + ".tracked", settings.tracked(), descriptor, mistakes);
            checkTrackedFields(prefix + ".tracked-fields", settings.trackedFields(), descriptor, mistakes);
            checkFollowRules(prefix + ".follow-rules", settings.followRules(), descriptor, mistakes);
        }
        return adapter;
    }

    private static void checkAddress(String at, @Nullable URI address, boolean needed, List<String> mistakes) {
        if (address == null && !needed) {
            return;
        }
        if (address == null
                || address.getHost() == null
                || !("http".equals(address.getScheme()) || "https".equals(address.getScheme()))) {
            mistakes.add(at + ": " + found(address) + " (expected: an http or https address)");
        } else if (address.getUserInfo() != null || address.getQuery() != null || address.getFragment() != null) {
            mistakes.add(
                    at + ": with a user, a query or a fragment (expected: none of them; keys have their own settings)");
        }
    }

    private static void checkOptions(
            String prefix, Map<String, String> options, CrmDescriptor descriptor, List<String> mistakes) {
        new TreeMap<>(options).forEach((name, value) -> {
            CrmDescriptor.Option option = descriptor.options().stream()
                    .filter(known -> known.is(name))
                    .findFirst()
                    .orElse(null);
            if (option == null) {
                mistakes.add(prefix + "[" + name + "]: not an option (expected: "
                        + (descriptor.options().isEmpty()
                                ? "none, " + descriptor.name() + " has no options"
                                : "of "
                                        + descriptor.options().stream()
                                                .map(CrmDescriptor.Option::name)
                                                .collect(Collectors.joining(", ")))
                        + ")");
            } else if (!option.choices().isEmpty() && !option.choices().contains(value.strip())) {
                mistakes.add(prefix + "[" + name + "]: " + found(value) + " (expected: "
                        + String.join(" or ", option.choices()) + ")");
            }
        });
    }

    /** With the connection's own fields and types; without them where their declaration cannot be used. */
    private static CrmDescriptor descriptor(
            String prefix, CrmAdapter adapter, Map<String, String> options, List<String> mistakes) {
        try {
            return adapter.descriptor(options);
        } catch (InvalidOptions e) {
            e.mistakes()
                    .forEach(mistake -> mistakes.add(prefix + "[" + mistake.option() + "]: " + found(mistake.found())
                            + " (expected: " + mistake.expected() + ")"));
            return adapter.descriptor();
        }
    }

    private static void checkCredentials(
            String prefix, ConnectionSettings settings, CrmDescriptor descriptor, List<String> mistakes) {
        Map<String, String> given = settings.allCredentials();
        descriptor.credentials().forEach(credential -> {
            if (credential.required() && !given.containsKey(credential.name())) {
                boolean shorthand =
                        credential.name().equals("api-key") || credential.name().equals("secret-key");
                mistakes.add(prefix + (shorthand ? "." : ".credentials.") + credential.name()
                        + ": missing (expected: as issued by " + descriptor.name() + ")");
            }
        });
    }

    private static void checkTracked(
            String prefix, Map<String, List<String>> tracked, CrmDescriptor descriptor, List<String> mistakes) {
        Set<String> types = typeNames(descriptor);
        tracked.forEach((type, fields) -> {
            if (!types.contains(type)) {
                mistakes.add(prefix + "." + type + ": not a type (expected: " + String.join(", ", types) + ")");
                return;
            }
            Set<String> names = Connection.fieldNames(descriptor, new CrmType(type));
            fields.stream()
                    .filter(field -> !names.contains(field))
                    .forEach(field -> mistakes.add(
                            prefix + "." + type + ": " + field + " (expected: of " + String.join(", ", names) + ")"));
        });
    }

    private static void checkTypes(
            String prefix, List<String> wanted, CrmDescriptor descriptor, List<String> mistakes) {
        Set<String> types = typeNames(descriptor);
        wanted.stream()
                .filter(type -> !types.contains(type))
                .forEach(type ->
                        mistakes.add(prefix + ": " + found(type) + " (expected: of " + String.join(", ", types) + ")"));
    }

    static void checkTrackedFields(
            String prefix, List<TrackedField> tracked, CrmDescriptor descriptor, List<String> mistakes) {
        for (int i = 0; i < tracked.size(); i++) {
            TrackedField field = tracked.get(i);
            String at = prefix + "[" + i + "]";
            if (checkField(at, field.type(), field.field(), descriptor, mistakes)) {
                CrmField.Kind kind = kind(descriptor, field.type(), field.field());
                boolean sum = kind == CrmField.Kind.MONEY || kind == CrmField.Kind.NUMBER;
                checkThreshold(at + ".threshold", field.threshold(), field.field(), sum, mistakes);
                checkThreshold(at + ".threshold-percent", field.thresholdPercent(), field.field(), sum, mistakes);
            }
        }
    }

    private static void checkThreshold(
            String at, @Nullable BigDecimal threshold, String field, boolean sum, List<String> mistakes) {
        if (threshold != null && (threshold.signum() < 0 || !sum)) {
            mistakes.add(at + ": " + threshold
                    + (sum ? " (expected: 0 or more)" : " (expected: none, " + field + " is no number)"));
        }
    }

    static void checkFollowRules(
            String prefix, List<FollowRule> rules, CrmDescriptor descriptor, List<String> mistakes) {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < rules.size(); i++) {
            FollowRule rule = rules.get(i);
            String at = prefix + "[" + i + "]";
            if (rule.id() == null || !KEY.matcher(rule.id()).matches()) {
                mistakes.add(at + ".id: " + found(rule.id())
                        + " (expected: 1 to 60 lower-case letters, digits and hyphens)");
            } else if (!ids.add(rule.id())) {
                mistakes.add(at + ".id: " + found(rule.id()) + " (expected: another than the other rules')");
            }
            if (rule.reason() == null) {
                mistakes.add(at + ".reason: missing (expected: owner, account-owner, team or criteria)");
            } else if (rule.reason() == FollowRule.Reason.CRITERIA
                    && rule.criteria().isEmpty()) {
                mistakes.add(at + ".criteria: none (expected: at least one for the reason criteria)");
            }
            if (!typeNames(descriptor).contains(String.valueOf(rule.type()))) {
                mistakes.add(at + ".type: " + found(rule.type()) + " (expected: of "
                        + String.join(", ", typeNames(descriptor)) + ")");
                continue;
            }
            for (int j = 0; j < rule.criteria().size(); j++) {
                checkCriterion(
                        at + ".criteria[" + j + "]",
                        rule.type(),
                        rule.criteria().get(j),
                        descriptor,
                        mistakes);
            }
            between(at + ".end-days-after-close", orNone(rule.endDaysAfterClose()), 0, 3_650, mistakes);
            between(at + ".end-days-of-silence", orNone(rule.endDaysOfSilence()), 0, 3_650, mistakes);
        }
    }

    private static void checkCriterion(
            String at,
            String type,
            FollowRule.@Nullable Criterion criterion,
            CrmDescriptor descriptor,
            List<String> mistakes) {
        if (criterion == null) {
            mistakes.add(at + ": missing (expected: field, operator and value)");
            return;
        }
        if (!checkField(at, type, criterion.field(), descriptor, mistakes)) {
            return;
        }
        if (criterion.operator() == null) {
            mistakes.add(
                    at + ".operator: missing (expected: eq, ne, gt, ge, lt, le, contains, in, empty or not-empty)");
            return;
        }
        boolean bare = criterion.operator() == FollowRule.Operator.EMPTY
                || criterion.operator() == FollowRule.Operator.NOT_EMPTY;
        boolean blank = criterion.value() == null || criterion.value().isBlank();
        if (bare != blank) {
            mistakes.add(
                    at + ".value: " + (bare ? "given (expected: none)" : "missing (expected: what to compare with)"));
        }
    }

    private static boolean checkField(
            String at, @Nullable String type, @Nullable String field, CrmDescriptor descriptor, List<String> mistakes) {
        if (type == null || !typeNames(descriptor).contains(type)) {
            mistakes.add(
                    at + ".type: " + found(type) + " (expected: of " + String.join(", ", typeNames(descriptor)) + ")");
            return false;
        }
        Set<String> names = Connection.fieldNames(descriptor, new CrmType(type));
        if (field == null || !names.contains(field)) {
            mistakes.add(at + ".field: " + found(field) + " (expected: of " + String.join(", ", names) + ")");
            return false;
        }
        return true;
    }

    private static int orNone(@Nullable Integer days) {
        return days == null ? 0 : days;
    }

    private static CrmField.@Nullable Kind kind(CrmDescriptor descriptor, String type, String field) {
        return descriptor.fields().getOrDefault(new CrmType(type), List.of()).stream()
                .filter(known -> known.name().equals(field))
                .map(CrmField::kind)
                .findFirst()
                .orElse(null);
    }

    private static Set<String> typeNames(CrmDescriptor descriptor) {
        Set<String> types = new LinkedHashSet<>();
        descriptor.types().forEach(type -> types.add(type.name()));
        return types;
    }

    private static void checkEmbed(String prefix, ConnectionSettings.Embed embed, List<String> mistakes) {
        String secret = embed.secret();
        if (secret != null && secret.getBytes(StandardCharsets.UTF_8).length < SECRET_LENGTH) {
            mistakes.add(prefix + ".secret: " + secret.getBytes(StandardCharsets.UTF_8).length
                    + " bytes (expected: at least " + SECRET_LENGTH + ")");
        }
        for (String origin : embed.origins()) {
            URI uri;
            try {
                uri = URI.create(origin);
            } catch (IllegalArgumentException e) {
                uri = URI.create("");
            }
            boolean plain = uri.getHost() != null
                    && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && origin.equals(uri.getScheme() + "://" + uri.getAuthority())
                    && uri.getUserInfo() == null
                    && !origin.contains("*");
            if (!plain) {
                mistakes.add(prefix + ".origins: " + found(origin)
                        + " (expected: scheme, host and port alone, such as https://crm.example)");
            }
        }
    }

    private static void between(String setting, Duration value, Duration least, Duration most, List<String> mistakes) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            mistakes.add(setting + ": " + text(value) + " (expected: " + text(least) + " to " + text(most) + ")");
        }
    }

    private static void between(String setting, int value, int least, int most, List<String> mistakes) {
        if (value < least || value > most) {
            mistakes.add(setting + ": " + value + " (expected: " + least + " to " + most + ")");
        }
    }

    private static String text(Duration duration) {
        return duration.toString().substring(2).toLowerCase(Locale.ROOT);
    }

    private static String found(@Nullable Object value) {
        if (value == null || value.toString().isBlank()) {
            return "missing";
        }
        String text = value.toString().replaceAll("\\p{Cntrl}", " ");
        return "\"" + (text.length() > 60 ? text.substring(0, 60) + "…" : text) + "\"";
    }
}
