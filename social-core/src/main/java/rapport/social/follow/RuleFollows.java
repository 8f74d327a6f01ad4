package rapport.social.follow;

import java.util.List;
import rapport.social.member.MemberId;
import rapport.social.shared.SubjectId;

/**
 * What rules come to.
 *
 * @param started follows that rules make and that were not there
 * @param kept    follows that a rule made before and that stay
 * @param ended   follows that a rule made before and that no rule gives any more
 */
public record RuleFollows(List<Following> started, List<Following> kept, List<Following> ended) {
    public record Following(MemberId member, SubjectId record) {}
}
