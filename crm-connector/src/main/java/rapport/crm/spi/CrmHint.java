package rapport.crm.spi;

/** Something happened to this record; look. */
public record CrmHint(CrmRef ref) {}
