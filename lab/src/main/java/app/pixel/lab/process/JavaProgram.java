// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.process;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A program of the product or of the lab as a process of its own, on this JVM's class path. */
public final class JavaProgram implements AutoCloseable {

    /** Small, as in a container; what the lab's streamers need is let in too. */
    private static final List<String> JVM = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    private static final String READY = "ready ";

    private final LeashedProcess process;

    private JavaProgram(LeashedProcess process) {
        this.process = process;
    }

    /**
     * Starts a class's {@code main}, by the class's full name.
     *
     * @param name of its log in the folder
     * @param environment on top of this JVM's own
     * @param properties system properties
     */
    public static JavaProgram start(
            String name,
            Path folder,
            Map<String, String> environment,
            Map<String, String> properties,
            String main,
            List<String> arguments) {
        var command = new ArrayList<String>();
        command.add(launcher());
        command.addAll(JVM);
        properties.forEach((key, value) -> command.add("-D%s=%s".formatted(key, value)));
        command.add("-cp");
        command.add(classPath());
        command.add(main);
        command.addAll(arguments);
        return new JavaProgram(LeashedProcess.start(name, folder, environment, command));
    }

    /** The {@code java} of the JDK that runs this JVM. */
    public static String launcher() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** This JVM's class path with absolute entries, for a process that starts in another folder. */
    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Waits until a service says that it is ready, and reads its ports, by the flags that set them. */
    public Map<String, Integer> ports() {
        process.await(() -> readyLine().isPresent());
        var ports = new HashMap<String, Integer>();
        for (String port : readyLine().orElseThrow().substring(READY.length()).split(" ", -1)) {
            String[] parts = port.split("=", 2);
            ports.put(parts[0], Integer.parseInt(parts[1]));
        }
        return ports;
    }

    private Optional<String> readyLine() {
        return process.printed().stream().filter(line -> line.startsWith(READY)).findFirst();
    }

    public LeashedProcess process() {
        return process;
    }

    @Override
    public void close() {
        process.close();
    }
}
