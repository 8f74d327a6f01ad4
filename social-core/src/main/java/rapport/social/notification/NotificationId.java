package rapport.social.notification;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import rapport.social.shared.Ids;

/** The id of a notification: a new one each time that its thread has news, so that the id is the order. */
public record NotificationId(long value) {

    @JsonCreator
    public static NotificationId fromString(String text) {
        return new NotificationId(Ids.parse(text));
    }

    @JsonValue
    @Override
    public String toString() {
        return Long.toString(value);
    }
}
