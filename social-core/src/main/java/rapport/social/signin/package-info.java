/**
 * Sign-in by OpenID Connect, in the app and in a frame on a CRM's page. The library (Spring Security's OAuth 2.0 client)
 * speaks with the provider and checks what it says; here stands which member that is, and what they get: a session of
 * Rapport's own. Uses {@code member}, {@code web} and {@code shared}.
 */
@NullMarked
package rapport.social.signin;

import org.jspecify.annotations.NullMarked;
