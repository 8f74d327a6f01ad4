package rapport.social.live;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import rapport.social.member.Viewers;
import rapport.social.shared.Problem;
import rapport.social.web.ProblemWriter;

/** {@code GET /live}: server-sent events for one open page. */
@RestController
class LiveController {
    private final LiveConnections connections;
    private final Viewers viewers;
    private final ProblemWriter problems;

    LiveController(LiveConnections connections, Viewers viewers, ProblemWriter problems) {
        this.connections = connections;
        this.viewers = viewers;
        this.problems = problems;
    }

    @GetMapping("/live")
    @Nullable
    SseEmitter open(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            var emitter = connections.open(viewers.current());
            response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            // proxies that collect answers before they pass them on
            response.setHeader("X-Accel-Buffering", "no");
            return emitter;
        } catch (Problem refusal) {
            problems.write(refusal, request, response);
            return null;
        }
    }
}
