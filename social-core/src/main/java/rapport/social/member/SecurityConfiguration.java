package rapport.social.member;

import jakarta.servlet.DispatcherType;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer.FrameOptionsConfig;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.web.cors.CorsConfigurationSource;
import rapport.social.shared.Problem;
import rapport.social.web.ProblemWriter;

/** Who may reach which address at all. Who may see what is decided on each read, by {@code Audience}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({MemberSettings.class, LocalSignInSettings.class})
class SecurityConfiguration {
    private static final String APP_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self';"
                    + " manifest-src 'self'; worker-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'self';"
                    + " require-trusted-types-for 'script'; trusted-types lit-html rapport-feed";
    /** Swagger UI writes style attributes and builds HTML from strings. */
    private static final String API_DOCS_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
                    + " connect-src 'self'; font-src 'self'; frame-ancestors 'none'";

    /** Nobody signs in through Spring's own ways; without this bean Boot would make a user and print a password. */
    @Bean
    AuthenticationManager noAuthenticationManager() {
        return authentication -> {
            throw new org.springframework.security.authentication.BadCredentialsException("not used");
        };
    }

    @Bean
    @Order(1)
    SecurityFilterChain apiDocsSecurity(HttpSecurity http) throws Exception {
        http.securityMatcher("/api-docs/**", "/api-docs", "/webjars/**")
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(API_DOCS_POLICY)));
        stateless(http);
        return http.build();
    }

    /** The frame page sets its own policy, by connection. The widget's scripts are for other origins to load. */
    @Bean
    @Order(2)
    SecurityFilterChain embedSecurity(HttpSecurity http) throws Exception {
        http.securityMatcher("/embed", "/embed/**", "/widget/**")
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .headers(headers ->
                        headers.frameOptions(FrameOptionsConfig::disable).cacheControl(cache -> cache.disable()));
        stateless(http);
        return http.build();
    }

    /** The bean {@code embedOrigins}, where there is one, names the CRM pages that may call from a browser. */
    @Bean
    @Order(3)
    SecurityFilterChain security(
            HttpSecurity http,
            Sessions sessions,
            ProblemWriter problems,
            MemberSettings settings,
            @Qualifier("embedOrigins") ObjectProvider<CorsConfigurationSource> origins)
            throws Exception {
        http.authorizeHttpRequests(requests -> requests
                        // the end of a live stream whose start was allowed: its session may be what ended it
                        .dispatcherTypeMatchers(DispatcherType.ASYNC)
                        .permitAll()
                        .requestMatchers(HttpMethod.OPTIONS, "/api/v1/**", "/live")
                        .permitAll()
                        .requestMatchers(
                                HttpMethod.POST,
                                "/api/v1/session",
                                "/api/v1/embed/session",
                                "/api/v1/embed/session/code")
                        .permitAll()
                        .requestMatchers(HttpMethod.GET, "/api/v1/sign-in")
                        .permitAll()
                        .requestMatchers("/api/v1/openapi.json", "/api/v1/openapi.yaml")
                        .permitAll()
                        .requestMatchers("/api/v1/**", "/live")
                        .authenticated()
                        .requestMatchers("/api/hooks/**", "/api/soap/**")
                        .permitAll()
                        .requestMatchers("/api/**")
                        .denyAll()
                        .requestMatchers("/actuator/health", "/actuator/health/**")
                        .permitAll()
                        .requestMatchers("/actuator/**")
                        .hasRole("ADMIN")
                        .anyRequest()
                        .permitAll())
                .addFilterBefore(
                        new SessionFilter(sessions, problems, settings.cookieName()),
                        UsernamePasswordAuthenticationFilter.class)
                .cors(cors -> {
                    var configured = origins.getIfAvailable();
                    cors.configurationSource(configured != null ? configured : request -> null);
                })
                .exceptionHandling(handling -> handling.authenticationEntryPoint((request, response, failure) ->
                                problems.write(Problem.unauthenticated(), request, response))
                        .accessDeniedHandler(
                                (request, response, failure) -> problems.write(Problem.forbidden(), request, response)))
                .headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(APP_POLICY))
                        .frameOptions(FrameOptionsConfig::sameOrigin)
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN)));
        stateless(http);
        return http.build();
    }

    private static void stateless(HttpSecurity http) throws Exception {
        http.csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .anonymous(anonymous -> {});
    }
}
