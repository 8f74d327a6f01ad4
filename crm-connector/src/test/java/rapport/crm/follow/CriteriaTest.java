package rapport.crm.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import rapport.crm.connection.FollowRule.Criterion;
import rapport.crm.connection.FollowRule.Operator;
import rapport.social.record.Money;
import rapport.social.record.RecordFacts;
import rapport.social.record.RecordRef;
import rapport.social.shared.SubjectId;

class CriteriaTest {
    private final RecordFacts deal = new RecordFacts(
            new SubjectId(1),
            new RecordRef("acme", "opportunity", "o1"),
            "Cold store Lyon",
            "u1",
            null,
            "a1",
            null,
            Set.of(),
            Map.of(
                    "amount",
                    new Money(new BigDecimal("9000"), "EUR"),
                    "probability",
                    new BigDecimal("80"),
                    "closeOn",
                    "2026-12-31",
                    "stage",
                    "Closed Won",
                    "code",
                    "0080",
                    "hot",
                    true),
            null,
            false);

    private boolean is(String field, Operator operator, @Nullable String value) {
        return Criteria.areMet(List.of(new Criterion(field, operator, value)), deal);
    }

    @Test
    void comparesAmountsAsAmountsAndNotAsText() {
        assertThat(is("amount", Operator.GT, "10000")).isFalse();
        assertThat(is("amount", Operator.LT, "10000")).isTrue();
        assertThat(is("amount", Operator.GE, "9000.00")).isTrue();
        assertThat(is("amount", Operator.EQ, "9000.0")).isTrue();
        assertThat(is("probability", Operator.LE, "79.9")).isFalse();
    }

    @Test
    void comparesDaysAsDays() {
        assertThat(is("closeOn", Operator.LT, "2027-01-01")).isTrue();
        assertThat(is("closeOn", Operator.GE, "2026-12-31")).isTrue();
        assertThat(is("closeOn", Operator.GT, "soon")).isFalse();
    }

    @Test
    void comparesWordsWithoutCase() {
        assertThat(is("stage", Operator.EQ, "closed won")).isTrue();
        assertThat(is("stage", Operator.CONTAINS, "WON")).isTrue();
        assertThat(is("stage", Operator.IN, "Proposal, Closed Won")).isTrue();
        assertThat(is("stage", Operator.IN, "Proposal,Negotiation")).isFalse();
        assertThat(is("stage", Operator.NE, "Proposal")).isTrue();
        assertThat(is("stage", Operator.GT, "A")).as("words have no order").isFalse();
        assertThat(is("hot", Operator.EQ, "true")).isTrue();
        assertThat(is("name", Operator.CONTAINS, "lyon")).isTrue();
        assertThat(is("owner", Operator.EQ, "u1")).isTrue();
    }

    @Test
    void knowsWhatIsNotThere() {
        assertThat(is("nextStep", Operator.EMPTY, null)).isTrue();
        assertThat(is("stage", Operator.EMPTY, null)).isFalse();
        assertThat(is("stage", Operator.NOT_EMPTY, null)).isTrue();
        assertThat(is("nextStep", Operator.EQ, "call")).isFalse();
        assertThat(is("nextStep", Operator.NE, "call")).isTrue();
        assertThat(is("nextStep", Operator.LT, "5")).isFalse();
    }

    @Test
    void asksForAllOfThem() {
        assertThat(Criteria.areMet(
                        List.of(
                                new Criterion("stage", Operator.CONTAINS, "won"),
                                new Criterion("amount", Operator.GT, "10000")),
                        deal))
                .isFalse();
        assertThat(Criteria.areMet(List.of(), deal)).isTrue();
    }

    @Test
    void seesInTheStageThatADealIsClosed() {
        assertThat(ClosedRecords.isClosed(deal)).isTrue();
        for (String open : List.of("Proposal", "Negotiation", "Wonder", "To be signed soon", "Prospecting")) {
            assertThat(ClosedRecords.isClosed(withStage(open))).as(open).isFalse();
        }
        for (String closed : List.of("closedwon", "Closed Lost", "Gagnée", "Perdu", "Lost")) {
            assertThat(ClosedRecords.isClosed(withStage(closed))).as(closed).isTrue();
        }
    }

    private RecordFacts withStage(String stage) {
        return new RecordFacts(
                deal.id(),
                deal.ref(),
                deal.name(),
                null,
                null,
                null,
                null,
                Set.of(),
                Map.of("stage", stage),
                null,
                false);
    }
}
