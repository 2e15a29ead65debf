// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** Describes the machine that the figures were measured on. Without it they mean nothing. */
final class Machine {

    /** Above this share of the processors, other programs are at work. */
    private static final double BUSY = 0.25;

    private Machine() {}

    static String describe() {
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        double load = system.getSystemLoadAverage();
        return String.format(
                Locale.ROOT,
                "%d processors (%s), %.0f GiB of memory, %s %s %s, %s %s%nLoad average before: %.1f%s%n",
                system.getAvailableProcessors(),
                processor(),
                system.getTotalMemorySize() / (double) (1L << 30),
                system.getName(),
                system.getVersion(),
                system.getArch(),
                System.getProperty("java.vendor"),
                Runtime.version(),
                load,
                load > BUSY * system.getAvailableProcessors()
                        ? ". Other programs are at work: these figures are worse and noisier than on a quiet one."
                        : "");
    }

    private static String processor() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unnamed");
        } catch (IOException | UncheckedIOException notLinux) {
            return "unnamed";
        }
    }
}
