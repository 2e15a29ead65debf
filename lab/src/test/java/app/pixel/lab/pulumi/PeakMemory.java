// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.pulumi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** The most that a process of some kind had resident, as Linux tells it; 0 elsewhere. */
final class PeakMemory {

    private static final long GLANCE_MILLIS = 200;

    private final AtomicLong most = new AtomicLong();

    long mebibytes() {
        return most.get() >> 10;
    }

    /** Waits for the end of a process and looks at it meanwhile; false when it had to be ended. */
    boolean follow(Process process, long limit, TimeUnit unit) throws InterruptedException {
        long deadline = System.nanoTime() + unit.toNanos(limit);
        while (!process.waitFor(GLANCE_MILLIS, TimeUnit.MILLISECONDS)) {
            most.accumulateAndGet(kibibytes(process), Math::max);
            if (System.nanoTime() > deadline) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
                return false;
            }
        }
        return true;
    }

    private static long kibibytes(Process process) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        } catch (IOException | UncheckedIOException _) {
            return 0;
        }
    }
}
