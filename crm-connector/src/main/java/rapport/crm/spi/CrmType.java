package rapport.crm.spi;

import java.util.regex.Pattern;

/**
 * What kind of record: the four that every CRM has in some form, or a connection's own object by the name given to it.
 *
 * @param name lower-case letters, digits and hyphens, 1 to 40
 */
public record CrmType(String name) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");

    public static final CrmType ACCOUNT = new CrmType("account");
    public static final CrmType CONTACT = new CrmType("contact");
    public static final CrmType OPPORTUNITY = new CrmType("opportunity");
    public static final CrmType LEAD = new CrmType("lead");

    /** No record but a colleague: what rows of people are called that cannot be understood. */
    public static final CrmType USER = new CrmType("user");

    public CrmType {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("record type: \"" + name + "\" (expected: " + NAME.pattern() + ")");
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
