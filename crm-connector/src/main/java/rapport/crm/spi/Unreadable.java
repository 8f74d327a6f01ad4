package rapport.crm.spi;

import org.jspecify.annotations.Nullable;

/**
 * A row that the adapter could not turn into a record; it is set aside, shown to the admin and tried again.
 *
 * @param externalId null when not even that could be read
 * @param reason     which field and what was expected; never what stood in it, which may be a customer's data
 */
public record Unreadable(CrmType type, @Nullable String externalId, String reason) {}
