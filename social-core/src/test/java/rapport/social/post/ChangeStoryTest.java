package rapport.social.post;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import rapport.social.post.StoryValue.Quantity;
import rapport.social.post.StoryValue.Sum;
import rapport.social.post.StoryValue.Text;
import rapport.social.record.Money;

class ChangeStoryTest {

    private static StoryChange stage(String before, String after) {
        return new StoryChange("stage", new Text(before), new Text(after));
    }

    private static StoryChange amount(String before, String after) {
        return new StoryChange(
                "amount",
                new Sum(new Money(new BigDecimal(before), "EUR")),
                new Sum(new Money(new BigDecimal(after), "EUR")));
    }

    @Test
    void goesFromTheFirstValueToTheLast() {
        var story = new ChangeStory(List.of(stage("Lead", "Offer"), amount("10", "20")))
                .and(List.of(stage("Offer", "Won")));
        assertThat(story.changes()).containsExactly(stage("Lead", "Won"), amount("10", "20"));
    }

    @Test
    void forgetsWhatReturnedToItsStart() {
        var story = new ChangeStory(List.of(stage("Lead", "Offer"), amount("10", "20")))
                .and(List.of(stage("Offer", "Lead")));
        assertThat(story.changes()).containsExactly(amount("10", "20"));
        assertThat(story.and(List.of(amount("20.00", "10.0"))).isEmpty()).isTrue();
    }

    @Test
    void tellsNothingOfAFieldThatKeptItsValue() {
        assertThat(new ChangeStory(List.of(stage("Lead", "Lead"), amount("10", "10.00"))).isEmpty())
                .isTrue();
        assertThat(new Quantity(new BigDecimal("1.50"))).isEqualTo(new Quantity(new BigDecimal("1.5")));
        assertThat(new Quantity(new BigDecimal("100")).value().toString()).isEqualTo("100");
    }

    @Test
    void tellsAValueThatCameOrWent() {
        var came = new StoryChange("nextStep", null, new Text("Call"));
        assertThat(new ChangeStory(List.of(came)).changes()).containsExactly(came);
        assertThat(new ChangeStory(List.of(came))
                        .and(List.of(new StoryChange("nextStep", new Text("Call"), null)))
                        .isEmpty())
                .isTrue();
        assertThat(new StoryChange("amount", new Sum(new Money(BigDecimal.TEN, "EUR")), null).type())
                .isEqualTo("money");
    }
}
