package rapport.social.feed;

/** Whose posts a feed holds. */
sealed interface FeedPlace {

    /** What the viewer follows, and the viewer's own. */
    record Home() implements FeedPlace {}

    /** Everything that the viewer may see. */
    record Company() implements FeedPlace {}

    /** One record. */
    record OfRecord(long subject) implements FeedPlace {}

    /** An account with its contacts and opportunities, each only if the viewer may see it. */
    record OfAccount(long subject) implements FeedPlace {}

    /** What stands on a member's profile and what the member wrote elsewhere. */
    record OfMember(long member) implements FeedPlace {}

    /** What the viewer wrote, anywhere. */
    record Own() implements FeedPlace {}

    /** The subject or member of the place; 0 for those that have none. */
    default long id() {
        if (this instanceof OfRecord record) {
            return record.subject();
        }
        if (this instanceof OfAccount account) {
            return account.subject();
        }
        return this instanceof OfMember member ? member.member() : 0;
    }

    /** A letter and the id: a token of one feed is refused by another. */
    default String code() {
        return switch (this.getClass().getSimpleName()) {
            case "Home" -> "h";
            case "Company" -> "c";
            case "OfRecord" -> "r" + id();
            case "OfAccount" -> "a" + id();
            case "OfMember" -> "m" + id();
            default -> "o";
        };
    }
}
