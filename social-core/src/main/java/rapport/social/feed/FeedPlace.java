package rapport.social.feed;

/** Whose posts a feed holds. */
sealed interface FeedPlace {

    /** What the viewer follows, and the viewer's own. */
    record Home() implements FeedPlace {}

    /** Everything that the viewer may see. */
    record Company() implements FeedPlace {}

    /** One record or one space. */
    record OfSubject(long subject) implements FeedPlace {}

    /** An account with its contacts and opportunities, each only if the viewer may see it. */
    record OfAccount(long subject) implements FeedPlace {}

    /** What stands on a member's profile, what the member wrote elsewhere, and the thanks that she shows. */
    record OfMember(long member) implements FeedPlace {}

    /** The posts with a topic. */
    record OfTopic(long topic) implements FeedPlace {}

    /** Everything in one saved stream. */
    record OfStream(long stream) implements FeedPlace {}

    /** Where the viewer is named. */
    record Mentions() implements FeedPlace {}

    /** What the viewer wrote, anywhere. */
    record Own() implements FeedPlace {}

    /** Whether posts can stand above it: pinned ones, announcements. */
    default boolean hasTop() {
        return this instanceof OfSubject
                || this instanceof OfAccount
                || this instanceof OfMember
                || this instanceof Company;
    }

    /** The subject, member, topic or stream of the place; 0 for those that have none. */
    default long id() {
        if (this instanceof OfSubject of) {
            return of.subject();
        }
        if (this instanceof OfAccount of) {
            return of.subject();
        }
        if (this instanceof OfTopic of) {
            return of.topic();
        }
        if (this instanceof OfStream of) {
            return of.stream();
        }
        return this instanceof OfMember of ? of.member() : 0;
    }

    /** A letter and the id: a token of one feed is refused by another. */
    default String code() {
        return switch (this.getClass().getSimpleName()) {
            case "Home" -> "h";
            case "Company" -> "c";
            case "OfSubject" -> "r" + id();
            case "OfAccount" -> "a" + id();
            case "OfMember" -> "m" + id();
            case "OfTopic" -> "t" + id();
            case "OfStream" -> "s" + id();
            case "Mentions" -> "n";
            default -> "o";
        };
    }
}
