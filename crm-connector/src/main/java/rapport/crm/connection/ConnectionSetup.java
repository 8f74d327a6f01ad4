package rapport.crm.connection;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import rapport.crm.phrase.Phrases;
import rapport.crm.secret.Secrets;
import rapport.crm.spi.CrmFailure;
import rapport.crm.spi.WebhookSubscription;
import rapport.social.shared.Problem;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Adds, changes and removes connections while the server runs. Those of the configuration are changed there alone. */
@Component
public class ConnectionSetup {
    private static final TypeReference<List<Map<String, Object>>> OBJECTS = new TypeReference<>() {};
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionSetup.class);
    private static final String CREATE_KEY = "Idempotency-Key";
    private static final Pattern OPTION = Pattern.compile("options\\[(.*)]");

    private final Connections connections;
    private final StoredConnections stored;
    private final ConnectionStates states;
    private final WebhookSubscriptions subscriptions;
    private final Secrets secrets;
    private final TransactionTemplate transaction;
    private final JsonMapper json;

    ConnectionSetup(
            Connections connections,
            StoredConnections stored,
            ConnectionStates states,
            WebhookSubscriptions subscriptions,
            Secrets secrets,
            TransactionTemplate transaction,
            JsonMapper json) {
        this.connections = connections;
        this.stored = stored;
        this.states = states;
        this.subscriptions = subscriptions;
        this.secrets = secrets;
        this.transaction = transaction;
        this.json = json;
    }

    /**
     * Makes a draft, which does nothing before it is started.
     *
     * @param createKey the Idempotency-Key: sent again, it gives what it made the first time
     * @return its key
     * @throws Problem naming what is wrong with the settings; 409 if there is one of that key
     */
    public String create(NewConnection input, long member, @Nullable String createKey) {
        requireKey();
        if (createKey != null && createKey.isBlank()) {
            throw Problem.required(CREATE_KEY);
        }
        if (createKey != null && createKey.length() > 200) {
            throw Problem.tooLong(CREATE_KEY, createKey.length(), 200);
        }
        String requestHash = hash(input);
        var before = madeWith(member, createKey, requestHash);
        if (before.isPresent()) {
            return before.get();
        }
        String key = input.key() == null ? freeKey(input.name()) : input.key();
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("crm", input.adapter());
        Map<String, String> kept = new HashMap<>();
        apply(
                settings,
                kept,
                new ConnectionChange(
                        input.name(),
                        input.address(),
                        input.credentials(),
                        input.visibility(),
                        input.mirror(),
                        input.options(),
                        input.webhooks(),
                        input.embed()));
        var made = new StoredConnection(key, 1, settings, kept);
        requireRight(made);
        if (connections.isDeclared(key)) {
            throw new Problem(409, "connection-exists", "key", key, null);
        }
        boolean isNew = Boolean.TRUE.equals(transaction.execute(status -> {
            boolean inserted = stored.insert(made, member, createKey, requestHash);
            if (inserted) {
                states.draft(key);
            }
            return inserted;
        }));
        connections.refresh();
        if (isNew) {
            return key;
        }
        // The same request at the same time, or another with the same key.
        return madeWith(member, createKey, requestHash)
                .orElseThrow(() -> new Problem(409, "connection-exists", "key", key, null));
    }

    private Optional<String> madeWith(long member, @Nullable String createKey, String requestHash) {
        if (createKey == null) {
            return Optional.empty();
        }
        return stored.madeWith(member, createKey).map(made -> {
            if (!made.requestHash().equals(requestHash)) {
                throw new Problem(422, "idempotency-key-reused", CREATE_KEY, createKey, null);
            }
            return made.connection();
        });
    }

    /**
     * @param version the version that the caller has seen; null to take the change in any case
     * @throws Problem 404, 409 for one of the configuration, 412 if somebody changed it meanwhile, 400 for wrong settings
     */
    public void change(String key, ConnectionChange change, @Nullable Integer version) {
        requireKey();
        StoredConnection before = stored(key, version);
        Map<String, Object> settings = new LinkedHashMap<>(before.settings());
        Map<String, String> kept = new HashMap<>(before.secrets());
        apply(settings, kept, change);
        var after = new StoredConnection(key, before.version() + 1, settings, kept);
        requireRight(after);
        transaction.executeWithoutResult(status -> {
            if (!stored.update(after)) {
                throw Problem.versionMismatch(before.version(), "newer");
            }
            if (readsOtherwise(before.settings(), settings)) {
                states.requestComparisonOfWhatWasRead(key);
            }
        });
        connections.refresh();
    }

    /** Whether records read before may lack something now: no CRM tells them as changed because our settings did. */
    private static boolean readsOtherwise(Map<String, Object> before, Map<String, Object> after) {
        return !Objects.requireNonNullElse(before.get("options"), Map.of())
                        .equals(Objects.requireNonNullElse(after.get("options"), Map.of()))
                || !Objects.requireNonNullElse(before.get("types"), List.of())
                        .equals(Objects.requireNonNullElse(after.get("types"), List.of()));
    }

    /** Its records and what was said about them stay; nothing is read any more. */
    public void remove(String key, @Nullable Integer version) {
        stored(key, version);
        unsubscribe(key);
        stored.delete(key);
        connections.refresh();
    }

    /** A CRM that does not answer keeps nobody from removing it: its calls find no address then. */
    private void unsubscribe(String key) {
        List<WebhookSubscription> standing = subscriptions.of(key);
        if (standing.isEmpty()) {
            return;
        }
        connections.openLink(key).ifPresent(link -> {
            try (link) {
                link.unsubscribe(standing);
            } catch (CrmFailure failure) {
                LOG.warn(
                        "connection {}: its webhooks stay in the CRM. {}", key, Phrases.english(failure.explanation()));
            } catch (RuntimeException e) {
                LOG.warn("connection {}: its webhooks stay in the CRM", key, e);
            }
        });
    }

    private StoredConnection stored(String key, @Nullable Integer version) {
        if (connections.isDeclared(key)) {
            throw new Problem(409, "declared-connection", "connection", key, null);
        }
        StoredConnection found = stored.find(key).orElseThrow(Problem::notFound);
        if (version != null && version != found.version()) {
            throw Problem.versionMismatch(version, found.version());
        }
        return found;
    }

    private void requireKey() {
        if (!secrets.canSeal()) {
            throw new Problem(409, "secret-key-needed");
        }
    }

    private void apply(Map<String, Object> settings, Map<String, String> kept, ConnectionChange change) {
        put(settings, "name", change.name() == null ? null : change.name().strip());
        put(
                settings,
                "address",
                change.address() == null ? null : change.address().strip());
        put(
                settings,
                "visibility",
                change.visibility() == null ? null : change.visibility().toLowerCase(Locale.ROOT));
        put(settings, "options", change.options());
        put(settings, "webhooks", change.webhooks());
        if (change.credentials() != null) {
            change.credentials().forEach((name, value) -> {
                if (value == null || value.isBlank()) {
                    kept.remove(StoredConnection.credential(name));
                } else {
                    kept.put(StoredConnection.credential(name), value.strip());
                }
            });
        }
        MirrorChange mirror = change.mirror();
        if (mirror != null) {
            put(settings, "types", mirror.types());
            if (mirror.trackedFields() != null) {
                put(settings, "tracked-fields", objects(mirror.trackedFields()));
                put(settings, "tracked", nothingElse(String.valueOf(settings.get("crm"))));
            }
            put(settings, "follow-rules", objects(mirror.followRules()));
        }
        EmbedChange embed = change.embed();
        if (embed != null) {
            if (embed.origins() != null) {
                put(settings, "embed", Map.of("origins", embed.origins()));
            }
            if (embed.secret() != null && embed.secret().isBlank()) {
                kept.remove(StoredConnection.EMBED_SECRET);
            } else if (embed.secret() != null) {
                kept.put(StoredConnection.EMBED_SECRET, embed.secret().strip());
            }
        }
    }

    /** What is set on the pages is all that is told: a type without a field has none, instead of the default. */
    private Map<String, Object> nothingElse(String crm) {
        Map<String, Object> nothing = new LinkedHashMap<>();
        connections.adapters().stream()
                .filter(adapter -> adapter.descriptor().crm().equals(crm))
                .flatMap(adapter -> adapter.descriptor().types().stream())
                .forEach(type -> nothing.put(type.name(), ""));
        return nothing;
    }

    private static void put(Map<String, Object> settings, String name, @Nullable Object value) {
        if (value != null) {
            settings.put(name, value);
        }
    }

    /** By the configuration's names for their parts, as far as they differ. */
    private @Nullable Object objects(@Nullable List<?> values) {
        if (values == null) {
            return null;
        }
        List<Map<String, Object>> objects = json.convertValue(values, OBJECTS);
        List<Map<String, Object>> named = new ArrayList<>();
        objects.forEach(object -> {
            Map<String, Object> one = new LinkedHashMap<>();
            object.forEach((name, value) -> one.put(kebab(name), value));
            named.add(one);
        });
        return named;
    }

    /** @throws Problem that names every setting at fault by its place in the request */
    private void requireRight(StoredConnection connection) {
        String prefix = "^rapport\\.connections\\." + Pattern.quote(connection.key()) + "\\.?";
        Mistakes.refuse(connections.mistakes(connection), setting -> field(setting.replaceFirst(prefix, "")));
    }

    /** The member of the request that a setting came from. */
    private static String field(String setting) {
        if (setting.isEmpty()) {
            return "key";
        }
        if (setting.equals("crm")) {
            return "adapter";
        }
        if (setting.equals("api-key") || setting.equals("secret-key")) {
            return "credentials." + setting;
        }
        if (setting.startsWith("credentials.") || setting.startsWith("options.")) {
            return setting;
        }
        Matcher option = OPTION.matcher(setting);
        if (option.matches()) {
            return "options." + option.group(1);
        }
        String name = Mistakes.camel(setting);
        return name.startsWith("types") || name.startsWith("trackedFields") || name.startsWith("followRules")
                ? "mirror." + name
                : name;
    }

    private static String kebab(String camel) {
        return Pattern.compile("([A-Z])")
                .matcher(camel)
                .replaceAll(letter -> "-" + letter.group(1).toLowerCase(Locale.ROOT));
    }

    /** {@code Café Nordwind} becomes {@code cafe-nordwind}, or {@code cafe-nordwind-2} where that is taken. */
    private String freeKey(String name) {
        String plain = Normalizer.normalize(name, Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        String base = plain.isEmpty() ? "crm" : plain.substring(0, Math.min(50, plain.length()));
        String key = base;
        for (int number = 2; connections.findOpened(key).isPresent(); number++) {
            key = base + "-" + number;
        }
        return key;
    }

    /** Without the secrets, of which not even a hash is kept. */
    private String hash(NewConnection input) {
        var sentWithout = new NewConnection(
                input.key(),
                input.name(),
                input.adapter(),
                input.address(),
                null,
                input.visibility(),
                input.mirror(),
                input.options(),
                input.webhooks(),
                null);
        try {
            byte[] sent = json.writeValueAsString(sentWithout).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(sent));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
