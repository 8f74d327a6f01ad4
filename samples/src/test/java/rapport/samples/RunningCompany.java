package rapport.samples;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The sample company, started once for all tests of this module that need the whole of it, as a newcomer starts it: its
 * CRM, Rapport and the conversations. The first start is killed half way, which the tests must not notice.
 */
final class RunningCompany {
    private static @Nullable RunningCompany running;

    private final SampleCompany company;
    private final Path directory;
    private final String toldAtFirst;

    private RunningCompany(SampleCompany company, Path directory, String toldAtFirst) {
        this.company = company;
        this.directory = directory;
        this.toldAtFirst = toldAtFirst;
    }

    static synchronized RunningCompany get() throws IOException, InterruptedException {
        if (running == null) {
            Path directory = Files.createTempDirectory("sample-company");
            killHalfWay(directory);
            ByteArrayOutputStream told = new ByteArrayOutputStream();
            SampleCompany company = SampleCompany.start(
                    new PrintStream(told, true, StandardCharsets.UTF_8),
                    "--sample-crm.port=0",
                    "--server.port=0",
                    "--sample.data-directory=" + directory);
            running = new RunningCompany(company, directory, told.toString(StandardCharsets.UTF_8));
            Runtime.getRuntime().addShutdownHook(new Thread(RunningCompany::stop));
        }
        return running;
    }

    /** A start in a process of its own, ended as kill -9 does while the conversations move in. */
    private static void killHalfWay(Path directory) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                SampleCompany.class.getName(),
                "--sample-crm.port=0",
                "--server.port=0",
                "--sample.data-directory=" + directory));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        StringBuilder said = new StringBuilder();
        try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                said.append(line).append('\n');
                if (line.contains("200 of ")) {
                    break;
                }
            }
        } finally {
            process.destroyForcibly();
            process.waitFor(30, TimeUnit.SECONDS);
        }
        if (!said.toString().contains("200 of ")) {
            throw new IllegalStateException("the sample company did not start:\n" + said);
        }
    }

    SampleCompany company() {
        return company;
    }

    Path directory() {
        return directory;
    }

    /** What the first complete start printed. */
    String toldAtFirst() {
        return toldAtFirst;
    }

    private static synchronized void stop() {
        RunningCompany here = running;
        if (here == null) {
            return;
        }
        here.company.close();
        try (Stream<Path> all = Files.walk(here.directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            System.err.println("left behind: " + here.directory);
        }
    }
}
