package rapport.social.thread;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import rapport.social.member.MemberSummary;

/**
 * The answer to who wrote something: the post or comment as it now stands, and beside its members whom it could not reach.
 *
 * @param cannotSee members named in it who may not see it, and so were not notified; absent when there are none
 */
record Written<T>(
        @JsonUnwrapped T item,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<MemberSummary> cannotSee) {}
