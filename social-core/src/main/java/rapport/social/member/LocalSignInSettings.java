package rapport.social.member;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param localAccounts whether a name and a password of Rapport's own open a session */
@ConfigurationProperties("rapport.sign-in")
public record LocalSignInSettings(@DefaultValue("true") boolean localAccounts) {}
