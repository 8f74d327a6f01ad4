package rapport.social.poll;

import java.time.Instant;
import rapport.social.shared.Problem;

/** The poll has ended; the value is when. */
public class PollEnded extends Problem {
    PollEnded(Instant endedAt) {
        super(409, "poll-ended", null, endedAt.toString(), null);
    }
}
