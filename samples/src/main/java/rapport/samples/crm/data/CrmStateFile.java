package rapport.samples.crm.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keeps what differs from the company's files. The file is replaced as a whole by a rename, so a reader finds the old
 * state or the new one, even after a kill in the middle.
 */
final class CrmStateFile {
    private static final String NAME = "sample-crm.json";
    private final JsonMapper json = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private final @Nullable Path directory;

    CrmStateFile(@Nullable Path directory) {
        this.directory = directory;
    }

    record State(Instant firstStart, List<CrmRecord> records, List<WebhookEvent> queue) {}

    /** The shape of the file. */
    record Stored(String firstStart, Map<String, List<Map<String, Object>>> records, List<WebhookEvent> queue) {}

    boolean isKept() {
        return directory != null;
    }

    @Nullable
    State read() {
        if (directory == null || !Files.exists(directory.resolve(NAME))) {
            return null;
        }
        Stored stored = json.readValue(directory.resolve(NAME).toFile(), Stored.class);
        List<CrmRecord> records = new ArrayList<>();
        stored.records()
                .forEach((name, list) -> EntityType.named(name)
                        .ifPresent(type -> list.forEach(given -> {
                            Map<String, Object> values = new LinkedHashMap<>(given);
                            String id = (String) Objects.requireNonNull(values.remove("id"));
                            records.add(new CrmRecord(type, id, values));
                        })));
        return new State(Instant.parse(stored.firstStart()), records, stored.queue());
    }

    void write(State state) {
        if (directory == null) {
            return;
        }
        Map<String, List<Map<String, Object>>> records = new LinkedHashMap<>();
        for (CrmRecord record : state.records()) {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("id", record.id());
            values.putAll(record.values());
            records.computeIfAbsent(record.type().wireName(), type -> new ArrayList<>())
                    .add(values);
        }
        try {
            Files.createDirectories(directory);
            Path next = directory.resolve(NAME + ".next");
            json.writeValue(next.toFile(), new Stored(state.firstStart().toString(), records, state.queue()));
            Files.move(
                    next, directory.resolve(NAME), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
