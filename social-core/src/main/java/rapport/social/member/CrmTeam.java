package rapport.social.member;

/** A team of a connected CRM: one principal. */
public record CrmTeam(String externalId, String name) {}
