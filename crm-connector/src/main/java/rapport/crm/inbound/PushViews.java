package rapport.crm.inbound;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rapport.crm.intake.FileView;

/** What a system that pushes is answered. */
final class PushViews {
    private PushViews() {}

    /** @param results one for each row, in the order sent; @param counts of them, by status */
    public record PushAnswer(List<PushResult> results, Map<String, Integer> counts) {}

    /**
     * @param row    its number, from 1
     * @param status created, updated, unchanged, stale, deleted, merged, unknown or refused
     * @param field  at fault, of a refused row
     * @param reason what was expected, of a refused row
     */
    public record PushResult(
            int row,
            @Nullable String externalId,
            String status,
            @Nullable String field,
            @Nullable String reason) {}

    public record LoadView(String load, String type) {}

    public record LoadEnd(int deleted) {}

    /** @param rows that are there, by type */
    public record PushState(String connection, @Nullable Instant changedAt, Map<String, Integer> rows) {}

    public record FileList(List<FileView> items) {}

    public record RefusalList(List<RefusalView> items) {}

    public record RefusalView(long line, String field, String reason) {}
}
