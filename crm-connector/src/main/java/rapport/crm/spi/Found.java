package rapport.crm.spi;

import java.util.List;

/**
 * Some records asked for by id.
 *
 * @param gone       those of which the CRM says that they do not exist; one that it refuses to show is neither here nor there
 */
public record Found(List<CrmRecord> records, List<Tombstone> gone, List<Unreadable> unreadable) {}
