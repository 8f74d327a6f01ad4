package rapport.social.signin;

import io.swagger.v3.oas.annotations.Operation;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.springframework.stereotype.Component;
import rapport.social.web.ApiResource;

/** By what one can sign in here: asked before anybody has. */
@Component
@Path("/sign-in")
@Produces(MediaType.APPLICATION_JSON)
public class SignInResource implements ApiResource {
    private final OpenIdProviders providers;
    private final OpenIdConnectSettings settings;

    SignInResource(OpenIdProviders providers, OpenIdConnectSettings settings) {
        this.providers = providers;
        this.settings = settings;
    }

    /**
     * @param localAccounts whether a name and a password do
     * @param providers     each begins at {@code /sign-in/openid-connect/<name>}
     */
    public record WaysIn(boolean localAccounts, List<ProviderView> providers) {}

    /** @param displayName what people call it */
    public record ProviderView(String name, String displayName) {}

    @GET
    @Operation(
            summary = "Lists the ways to sign in",
            description = "Whether a name and a password of Rapport's own do, and the OpenID Connect providers.")
    public WaysIn read() {
        return new WaysIn(
                settings.localAccounts(),
                providers.all().stream()
                        .map(provider -> new ProviderView(provider.name(), provider.displayName()))
                        .toList());
    }
}
