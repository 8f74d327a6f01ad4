package rapport.crm.adapter.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** What the project that an admin uploads subscribes to. */
class HubspotKitTest {
    private static final Path SUBSCRIPTIONS = Path.of("../samples/embed/hubspot/src/app/webhooks/webhooks-hsmeta.json");
    /** They move with each of the others, or are HubSpot's own, which not every account can subscribe to. */
    private static final Set<String> NOT_ASKED_FOR = Set.of(
            "hs_updated_by_user_id",
            "hs_merged_object_ids",
            "hs_lastmodifieddate",
            "lastmodifieddate",
            "hs_parent_company_id");

    static List<HubspotObjectType> mirrored() {
        return HubspotObjectType.STANDARD;
    }

    @ParameterizedTest
    @MethodSource("mirrored")
    void hearsOfEachPropertyThatIsMirrored(HubspotObjectType type) throws Exception {
        var heard = new TreeSet<String>();
        var events = new TreeSet<String>();
        JsonMapper.shared()
                .readTree(Files.readString(SUBSCRIPTIONS))
                .at("/config/subscriptions/crmObjects")
                .forEach(subscription -> {
                    if (subscription.at("/objectType").asString().equals(type.singular())) {
                        events.add(subscription.at("/subscriptionType").asString());
                        if (subscription.has("propertyName")) {
                            heard.add(subscription.at("/propertyName").asString());
                        }
                    }
                });
        var mirrored = new TreeSet<>(type.properties());
        mirrored.removeAll(NOT_ASKED_FOR);
        assertThat(heard).isEqualTo(mirrored);
        assertThat(events)
                .contains(
                        "object.creation",
                        "object.deletion",
                        "object.merge",
                        "object.restore",
                        "object.associationChange");
    }
}
