package rapport.social.member;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import rapport.social.shared.Problem;

/**
 * Makes the first admin of an empty installation. The password is the setting {@code rapport.first-admin.password}
 * (RAPPORT_FIRST_ADMIN_PASSWORD); without it one is made and printed, once.
 */
@Component
@Order(0)
class FirstAdmin implements ApplicationRunner {
    private static final Logger LOG = LoggerFactory.getLogger(FirstAdmin.class);

    private final Members members;
    private final LocalAccounts accounts;
    private final String login;
    private final @Nullable String password;

    FirstAdmin(
            Members members,
            LocalAccounts accounts,
            @Value("${rapport.first-admin.login:admin}") String login,
            @Value("${rapport.first-admin.password:#{null}}") @Nullable String password) {
        this.members = members;
        this.accounts = accounts;
        this.login = login;
        this.password = password;
    }

    @Override
    @Transactional
    public void run(ApplicationArguments arguments) {
        if (!accounts.none()) {
            return;
        }
        var admin = members.create("Administrator", null, "en", MemberRole.ADMIN);
        if (password != null) {
            try {
                accounts.set(admin.id(), login, password);
            } catch (Problem refused) {
                throw new IllegalStateException(
                        "rapport.first-admin.password is refused (" + refused.type()
                                + "): give 8 characters or more that are not soon guessed",
                        refused);
            }
            return;
        }
        String made = LocalAccounts.newPassword();
        accounts.set(admin.id(), login, made);
        LOG.warn("First start: sign in as \"{}\" with the password {} (shown this once)", login, made);
    }
}
