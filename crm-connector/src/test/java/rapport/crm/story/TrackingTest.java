package rapport.crm.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import rapport.crm.connection.TrackedField;
import rapport.social.record.FieldChange;
import rapport.social.record.Money;

class TrackingTest {
    private static @Nullable Object euros(@Nullable String amount) {
        return amount == null ? null : new Money(new BigDecimal(amount), "EUR");
    }

    private static boolean tells(
            @Nullable String threshold, @Nullable String percent, @Nullable Object before, @Nullable Object after) {
        var field = new TrackedField(
                "opportunity",
                "amount",
                threshold == null ? null : new BigDecimal(threshold),
                percent == null ? null : new BigDecimal(percent));
        return !new Tracking(List.of(field))
                .told("opportunity", List.of(new FieldChange("amount", before, after)))
                .isEmpty();
    }

    @Test
    void leavesOutWhatIsBelowAThreshold() {
        assertThat(tells("500", null, euros("1000"), euros("1499.99"))).isFalse();
        assertThat(tells("500", null, euros("1000"), euros("500"))).isTrue();
        assertThat(tells(null, "10", euros("1000"), euros("1099"))).isFalse();
        assertThat(tells(null, "10", euros("1000"), euros("900"))).isTrue();
        assertThat(tells("500", "10", euros("100000"), euros("100600")))
                .as("both must be reached")
                .isFalse();
        assertThat(tells(null, null, euros("1"), euros("1.01"))).isTrue();
    }

    @Test
    void tellsWhatNoThresholdCanMeasure() {
        assertThat(tells("500", "10", null, euros("1"))).isTrue();
        assertThat(tells("500", "10", euros("1"), null)).isTrue();
        assertThat(tells("500", null, euros("1"), new Money(new BigDecimal("1"), "USD")))
                .isTrue();
        assertThat(tells(null, "10", euros("0"), euros("1"))).isTrue();
    }

    @Test
    void leavesOutWhatNobodyTracks() {
        assertThat(new Tracking(List.of()).told("opportunity", List.of(new FieldChange("stage", "A", "B"))))
                .isEmpty();
    }
}
