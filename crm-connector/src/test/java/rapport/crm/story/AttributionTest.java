package rapport.crm.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import rapport.crm.spi.CrmEdit;
import rapport.crm.spi.CrmEdit.FieldEdit;
import rapport.crm.spi.CrmMoney;
import rapport.crm.spi.CrmRef;
import rapport.crm.spi.CrmType;
import rapport.crm.story.Attribution.Save;
import rapport.social.record.FieldChange;
import rapport.social.record.Money;
import rapport.social.shared.SubjectId;

class AttributionTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    private static Noticed noticed(FieldChange... changes) {
        return new Noticed(
                1,
                new SubjectId(2),
                new CrmRef(CrmType.OPPORTUNITY, "o1"),
                List.of(changes),
                "ben",
                NOON,
                NOON.minusSeconds(600));
    }

    private static FieldChange stage(@Nullable String before, @Nullable String after) {
        return new FieldChange("stage", before, after);
    }

    private static CrmEdit edit(String actor, int second, String field, FieldEdit values) {
        return new CrmEdit(actor, NOON.minusSeconds(60).plusSeconds(second), Map.of(field, values));
    }

    private static FieldEdit became(Object after) {
        return new FieldEdit(null, false, after);
    }

    @Test
    void givesAllToTheLastWriterWhereThereIsNoHistory() {
        assertThat(Attribution.of(noticed(stage("A", "B"), new FieldChange("owner", "u1", "u2")), List.of()))
                .containsExactly(new Save("ben", NOON, List.of(stage("A", "B"), new FieldChange("owner", "u1", "u2"))));
    }

    @Test
    void namesTheOneWhoSavedRatherThanTheLastWriter() {
        var ann = edit("ann", 1, "stage", became("B"));
        assertThat(Attribution.of(noticed(stage("A", "B")), List.of(ann)))
                .containsExactly(new Save("ann", ann.at(), List.of(stage("A", "B"))));
    }

    @Test
    void followsAChainOfSavesFromWhatWasKnownToWhatIs() {
        var ann = edit("ann", 1, "stage", became("B"));
        var ben = edit("ben", 2, "stage", became("C"));
        assertThat(Attribution.of(noticed(stage("A", "C")), List.of(ann, ben)))
                .containsExactly(
                        new Save("ann", ann.at(), List.of(stage("A", "B"))),
                        new Save("ben", ben.at(), List.of(stage("B", "C"))));
    }

    @Test
    void startsTheChainWhereOurKnowledgeStartsNotBefore() {
        var earlier = edit("zoe", 0, "stage", became("A"));
        var ann = edit("ann", 1, "stage", became("B"));
        assertThat(Attribution.of(noticed(stage("A", "B")), List.of(earlier, ann)))
                .containsExactly(new Save("ann", ann.at(), List.of(stage("A", "B"))));
    }

    @Test
    void leavesOutWhatWasSavedAfterTheStateThatWeRead() {
        var ann = edit("ann", 1, "stage", became("B"));
        var later = edit("ben", 2, "stage", became("C"));
        assertThat(Attribution.of(noticed(stage("A", "B")), List.of(ann, later)))
                .containsExactly(new Save("ann", ann.at(), List.of(stage("A", "B"))));
    }

    @Test
    void isSureOnlyOfTheLastStepWhereTheHistoryHasGaps() {
        var ben = edit("ben", 2, "stage", new FieldEdit("X", true, "C"));
        assertThat(Attribution.of(noticed(stage("A", "C")), List.of(ben)))
                .containsExactly(new Save("ben", ben.at(), List.of(stage("A", "C"))));
    }

    @Test
    void comparesMoneyAndDaysByValue() {
        var amount = new FieldChange("amount", money("1000"), money("1500.5"));
        var closeOn = new FieldChange("closeOn", "2026-11-30", "2026-12-31");
        var ann = new CrmEdit(
                "ann",
                NOON,
                Map.of(
                        "amount",
                        new FieldEdit(
                                new CrmMoney(new BigDecimal("1000.00"), "EUR"),
                                true,
                                new CrmMoney(new BigDecimal("1500.50"), "EUR")),
                        "closeOn",
                        new FieldEdit(LocalDate.of(2026, 11, 30), true, LocalDate.of(2026, 12, 31))));
        assertThat(Attribution.of(noticed(amount, closeOn), List.of(ann)))
                .containsExactly(new Save("ann", NOON, List.of(amount, closeOn)));
    }

    private static Money money(String amount) {
        return new Money(new BigDecimal(amount), "EUR");
    }

    @Test
    void keepsWhatTwoPeopleDidApart() {
        var ann = edit("ann", 1, "stage", became("B"));
        var ben = edit("ben", 1, "owner", became("u2"));
        assertThat(Attribution.of(noticed(stage("A", "B"), new FieldChange("owner", "u1", "u2")), List.of(ann, ben)))
                .extracting(Save::actor)
                .containsExactlyInAnyOrder("ann", "ben");
    }

    @Test
    void takesAnEmptiedFieldAsAChangeLikeAnyOther() {
        var ann = edit("ann", 1, "stage", new FieldEdit("A", true, null));
        assertThat(Attribution.of(noticed(stage("A", null)), List.of(ann)))
                .containsExactly(new Save("ann", ann.at(), List.of(stage("A", null))));
    }
}
