package rapport.crm.spi;

/** What a page tells of one record: as it is now, or that it is gone. */
public sealed interface CrmChange permits CrmRecord, Tombstone {
    CrmRef ref();
}
