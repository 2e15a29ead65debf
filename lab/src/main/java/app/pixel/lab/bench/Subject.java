// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.bench;

import app.pixel.lab.process.JavaProgram;
import app.pixel.lab.process.LeashedProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One of our programs in a JVM of its own, started as the launcher starts it. It ends with this JVM at the latest. */
final class Subject implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int GLANCE_MILLIS = 2;
    private static final String LAB = "lab/target/lab.jar";

    private final LeashedProcess process;
    private final Path log;
    private final Duration startup;

    private Subject(String name, Path folder, List<String> command, String readyWhenSaid) throws InterruptedException {
        Path run = directoryOfItsOwn(folder, name);
        log = run.resolve(name + ".log");
        long before = System.nanoTime();
        process = LeashedProcess.start(name, run, command);
        while (!said().contains(readyWhenSaid)) {
            if (!process.isAlive() || System.nanoTime() - before > PATIENCE.toNanos()) {
                process.close();
                throw new IllegalStateException(name + " did not start: " + said());
            }
            Thread.sleep(GLANCE_MILLIS);
        }
        startup = Duration.ofNanos(System.nanoTime() - before);
    }

    /** As {@code ./pixel run}, on any free ports. */
    static Subject service(Path folder, String name, String... flags) throws InterruptedException {
        List<String> command = java("services/pixel/jvm.options");
        if (name.equals("signalling")) {
            command.add("@" + absolute("services/pixel/sidecar.options"));
        }
        command.add("-XX:SharedArchiveFile=" + absolute("services/pixel/target/pixel.jsa"));
        command.addAll(List.of("-jar", absolute("services/pixel/target/pixel.jar"), name));
        command.addAll(List.of("--host", "127.0.0.1", "--operations-port", "0"));
        command.addAll(List.of(flags));
        return new Subject(name, folder, command, "ready ");
    }

    /** As {@code ./pixel local}, on any free port. */
    static Subject platform(Path folder, String... flags) throws InterruptedException {
        List<String> command = java("lab/jvm.options");
        command.addAll(List.of("-jar", absolute(LAB), "local", "--port", "0", "--scene", "pattern"));
        command.addAll(List.of(flags));
        return new Subject("local", folder, command, "Ctrl-C ends it.");
    }

    /** A program of the lab, with the JVM options of a service. */
    static Subject program(Path folder, Class<?> program, String... arguments) throws InterruptedException {
        List<String> command = java("services/pixel/jvm.options");
        command.addAll(List.of("-cp", absolute(LAB), program.getName()));
        command.addAll(List.of(arguments));
        return new Subject(program.getSimpleName(), folder, command, "ready ");
    }

    private static List<String> java(String options) {
        return new ArrayList<>(List.of(JavaProgram.launcher(), "@" + absolute(options)));
    }

    private static String absolute(String path) {
        return Path.of(path).toAbsolutePath().toString();
    }

    private static Path directoryOfItsOwn(Path folder, String name) {
        try {
            return Files.createTempDirectory(folder, name + "-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From its start, as a shell sees it, to the line that says that it is ready. */
    Duration startup() {
        return startup;
    }

    /** The first number behind this in what it said. */
    int number(String behind) {
        Matcher said = Pattern.compile(Pattern.quote(behind) + "(\\d+)").matcher(said());
        if (!said.find()) {
            throw new IllegalStateException("nothing is said of " + behind);
        }
        return Integer.parseInt(said.group(1));
    }

    double residentMebibytes() {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(jvm().pid()), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                    .sum();
        } catch (IOException e) {
            throw new IllegalStateException("only Linux tells what is resident", e);
        }
    }

    double processorSeconds() {
        return jvm().info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
    }

    private ProcessHandle jvm() {
        return process.handles().stream()
                .filter(handle -> handle.info().command().orElse("").endsWith("java"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(process.name() + " ended: " + said()));
    }

    private String said() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
