package rapport.social.post;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Which tracked fields of a record changed, in one save or in a few that were close together.
 *
 * @param changes each field once
 */
public record ChangeStory(List<StoryChange> changes) {

    public ChangeStory {
        Map<String, StoryChange> byField = new LinkedHashMap<>();
        for (StoryChange change : changes) {
            byField.merge(
                    change.field(),
                    change,
                    (first, last) -> new StoryChange(first.field(), first.before(), last.after()));
        }
        byField.values().removeIf(StoryChange::isNone);
        changes = List.copyOf(byField.values());
    }

    /** This story and what happened next, as one: from the first value to the last, without what returned to its start. */
    ChangeStory and(List<StoryChange> next) {
        return new ChangeStory(Stream.concat(changes.stream(), next.stream()).toList());
    }

    boolean isEmpty() {
        return changes.isEmpty();
    }
}
