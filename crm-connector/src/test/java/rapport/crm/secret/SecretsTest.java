package rapport.crm.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
    private static final String OLD = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    private static final String NEW = "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI=";
    private static final String PLACE = "connection/acme/credentials";

    @TempDir
    Path directory;

    private Secrets secrets(@Nullable String key, List<String> previous, String database) {
        return new Secrets(new SecretSettings(key, previous, directory.toString()), database);
    }

    private Secrets with(String key, String... previous) {
        return secrets(key, List.of(previous), "jdbc:postgresql://db/rapport");
    }

    @Test
    void opensWhatItSealedAndShowsNothingOfIt() {
        Secrets secrets = with(OLD);
        String sealed = secrets.seal(PLACE, "k-1234 é");
        assertThat(sealed).startsWith("sealed:1:").doesNotContain("k-1234");
        assertThat(secrets.open(PLACE, sealed)).isEqualTo("k-1234 é");
        assertThat(secrets.seal(PLACE, "k-1234 é")).as("never twice the same").isNotEqualTo(sealed);
    }

    @Test
    void refusesATextThatWasMovedOrChanged() {
        Secrets secrets = with(OLD);
        String sealed = secrets.seal(PLACE, "k-1234");
        assertThatThrownBy(() -> secrets.open("connection/other/credentials", sealed))
                .isInstanceOf(SecretUnreadable.class)
                .hasMessage("connection/other/credentials: changed or moved since it was sealed");
        int middle = sealed.length() - 10;
        String changed =
                sealed.substring(0, middle) + (sealed.charAt(middle) == 'A' ? 'B' : 'A') + sealed.substring(middle + 1);
        assertThatThrownBy(() -> secrets.open(PLACE, changed)).isInstanceOf(SecretUnreadable.class);
    }

    @Test
    void opensWithThePreviousKeyAndKnowsWhatIsToBeSealedAnew() {
        String old = with(OLD).seal(PLACE, "k-1234");
        Secrets rotated = with(NEW, OLD);
        assertThat(rotated.open(PLACE, old)).isEqualTo("k-1234");
        assertThat(rotated.isCurrent(old)).isFalse();
        String anew = rotated.seal(PLACE, rotated.open(PLACE, old));
        assertThat(rotated.isCurrent(anew)).isTrue();
        assertThat(with(NEW).open(PLACE, anew)).isEqualTo("k-1234");
    }

    @Test
    void namesTheKeyThatIsMissing() {
        String old = with(OLD).seal(PLACE, "k-1234");
        assertThatThrownBy(() -> with(NEW).open(PLACE, old))
                .isInstanceOf(SecretUnreadable.class)
                .hasMessageContaining("neither rapport.secret-key nor one of rapport.previous-secret-keys")
                .hasMessageContaining(old.substring(9, 17));
    }

    @Test
    void leavesWhatWasNeverSealed() {
        assertThat(with(OLD).open(PLACE, "plain")).isEqualTo("plain");
        assertThat(with(OLD).isCurrent("plain")).isFalse();
        assertThat(with(OLD).sealIfPossible(PLACE, "")).isEmpty();
    }

    @Test
    void refusesAKeyThatIsNoneWithoutShowingIt() {
        assertThatThrownBy(() -> with("hunter2-hunter2"))
                .isInstanceOf(InvalidSecretKey.class)
                .hasMessageStartingWith("rapport.secret-key: 15 characters that are no key (expected: 32 random bytes")
                .hasMessageNotContaining("hunter2");
        assertThatThrownBy(() -> with(NEW, "short"))
                .hasMessageStartingWith("rapport.previous-secret-keys[0]: 5 characters");
    }

    @Test
    void makesAKeyFileForItsOwnerAloneBesideTheEmbeddedDatabase() throws IOException {
        Secrets first = secrets("", List.of(), "jdbc:h2:file:./data/rapport");
        Path file = directory.resolve("secret.key");
        if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
        String sealed = first.seal(PLACE, "k-1234");
        assertThat(secrets(null, List.of(), "jdbc:h2:file:./data/rapport").open(PLACE, sealed))
                .as("after the next start")
                .isEqualTo("k-1234");
        Secrets given = secrets(NEW, List.of(), "jdbc:h2:file:./data/rapport");
        assertThat(given.open(PLACE, sealed))
                .as("once a key is given, the file's is a previous one")
                .isEqualTo("k-1234");
        assertThat(given.isCurrent(sealed)).isFalse();
    }

    @Test
    void makesNoKeyForADatabaseOfSeveralNodes() {
        Secrets secrets = secrets(null, List.of(), "jdbc:postgresql://db/rapport");
        assertThat(secrets.canSeal()).isFalse();
        assertThat(secrets.sealIfPossible(PLACE, "whsec")).isEqualTo("whsec");
        assertThatThrownBy(() -> secrets.seal(PLACE, "k-1234")).isInstanceOf(IllegalStateException.class);
        assertThat(directory.resolve("secret.key")).doesNotExist();
    }
}
