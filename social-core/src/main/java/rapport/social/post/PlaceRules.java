package rapport.social.post;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import rapport.social.member.MemberId;
import rapport.social.post.PlaceRule.Rights;
import rapport.social.shared.SubjectId;
import rapport.social.shared.SubjectKind;

/** What members may write in the places that they may see. Costs nothing for places whose kind has no rule. */
@Component
public class PlaceRules {
    private final Map<SubjectKind, PlaceRule> rules = new EnumMap<>(SubjectKind.class);

    PlaceRules(List<PlaceRule> rules) {
        rules.forEach(rule -> this.rules.put(rule.kind(), rule));
    }

    public Rights rights(MemberId member, SubjectId place, SubjectKind kind) {
        return rights(member, Map.of(place, kind)).getOrDefault(place, Rights.NONE);
    }

    /** The rights in many places, in one statement for each kind that has a rule. */
    public Map<SubjectId, Rights> rights(MemberId member, Map<SubjectId, SubjectKind> places) {
        Map<SubjectId, Rights> rights = new HashMap<>();
        Map<PlaceRule, List<SubjectId>> ruled = new HashMap<>();
        places.forEach((place, kind) -> {
            PlaceRule rule = rules.get(kind);
            if (rule == null) {
                rights.put(place, Rights.ALL);
            } else {
                ruled.computeIfAbsent(rule, r -> new ArrayList<>()).add(place);
            }
        });
        ruled.forEach((rule, some) -> rights.putAll(rule.rights(member, some)));
        return rights;
    }
}
