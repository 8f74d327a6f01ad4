package rapport.social.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configuration.OAuth2AuthorizationServerConfiguration;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

/**
 * A company's sign-in: a real OpenID Connect provider (Spring Authorization Server) on a free port of this machine, with a
 * page that asks for name and password. It can be told to lie.
 */
public final class CompanySignIn implements AutoCloseable {
    public static final String CLIENT = "rapport";
    public static final String CLIENT_SECRET = "the-secret-of-the-tests";
    public static final String PASSWORD = "correct horse battery";

    private final Map<String, Map<String, Object>> people = new ConcurrentHashMap<>();
    private final Map<String, Object> lies = new ConcurrentHashMap<>();
    private final AnnotationConfigServletWebServerApplicationContext context;
    private final String host;
    private volatile @Nullable RegisteredClient client;
    private volatile @Nullable String openerPolicy;

    private CompanySignIn(String host) {
        this.host = host;
        this.context = new AnnotationConfigServletWebServerApplicationContext();
        context.registerBean(CompanySignIn.class, () -> this);
        context.register(Server.class);
        context.refresh();
    }

    /** @param host by which browsers and Rapport reach it: a name of this machine */
    public static CompanySignIn start(String host) {
        return new CompanySignIn(host);
    }

    public String issuer() {
        var server = context.getWebServer();
        if (server == null) {
            throw new IllegalStateException("not started");
        }
        return "http://" + host + ":" + server.getPort();
    }

    /** Registers Rapport, which may send people back to these addresses alone. */
    public void register(String... redirectAddresses) {
        var built = RegisteredClient.withId("1")
                .clientId(CLIENT)
                .clientSecret("{noop}" + CLIENT_SECRET)
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .redirectUris(all -> all.addAll(java.util.List.of(redirectAddresses)))
                .scopes(scopes -> scopes.addAll(java.util.List.of("openid", "profile", "email")))
                .clientSettings(ClientSettings.builder()
                        .requireProofKey(true)
                        .requireAuthorizationConsent(false)
                        .build());
        client = built.build();
    }

    /** Somebody who signs in with this name and {@link #PASSWORD}, and what is said of them. */
    public void person(String login, Map<String, Object> claims) {
        people.put(login, new LinkedHashMap<>(claims));
    }

    /** From now on every id token says this, whatever is true. */
    public void lie(String claim, Object value) {
        lies.put(claim, value);
    }

    /** Has its pages cut off windows from those that opened them, as some providers do. */
    public void cutWindowsOff(boolean cut) {
        openerPolicy = cut ? "same-origin" : null;
    }

    public void beHonest() {
        lies.clear();
    }

    @Override
    public void close() {
        context.close();
    }

    /** No configuration by annotation: the scan for Rapport's own would find it. */
    @EnableWebSecurity
    @EnableWebMvc
    static class Server {

        @Bean
        JettyServletWebServerFactory webServer() {
            var factory = new JettyServletWebServerFactory(0);
            factory.setAddress(InetAddress.getLoopbackAddress());
            return factory;
        }

        @Bean
        ServletRegistrationBean<DispatcherServlet> pages(
                org.springframework.web.context.WebApplicationContext context) {
            return new ServletRegistrationBean<>(new DispatcherServlet(context), "/");
        }

        @Bean
        SecurityFilterChain chain(HttpSecurity http, CompanySignIn company) throws Exception {
            var server = new OAuth2AuthorizationServerConfigurer();
            http.with(server, configured -> configured.oidc(Customizer.withDefaults()))
                    .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .csrf(csrf -> csrf.ignoringRequestMatchers("/login"))
                    .formLogin(Customizer.withDefaults())
                    .headers(headers -> headers.addHeaderWriter((request, response) -> {
                        String policy = company.openerPolicy;
                        if (policy != null) {
                            response.setHeader("Cross-Origin-Opener-Policy", policy);
                        }
                    }))
                    // A default, not the entry point itself: with that, Spring Security would make no page at /login.
                    .exceptionHandling(handling -> handling.defaultAuthenticationEntryPointFor(
                            new LoginUrlAuthenticationEntryPoint("/login"), AnyRequestMatcher.INSTANCE));
            return http.build();
        }

        @Bean
        UserDetailsService users(CompanySignIn company) {
            return login -> {
                if (!company.people.containsKey(login)) {
                    throw new UsernameNotFoundException(login);
                }
                return User.withUsername(login)
                        .password("{noop}" + PASSWORD)
                        .roles("EMPLOYEE")
                        .build();
            };
        }

        @Bean
        RegisteredClientRepository clients(CompanySignIn company) {
            return new RegisteredClientRepository() {
                @Override
                public void save(RegisteredClient registered) {
                    company.client = registered;
                }

                @Override
                public @Nullable RegisteredClient findById(String id) {
                    return company.client;
                }

                @Override
                public @Nullable RegisteredClient findByClientId(String clientId) {
                    return CLIENT.equals(clientId) ? company.client : null;
                }
            };
        }

        @Bean
        OAuth2TokenCustomizer<JwtEncodingContext> claims(CompanySignIn company) {
            return token -> {
                if (OidcParameterNames.ID_TOKEN.equals(token.getTokenType().getValue())) {
                    var said = company.people.getOrDefault(token.getPrincipal().getName(), Map.of());
                    token.getClaims().claims(claims -> {
                        claims.putAll(said);
                        claims.putAll(company.lies);
                    });
                }
            };
        }

        @Bean
        JWKSource<SecurityContext> keys() throws JOSEException {
            RSAKey key = new RSAKeyGenerator(2048)
                    .keyID(UUID.randomUUID().toString())
                    .generate();
            return new ImmutableJWKSet<>(new JWKSet(key));
        }

        /** For its own user info endpoint. */
        @Bean
        JwtDecoder tokens(JWKSource<SecurityContext> keys) {
            return OAuth2AuthorizationServerConfiguration.jwtDecoder(keys);
        }

        /** Without an issuer of its own: it is whatever address it is reached by. */
        @Bean
        AuthorizationServerSettings settings() {
            return AuthorizationServerSettings.builder().build();
        }
    }
}
