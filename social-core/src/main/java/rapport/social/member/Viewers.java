package rapport.social.member;

import java.util.Optional;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import rapport.social.shared.Problem;

/** Who asks. */
@Component
public class Viewers {

    /** @throws Problem 401, if nobody is signed in */
    public Viewer current() {
        return find().orElseThrow(Problem::unauthenticated);
    }

    public Optional<Viewer> find() {
        var authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication != null && authentication.getPrincipal() instanceof Viewer viewer
                ? Optional.of(viewer)
                : Optional.empty();
    }

    /** @throws Problem 403, if the viewer is no admin */
    public Viewer requireAdmin() {
        var viewer = current();
        if (!viewer.isAdmin()) {
            throw Problem.forbidden();
        }
        return viewer;
    }
}
