// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.bench;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** {@code ./pixel bench}, from the root of the repository, where the launcher goes. */
@Command(
        name = "bench",
        description = "Figures of the platform on this machine. They judge nothing.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class BenchCommand implements Callable<Integer> {

    enum Part {
        PICTURE,
        SIGNALLING,
        QUEUE,
        RELAY
    }

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "picture|signalling|queue|relay",
            description = "Parts to measure (default: all).")
    private Set<Part> parts = EnumSet.allOf(Part.class);

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "5",
            description = "Measurements of each, 1 to 50 (default: ${DEFAULT-VALUE}).")
    private int runs = 5;

    @Override
    public Integer call() throws Exception {
        if (runs < 1 || runs > 50) {
            System.err.println("pixel: --runs is a number from 1 to 50.");
            return ExitCode.USAGE;
        }
        System.out.println(Machine.describe());
        Path folder = Files.createTempDirectory("pixel-bench-");
        // One event loop, so that the load's state has one writer and the other processor is the subject's.
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setMaxEventLoopExecuteTime(10)
                .setMaxEventLoopExecuteTimeUnit(TimeUnit.SECONDS));
        try {
            System.out.println(Figure.table(measured(vertx, folder)));
            return ExitCode.OK;
        } finally {
            vertx.close().await(10, TimeUnit.SECONDS);
            delete(folder);
        }
    }

    private List<Figure> measured(Vertx vertx, Path folder) throws Exception {
        List<Figure> figures = new ArrayList<>();
        for (Part part : Part.values()) {
            if (parts.contains(part)) {
                System.err.println("pixel: measuring " + part.name().toLowerCase(java.util.Locale.ROOT));
                figures.addAll(
                        switch (part) {
                            case PICTURE -> new FirstPicture(vertx, folder).measure(runs);
                            case SIGNALLING -> SidecarStart.measure(folder, runs);
                            case QUEUE -> new WaitingRoom(vertx, folder).measure();
                            case RELAY -> new RelaySpeed(vertx, folder).measure(runs);
                        });
            }
        }
        return figures;
    }

    private static void delete(Path folder) throws java.io.IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
        }
    }
}
