package rapport.samples.crm.api;

import org.jspecify.annotations.Nullable;

/**
 * A user for programs.
 *
 * @param id        its 17-character id among the users
 * @param secretKey when set, the user signs in by HMAC, and its bare key is refused
 * @param isAdmin   an administrator sees deleted records
 */
public record ApiUser(
        String id, String userName, String apiKey, @Nullable String secretKey, boolean isAdmin) {

    public static ApiUser withKey(String userName, String apiKey) {
        return new ApiUser(idOf(userName), userName, apiKey, null, false);
    }

    public static ApiUser withHmac(String userName, String apiKey, String secretKey) {
        return new ApiUser(idOf(userName), userName, apiKey, secretKey, false);
    }

    public ApiUser asAdmin() {
        return new ApiUser(id, userName, apiKey, secretKey, true);
    }

    /** The same on every start, like all ids that the sample begins with. */
    private static String idOf(String userName) {
        return String.format(java.util.Locale.ROOT, "65f0%013x", userName.hashCode() & 0xffffffffL);
    }

    @Override
    public String toString() {
        return "ApiUser[" + userName + "]";
    }
}
