package rapport.crm.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import rapport.crm.connection.TrackedField;
import rapport.crm.story.Attribution.Save;
import rapport.social.record.FieldChange;

class ReplayTest {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    private static Replay.Kept saved(Instant at, String before, String after) {
        var changes = List.of(new FieldChange("stage", before, after));
        return new Replay.Kept(1, "opportunity", "u1", at, changes, List.of(new Save("u1", at, changes)));
    }

    private static int stories(Duration grouping) {
        return new Replay(
                        new Tracking(List.of(new TrackedField("opportunity", "stage", null, null))),
                        50,
                        grouping,
                        Duration.ofMinutes(10))
                .of(List.of(saved(NOON, "A", "B"), saved(NOON.plus(Duration.ofMinutes(25)), "B", "C")))
                .stories();
    }

    @Test
    void groupsSavesAsTheSettingSays() {
        assertThat(stories(Duration.ofMinutes(10))).isEqualTo(2);
        assertThat(stories(Duration.ofMinutes(30))).isEqualTo(1);
    }
}
