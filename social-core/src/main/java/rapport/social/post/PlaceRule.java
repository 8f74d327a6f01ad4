package rapport.social.post;

import java.util.Collection;
import java.util.Map;
import rapport.social.member.MemberId;
import rapport.social.shared.SubjectId;
import rapport.social.shared.SubjectKind;

/**
 * Who may write where. To read a place is enough to write there, unless its kind has a rule: a space is for its members, say.
 * Answered by the capability that the places belong to.
 */
public interface PlaceRule {

    /** The places of which this rule speaks. */
    SubjectKind kind();

    /** What the member may do in each of the places, all of this kind; in one that is left out, nothing. */
    Map<SubjectId, Rights> rights(MemberId member, Collection<SubjectId> places);

    /**
     * What a member may do in a place that the member may see.
     *
     * @param manage whether the place is the member's to keep in order
     */
    record Rights(boolean post, boolean comment, boolean manage) {
        public static final Rights ALL = new Rights(true, true, false);
        public static final Rights NONE = new Rights(false, false, false);
    }
}
