package rapport.samples.crm.page;

import java.net.URI;

/**
 * Where Rapport is, and how this CRM vouches for its people there.
 *
 * @param connection  the key under which Rapport knows this CRM
 * @param embedSecret signs the tickets; at least 32 characters, known to both servers and to no browser
 */
public record RapportPlace(URI address, String connection, String embedSecret) {

    public RapportPlace {
        if (embedSecret.length() < 32) {
            throw new IllegalArgumentException(
                    "embedSecret: " + embedSecret.length() + " characters (expected: 32 or more)");
        }
    }

    String origin() {
        return address.getScheme() + "://" + address.getAuthority();
    }

    @Override
    public String toString() {
        return "RapportPlace[" + address + ", " + connection + "]";
    }
}
