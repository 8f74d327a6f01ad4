package rapport.crm.intake;

/**
 * A row of a file that was not taken.
 *
 * @param line   where it begins, the header being line 1
 * @param reason what was expected, never what stood there
 */
public record Refusal(long line, String field, String reason) {}
