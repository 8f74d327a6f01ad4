package rapport.crm.follow;

import java.util.List;
import rapport.social.member.MemberSummary;

/**
 * What follow rules would do, worked out as they do it.
 *
 * @param records       that somebody would follow by them
 * @param members       who would follow by them, the most follows first
 * @param followsNew    that are not there yet
 * @param followsEnding made by a rule before, and by these no more
 * @param samples       some of the records, with those who would follow them
 */
public record FollowSimulation(
        int records, List<MemberFollows> members, int followsNew, int followsEnding, List<Sample> samples) {
    public record MemberFollows(MemberSummary member, int follows) {}

    public record Sample(String recordId, String type, String name, List<MemberSummary> members) {}
}
