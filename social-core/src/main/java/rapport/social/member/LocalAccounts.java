package rapport.social.member;

import com.nulabinc.zxcvbn.Zxcvbn;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import rapport.social.shared.Problem;

/** Sign-in by name and password, for the embedded default. */
@Component
public class LocalAccounts {
    static final int MIN_PASSWORD = 8;
    /** More bytes than this bcrypt would cut off in silence. */
    static final int MAX_PASSWORD_BYTES = 72;
    /** What a slowed-down guesser does not reach; the passwords that people use most need a few thousand. */
    private static final double MIN_GUESSES = 1e6;

    private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final JdbcClient jdbc;
    private final Sessions sessions;
    private final Zxcvbn guesser = new Zxcvbn();
    private final PasswordEncoder encoder = PasswordEncoderFactories.createDelegatingPasswordEncoder();
    /** Compared with when the name is unknown, so that the answer takes as long as for a known one. */
    private final String unknown = Objects.requireNonNull(encoder.encode(newPassword()));

    LocalAccounts(JdbcClient jdbc, Sessions sessions) {
        this.jdbc = jdbc;
        this.sessions = sessions;
    }

    /** A password that can be read out over a telephone: four groups of four letters and digits, about 79 bits. */
    public static String newPassword() {
        var password = new StringBuilder();
        for (int i = 0; i < 16; i++) {
            if (i > 0 && i % 4 == 0) {
                password.append('-');
            }
            password.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return password.toString();
    }

    /** Creates the account of a member, or gives it another name and password; ends nothing that is open. */
    @Transactional
    public void set(MemberId member, String login, String password) {
        String name = login.strip().toLowerCase(Locale.ROOT);
        if (name.isEmpty() || name.length() > 200) {
            throw Problem.invalid("login", name.length(), "1..200");
        }
        int bytes = password.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
        if (password.length() < MIN_PASSWORD) {
            throw Problem.tooShort("password", password.length(), MIN_PASSWORD);
        }
        if (bytes > MAX_PASSWORD_BYTES) {
            throw Problem.tooLong("password", bytes, MAX_PASSWORD_BYTES);
        }
        refuseGuessable(password, name, member);
        String hash = encoder.encode(password);
        int updated = jdbc.sql(
                        "update local_account set login = :login, password_hash = :hash where member_id = :member")
                .param("login", name)
                .param("hash", hash)
                .param("member", member.value())
                .update();
        if (updated == 0) {
            jdbc.sql("insert into local_account (member_id, login, password_hash) values (:member, :login, :hash)")
                    .param("member", member.value())
                    .param("login", name)
                    .param("hash", hash)
                    .update();
        }
    }

    /** Another password; whoever is signed in elsewhere by the old one is out. */
    @Transactional
    void changePassword(MemberId member, String login, String password, String sessionHash) {
        set(member, login, password);
        sessions.closeOthers(member, sessionHash);
    }

    /** No rules on kinds of characters: what counts is how many tries somebody needs who knows the lists and the person. */
    private void refuseGuessable(String password, String login, MemberId member) {
        var known = new ArrayList<>(List.of("rapport", login));
        known.addAll(jdbc.sql("select name, email from member where id = :member")
                .param("member", member.value())
                .query((row, number) -> Stream.of(row.getString("name"), row.getString("email"))
                        .filter(Objects::nonNull)
                        .flatMap(text -> Stream.of(text.split("[\\s@.-]+")))
                        .toList())
                .single());
        if (guesser.measure(password, known).getGuesses() < MIN_GUESSES) {
            throw new Problem(400, "guessable-password", "password", null, null);
        }
    }

    /** The member who signs in with this name and password, if active. */
    public Optional<MemberId> verify(String login, String password) {
        record Account(long memberId, String passwordHash) {}
        var account = jdbc.sql("""
                        select a.member_id, a.password_hash from local_account a join member m on m.id = a.member_id
                         where a.login = :login and m.active
                        """)
                .param("login", login.strip().toLowerCase(Locale.ROOT))
                .query(Account.class)
                .optional();
        boolean matches =
                encoder.matches(password, account.map(Account::passwordHash).orElse(unknown));
        return matches ? account.map(found -> new MemberId(found.memberId())) : Optional.empty();
    }

    public Optional<String> loginOf(MemberId member) {
        return jdbc.sql("select login from local_account where member_id = :member")
                .param("member", member.value())
                .query(String.class)
                .optional();
    }

    public boolean none() {
        return jdbc.sql("select count(*) from (select 1 from local_account limit 1) a")
                        .query(Integer.class)
                        .single()
                == 0;
    }
}
