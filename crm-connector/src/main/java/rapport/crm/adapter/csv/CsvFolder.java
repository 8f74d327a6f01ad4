package rapport.crm.adapter.csv;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import rapport.crm.intake.RowType;

/** The files of one connection, by type. */
final class CsvFolder {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._ -]{0,99}");

    private final Path base;
    private final Path folder;
    private final Map<String, String> options;

    CsvFolder(Path base, Path folder, Map<String, String> options) {
        this.base = base;
        this.folder = folder;
        this.options = options;
    }

    Path path() {
        return folder;
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /** Those of a type, by name; none while there is no folder. What begins with a dot is being written. */
    List<String> files(RowType type) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(this::isBelowBase)
                    .map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith(".") && belongsTo(type, name))
                    .sorted()
                    .toList();
        }
    }

    /** A link may lead anywhere. */
    private boolean isBelowBase(Path file) {
        try {
            return file.toRealPath().startsWith(base.toRealPath());
        } catch (IOException e) {
            return false; // taken away just now
        }
    }

    /** By the pattern in the settings; otherwise by its beginning, such as {@code accounts} or {@code accounts-2026}. */
    boolean belongsTo(RowType type, String name) {
        String glob = options.get("files." + type.word());
        if (glob != null && !glob.isBlank()) {
            PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob.strip());
            return matcher.matches(Path.of(name));
        }
        String word = type == RowType.OPPORTUNITY ? "opportunit(y|ies)" : type.word() + "s?";
        return name.matches("(?i)" + word + "([-_. ].*)?\\.(csv|txt)");
    }

    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** Puts a file there, whole or not at all. @return its size */
    long put(String name, InputStream content) throws IOException {
        Files.createDirectories(folder);
        if (!isBelowBase(folder)) {
            throw new IOException("the folder leads out of " + base);
        }
        Path part = Files.createTempFile(folder, ".", ".part");
        try {
            long size = Files.copy(content, part, StandardCopyOption.REPLACE_EXISTING);
            Files.move(part, file(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return size;
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
