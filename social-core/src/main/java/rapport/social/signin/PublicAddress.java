package rapport.social.signin;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Where browsers reach Rapport, and where in it they may be sent. */
@Component
class PublicAddress {
    static final int LONGEST_PATH = 1_000;

    private final Environment environment;

    PublicAddress(Environment environment) {
        this.environment = environment;
    }

    /** Read when needed: it may name the port that the server found for itself. */
    String root() {
        return environment
                .getProperty("rapport.public-url", "http://localhost:8080")
                .replaceAll("/+$", "");
    }

    boolean isHttps() {
        return root().startsWith("https:");
    }

    String app() {
        return root() + "/app/";
    }

    /**
     * An address of the app.
     *
     * @param path below the app, query and fragment included, as a browser sent it; whatever would lead elsewhere leads to
     *     the app's first page
     */
    String app(@Nullable String path) {
        if (path == null
                || path.length() > LONGEST_PATH
                || path.chars().anyMatch(PublicAddress::neverInAPath)
                || path.split("[?#]", 2)[0].toLowerCase(Locale.ROOT).contains("%2e")) { // browsers take it for a dot
            return app();
        }
        try {
            URI base = new URI(app());
            URI wanted = base.resolve(new URI("./" + path)).normalize();
            boolean below = base.getScheme().equals(wanted.getScheme())
                    && base.getRawAuthority().equals(wanted.getRawAuthority())
                    && wanted.getRawPath().startsWith(base.getRawPath());
            return below ? wanted.toASCIIString() : app();
        } catch (URISyntaxException malformed) {
            return app();
        }
    }

    /** Browsers read a backslash as a slash and leave out tabs and line ends. */
    private static boolean neverInAPath(int letter) {
        return letter <= ' ' || letter == '\\' || letter == 0x7f;
    }
}
