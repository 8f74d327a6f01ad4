package rapport.crm.spi;

/** A team, group, role or territory by which the CRM grants sight of records. */
public record CrmTeam(String externalId, String name) {}
