package rapport.samples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import rapport.social.member.LocalAccounts;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the sample company remembers between starts: the secrets that its two servers share, and how far it has come. It
 * lies in the data directory, readable by its owner alone.
 *
 * @param apiKey        with it Rapport reads the CRM
 * @param embedSecret   with it the CRM vouches for its people
 * @param firstStart    conversations are dated back from here, so that a second start finds the same dates
 * @param adminId       Rapport's id of the administrator; null before the first start is through
 * @param adminPassword until the passwords were told; a start that is cut off before is gone through again
 * @param conversations which edition of the conversations is in Rapport completely; null for none
 */
record CompanyFile(
        String apiKey,
        String embedSecret,
        Instant firstStart,
        @Nullable String adminId,
        @Nullable String adminPassword,
        @Nullable String conversations) {
    private static final String NAME = "sample-company.json";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** The file of a directory; a new one when there is none yet. */
    static CompanyFile in(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        if (Files.exists(file)) {
            return JSON.readValue(file.toFile(), CompanyFile.class);
        }
        CompanyFile fresh = new CompanyFile(
                secret(),
                secret(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                null,
                LocalAccounts.newPassword(),
                null);
        fresh.writeTo(directory);
        return fresh;
    }

    /** A database that knows nothing of the company yet. */
    CompanyFile inNewDatabase(String newAdminId) {
        return new CompanyFile(apiKey, embedSecret, firstStart, newAdminId, adminPassword, null);
    }

    CompanyFile withConversations(String edition) {
        return new CompanyFile(apiKey, embedSecret, firstStart, adminId, adminPassword, edition);
    }

    /** Everybody's password has been shown. */
    CompanyFile told() {
        return new CompanyFile(apiKey, embedSecret, firstStart, adminId, null, conversations);
    }

    void writeTo(Path directory) throws IOException {
        Files.createDirectories(directory);
        Path next = directory.resolve(NAME + ".next");
        Files.deleteIfExists(next);
        Files.createFile(next);
        if (Files.getFileStore(next).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rw-------"));
        }
        Files.write(next, JSON.writeValueAsBytes(this));
        Files.move(next, directory.resolve(NAME), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String secret() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "CompanyFile[" + firstStart + "]";
    }
}
