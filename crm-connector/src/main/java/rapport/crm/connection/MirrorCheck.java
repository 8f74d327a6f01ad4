package rapport.crm.connection;

import java.util.ArrayList;
import java.util.List;
import rapport.social.shared.Problem;

/** Checks what an admin tries out before setting it, by the same rules and in the same words as when it is set. */
public final class MirrorCheck {
    private MirrorCheck() {}

    /** @throws Problem that names every mistake by its place, such as {@code rules[0].criteria[1].field} */
    public static void requireRules(Connection connection, List<FollowRule> rules) {
        List<String> mistakes = new ArrayList<>();
        SettingsCheck.checkFollowRules("rules", rules, connection.descriptor(), mistakes);
        Mistakes.refuse(mistakes, Mistakes::camel);
    }

    /** @throws Problem that names every mistake by its place, such as {@code trackedFields[0].field} */
    public static void requireTracked(Connection connection, List<TrackedField> fields) {
        List<String> mistakes = new ArrayList<>();
        SettingsCheck.checkTrackedFields("trackedFields", fields, connection.descriptor(), mistakes);
        Mistakes.refuse(mistakes, Mistakes::camel);
    }
}
