// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.cluster;

import app.pixel.lab.process.LeashedProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;

/** The processes of one cluster, in one folder of its own. {@link #close} ends all of them, the youngest first. */
final class Processes implements AutoCloseable {

    private final Path folder;
    private final Deque<LeashedProcess> running = new ArrayDeque<>();

    Processes() {
        try {
            folder = Files.createTempDirectory("pixel-cluster-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    LeashedProcess start(String name, List<String> command) {
        LeashedProcess process = LeashedProcess.start(name, folder, command);
        running.push(process);
        return process;
    }

    /** Ends one before the others. */
    void stop(LeashedProcess process) {
        process.close();
        running.remove(process);
    }

    /**
     * Every process that was started still runs.
     *
     * @throws IllegalStateException with the end of its log, when one does not
     */
    void requireAlive() {
        running.forEach(process -> process.await(process::isAlive));
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    Path write(String name, String content) {
        try {
            return Files.writeString(file(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Resident bytes by process, as Linux tells them; empty elsewhere. */
    SequencedMap<String, Long> residentBytes() {
        var bytes = new LinkedHashMap<String, Long>();
        for (LeashedProcess process : running.reversed()) {
            long sum = process.handles().stream()
                    .mapToLong(Processes::residentBytes)
                    .sum();
            if (sum > 0) {
                bytes.put(process.name(), sum);
            }
        }
        return bytes;
    }

    private static long residentBytes(ProcessHandle process) {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .sum();
        } catch (IOException | UncheckedIOException _) {
            return 0;
        }
    }

    @Override
    public void close() {
        running.forEach(LeashedProcess::close);
        running.clear();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
