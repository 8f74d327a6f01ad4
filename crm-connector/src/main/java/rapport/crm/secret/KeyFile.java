package rapport.crm.secret;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The key of an installation that was given none: made once, beside the embedded database, readable by its owner alone. */
final class KeyFile {
    static final String NAME = "secret.key";
    private static final Logger LOG = LoggerFactory.getLogger(KeyFile.class);
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private KeyFile() {}

    /** The key in the file, which is made if there is none. */
    static String in(Path directory) {
        Path file = directory.resolve(NAME);
        try {
            Files.createDirectories(directory);
            if (!Files.exists(file)) {
                make(file);
            }
            warnIfOthersRead(file);
            return Files.readString(file, StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            throw new InvalidSecretKey(file.toAbsolutePath() + ": cannot be made or read ("
                    + e.getClass().getSimpleName() + ")");
        }
    }

    /** The key in the file, if there is one. */
    static Optional<String> find(Path directory) {
        return Files.exists(directory.resolve(NAME)) ? Optional.of(in(directory)) : Optional.empty();
    }

    private static void make(Path file) throws IOException {
        byte[] key = new byte[SecretKeys.LENGTH];
        new SecureRandom().nextBytes(key);
        boolean posix = isPosix();
        try {
            // With its permissions from the start, so that nobody reads it in between.
            if (posix) {
                Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            } else {
                Files.createFile(file);
                closeToOthers(file);
            }
        } catch (FileAlreadyExistsException made) {
            return; // by another start at the same instant
        }
        Files.writeString(
                file,
                Base64.getEncoder().encodeToString(key) + "\n",
                StandardCharsets.US_ASCII,
                StandardOpenOption.WRITE);
        LOG.info(
                "Secrets of connections are sealed with the new key in {}. Keep a copy of it apart from the copies of the"
                        + " database.",
                file.toAbsolutePath());
    }

    private static void closeToOthers(Path file) throws IOException {
        var view = Files.getFileAttributeView(file, AclFileAttributeView.class);
        if (view != null) {
            view.setAcl(List.of(AclEntry.newBuilder()
                    .setType(AclEntryType.ALLOW)
                    .setPrincipal(view.getOwner())
                    .setPermissions(EnumSet.allOf(AclEntryPermission.class))
                    .build()));
        }
    }

    private static void warnIfOthersRead(Path file) throws IOException {
        if (isPosix() && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
            LOG.warn("{} can be read by others than its owner. Take that right away: chmod 600", file.toAbsolutePath());
        }
    }

    private static boolean isPosix() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }
}
