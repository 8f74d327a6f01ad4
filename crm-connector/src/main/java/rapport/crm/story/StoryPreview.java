package rapport.crm.story;

import java.time.LocalDate;
import java.util.List;

/**
 * What some tracked fields would have told.
 *
 * @param stories entries in the feeds of records
 * @param changes fields told in them
 * @param imports lines that each tell of one person's import
 * @param perDay  every day of the time asked for, the oldest first
 * @param since   changes are kept from here on; a preview reaches no further back
 */
public record StoryPreview(int stories, int changes, int imports, List<Day> perDay, LocalDate since) {
    public record Day(LocalDate day, int stories) {}
}
