package rapport.social.signin;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.authentication.OAuth2LoginAuthenticationToken;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.client.oidc.authentication.OidcAuthorizationCodeAuthenticationProvider;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.userinfo.DefaultOAuth2UserService;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestCustomizers;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationExchange;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationResponse;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.endpoint.PkceParameterNames;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import rapport.social.signin.SignInRefused.Reason;

/**
 * The code flow, spoken by the library: it makes state, nonce and proof key, fetches the tokens and checks the id token's
 * signature, issuer, audience, times and nonce.
 */
@Component
class OpenIdConnectProtocol {
    private static final Logger LOG = LoggerFactory.getLogger(OpenIdConnectProtocol.class);
    private static final String REGISTRATION = OAuth2ParameterNames.REGISTRATION_ID;

    private final PublicAddress address;
    private final Map<String, OidcAuthorizationCodeAuthenticationProvider> exchanges = new ConcurrentHashMap<>();

    OpenIdConnectProtocol(PublicAddress address) {
        this.address = address;
    }

    /** What has to be remembered until the person is back, and where they are sent. */
    record Begun(String state, String nonce, String codeVerifier, String location) {}

    /**
     * What came back in the address.
     *
     * @param issuer who sent it, where the provider says so (RFC 9207)
     */
    record Answer(
            String state,
            @Nullable String code,
            @Nullable String error,
            @Nullable String issuer) {}

    /**
     * @param choose have the provider ask again whom to take
     * @throws SignInRefused if the provider cannot be asked
     */
    Begun begin(OpenIdProvider provider, boolean choose, HttpServletRequest request) {
        ClientRegistration registration = provider.registration(redirectAddress(provider));
        var resolver = new DefaultOAuth2AuthorizationRequestResolver(name -> registration);
        resolver.setAuthorizationRequestCustomizer(builder -> {
            OAuth2AuthorizationRequestCustomizers.withPkce().accept(builder);
            if (choose) {
                builder.additionalParameters(parameters -> parameters.put("prompt", "select_account"));
            }
        });
        var made = Objects.requireNonNull(resolver.resolve(request, provider.name()));
        return new Begun(
                Objects.requireNonNull(made.getState()),
                Objects.requireNonNull(made.getAttribute(OidcParameterNames.NONCE)),
                Objects.requireNonNull(made.getAttribute(PkceParameterNames.CODE_VERIFIER)),
                made.getAuthorizationRequestUri());
    }

    /**
     * @return what the provider says of the person, checked
     * @throws SignInRefused if it says nothing that can be believed
     */
    OidcUser finish(OpenIdProvider provider, SignInAttempt attempt, Answer answer) {
        if (answer.issuer() != null && !answer.issuer().equals(provider.issuer())) {
            LOG.warn("sign-in by {}: the answer is another issuer's", provider.name());
            throw new SignInRefused(Reason.NOT_BELIEVED);
        }
        if (answer.error() != null) {
            throw refusedByProvider(provider, answer.error());
        }
        if (answer.code() == null) {
            throw new SignInRefused(Reason.NOT_BELIEVED);
        }
        String redirect = redirectAddress(provider);
        ClientRegistration registration = provider.registration(redirect);
        if (answer.issuer() == null && namesItself(registration)) {
            LOG.warn("sign-in by {}: the answer does not name its issuer, as the provider promised", provider.name());
            throw new SignInRefused(Reason.NOT_BELIEVED);
        }
        var request = OAuth2AuthorizationRequest.authorizationCode()
                .authorizationUri(
                        Objects.requireNonNull(registration.getProviderDetails().getAuthorizationUri()))
                .clientId(registration.getClientId())
                .redirectUri(redirect)
                .scopes(registration.getScopes())
                .state(answer.state())
                .attributes(attributes -> {
                    attributes.put(REGISTRATION, provider.name());
                    attributes.put(OidcParameterNames.NONCE, attempt.nonce());
                    attributes.put(PkceParameterNames.CODE_VERIFIER, attempt.codeVerifier());
                })
                .build();
        var response = OAuth2AuthorizationResponse.success(answer.code())
                .redirectUri(redirect)
                .state(answer.state())
                .build();
        try {
            var signedIn = exchange(provider)
                    .authenticate(new OAuth2LoginAuthenticationToken(
                            registration, new OAuth2AuthorizationExchange(request, response)));
            return (OidcUser)
                    Objects.requireNonNull(Objects.requireNonNull(signedIn).getPrincipal());
        } catch (AuthenticationException failure) {
            throw failed(provider, failure);
        }
    }

    String redirectAddress(OpenIdProvider provider) {
        return address.root() + "/sign-in/openid-connect/" + provider.name() + "/answer";
    }

    private static boolean namesItself(ClientRegistration registration) {
        return Boolean.TRUE.equals(registration
                .getProviderDetails()
                .getConfigurationMetadata()
                .get("authorization_response_iss_parameter_supported"));
    }

    private static SignInRefused refusedByProvider(OpenIdProvider provider, String error) {
        if (error.equals(OAuth2ErrorCodes.ACCESS_DENIED)) {
            return new SignInRefused(Reason.CANCELLED);
        }
        LOG.warn("sign-in by {}: the provider answered {}", provider.name(), plain(error));
        return new SignInRefused(Reason.PROVIDER_DOWN);
    }

    private static SignInRefused failed(OpenIdProvider provider, AuthenticationException failure) {
        boolean unreachable = false;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            unreachable |= cause instanceof IOException;
        }
        String error = failure instanceof OAuth2AuthenticationException oauth
                ? oauth.getError().getErrorCode() + ": " + oauth.getError().getDescription()
                : failure.getMessage();
        LOG.warn("sign-in by {}: refused: {}", provider.name(), plain(error));
        return new SignInRefused(unreachable ? Reason.PROVIDER_DOWN : Reason.NOT_BELIEVED, failure);
    }

    /** What strangers send stays one short line in the log. */
    private static String plain(@Nullable String text) {
        String line = String.valueOf(text).replaceAll("\\p{Cntrl}", " ");
        return line.length() > 300 ? line.substring(0, 300) + "…" : line;
    }

    private OidcAuthorizationCodeAuthenticationProvider exchange(OpenIdProvider provider) {
        return exchanges.computeIfAbsent(provider.name(), name -> {
            Duration timeout = provider.settings().timeout();
            var tokens = new RestClientAuthorizationCodeTokenResponseClient();
            tokens.setRestClient(RestClient.builder()
                    .requestFactory(OpenIdProviders.calls(timeout))
                    .configureMessageConverters(converters -> converters
                            .addCustomConverter(new FormHttpMessageConverter())
                            .addCustomConverter(new OAuth2AccessTokenResponseHttpMessageConverter()))
                    .defaultStatusHandler(new OAuth2ErrorResponseErrorHandler())
                    .build());
            var userInfo = new RestTemplate(OpenIdProviders.calls(timeout));
            userInfo.setErrorHandler(new OAuth2ErrorResponseErrorHandler());
            var plainUsers = new DefaultOAuth2UserService();
            plainUsers.setRestOperations(userInfo);
            var users = new OidcUserService();
            users.setOauth2UserService(plainUsers);
            return new OidcAuthorizationCodeAuthenticationProvider(tokens, users);
        });
    }
}
