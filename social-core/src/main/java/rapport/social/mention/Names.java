package rapport.social.mention;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import rapport.social.member.MemberId;
import rapport.social.member.MemberSummary;
import rapport.social.shared.SubjectId;

/**
 * The names that one reader may know of the members, records and spaces which stand in texts.
 *
 * @param members members by id
 * @param records names of the records and spaces that the reader may see; one that is missing stays without a name
 */
public record Names(Map<MemberId, MemberSummary> members, Map<SubjectId, String> records) {

    /** No name known. */
    public static final Names NONE = new Names(Map.of(), Map.of());

    @Nullable
    String of(MemberId member) {
        MemberSummary known = members.get(member);
        return known == null ? null : known.name();
    }

    @Nullable
    String of(SubjectId record) {
        return records.get(record);
    }
}
