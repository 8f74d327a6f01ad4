package rapport.crm.sync;

/** A connection's state or progress moved. */
public record SyncProgressed(String connection) {}
