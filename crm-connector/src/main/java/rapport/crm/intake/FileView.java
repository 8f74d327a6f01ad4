package rapport.crm.intake;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import rapport.crm.phrase.Phrases;

/**
 * What came of a file.
 *
 * @param state  reading, read or refused
 * @param read   rows
 * @param notice what is worth knowing of it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FileView(
        String type,
        String name,
        String state,
        long read,
        int created,
        int updated,
        int unchanged,
        int deleted,
        int refused,
        @Nullable String notice,
        Instant startedAt,
        @Nullable Instant endedAt) {
    public static FileView of(IntakeFile file, Locale language) {
        return new FileView(
                file.type(),
                file.name(),
                file.state(),
                file.records(),
                file.created(),
                file.updated(),
                file.unchanged(),
                file.deleted(),
                file.refused(),
                Phrases.tellOrNull(file.notice(), language),
                file.startedAt(),
                file.endedAt());
    }
}
