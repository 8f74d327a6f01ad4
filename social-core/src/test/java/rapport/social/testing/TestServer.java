package rapport.social.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A server that the tests need and that must not share their class path: in a JVM of its own, on a free port of loopback, one for all
 * tests of a run. It ends with the JVM that started it, however that ends. Its jars are named by the build.
 */
public final class TestServer {
    private static final Path JARS = Path.of("target/test-servers.txt");
    private static final int LINES_SHOWN = 40;

    private static @Nullable URI openSearch;
    private static @Nullable URI s3;

    private TestServer() {}

    /** Where an OpenSearch node listens, without sign-in. */
    public static synchronized URI openSearch() {
        URI running = openSearch;
        if (running == null) {
            running = start("OpenSearchNode", false, "listens on port (\\d+);", 512);
            openSearch = running;
        }
        return running;
    }

    /** Where a storage that speaks S3 listens; it has no buckets yet and takes any credentials. */
    public static synchronized URI s3() {
        URI running = s3;
        if (running == null) {
            running = start("S3Server", true, "started on ports? .*?(\\d+) \\(http\\)", 192);
            s3 = running;
        }
        return running;
    }

    private static URI start(String source, boolean s3mock, String listens, int megabytes) {
        try {
            Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target/servers")), source + "-")
                    .toAbsolutePath();
            var command = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx" + megabytes + "m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Djava.io.tmpdir=" + folder,
                    "-cp",
                    jars(s3mock),
                    Path.of("src/test/servers", source + ".java")
                            .toAbsolutePath()
                            .toString(),
                    folder.resolve("data").toString());
            command.directory(folder.toFile());
            command.redirectErrorStream(true);
            Process process = command.start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return URI.create("http://127.0.0.1:" + port(process, source, Pattern.compile(listens)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String jars(boolean s3mock) throws IOException {
        if (!Files.exists(JARS)) {
            throw new IllegalStateException(
                    JARS.toAbsolutePath() + " is missing. Maven writes it: mvn test-compile -pl social-core -am");
        }
        List<String> jars = Files.readAllLines(JARS);
        return jars.stream()
                .filter(jar -> Path.of(jar).getFileName().toString().startsWith("s3mock-") == s3mock)
                .collect(Collectors.joining(System.getProperty("path.separator")));
    }

    private static String port(Process process, String source, Pattern listens) throws IOException {
        var output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        Deque<String> last = new ArrayDeque<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher told = listens.matcher(line);
            if (told.find()) {
                var drain = new Thread(() -> output.lines().forEach(more -> {}), source);
                drain.setDaemon(true);
                drain.start();
                return told.group(1);
            }
            last.add(line);
            if (last.size() > LINES_SHOWN) {
                last.remove();
            }
        }
        throw new IllegalStateException(source + " ended before it listened:\n" + String.join("\n", last));
    }
}
