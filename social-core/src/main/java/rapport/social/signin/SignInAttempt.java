package rapport.social.signin;

import org.jspecify.annotations.Nullable;

/**
 * A sign-in on its way to a provider and back.
 *
 * @param nonce        that the id token has to repeat
 * @param codeVerifier the proof that the tokens are fetched by who asked for the code
 * @param nextPath     where in the app the person wanted to go
 * @param frame        the frame on a CRM's page that waits for it; null when it is for the app
 */
record SignInAttempt(
        String provider,
        String nonce,
        String codeVerifier,
        @Nullable String nextPath,
        @Nullable Frame frame) {

    /**
     * A frame that waits.
     *
     * @param challenge the SHA-256, base64url, of what the frame alone knows
     */
    record Frame(String connection, String challenge) {}

    /** Without what proves it. */
    @Override
    public String toString() {
        return "SignInAttempt[" + provider + "]";
    }
}
