package rapport.social.live;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happened, in keys: small enough for one NOTIFY, and nothing that a reader of the database's log should not see. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "of")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Signal.Change.class, name = "change"),
    @JsonSubTypes.Type(value = Signal.OfRecord.class, name = "record"),
    @JsonSubTypes.Type(value = Signal.Inbox.class, name = "inbox"),
    @JsonSubTypes.Type(value = Signal.Sync.class, name = "sync"),
    @JsonSubTypes.Type(value = Signal.Gap.class, name = "gap")
})
sealed interface Signal {
    /** So that the longest payload stays below the 8,000 bytes of a NOTIFY. */
    int MAX_MEMBERS = 300;

    /** A post, a comment or a reaction changed. */
    record Change(
            String type,
            long subject,
            long post,
            @Nullable Long comment,
            @Nullable Long actor) implements Signal {}

    /** A record's own facts changed. */
    record OfRecord(long subject) implements Signal {}

    /** Something is new in these members' inboxes, or less. */
    record Inbox(List<Long> members) implements Signal {}

    /** The synchronisation with a CRM moved on. */
    record Sync(String connection) implements Signal {}

    /** Signals may have been lost: everybody should catch up. */
    record Gap() implements Signal {}
}
