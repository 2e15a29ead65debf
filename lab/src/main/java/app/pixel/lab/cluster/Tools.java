// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The folder that {@code lab/cluster-tools/build} filled: binaries, custom resource definitions, kwok's stages. */
public record Tools(Path folder) {

    /** Names the folder; {@code ./pixel} sets it. */
    public static final String VARIABLE = "PIXEL_CLUSTER_TOOLS";

    public Tools {
        if (!Files.isDirectory(folder.resolve("definitions"))) {
            throw new IllegalArgumentException(
                    "%s holds no cluster tools: run lab/cluster-tools/build, which prints the folder to name in %s."
                            .formatted(folder, VARIABLE));
        }
    }

    public static Tools of(Map<String, String> environment) {
        String folder = environment.get(VARIABLE);
        if (folder == null) {
            throw new IllegalArgumentException(
                    "%s is not set: run ./pixel test cluster, or lab/cluster-tools/build, which prints its value."
                            .formatted(VARIABLE));
        }
        return new Tools(Path.of(folder));
    }

    /** A binary by its name. */
    public String binary(String name) {
        return folder.resolve("bin").resolve(name).toString();
    }

    List<Path> definitions() {
        return files("definitions");
    }

    List<Path> stages() {
        return files("stages");
    }

    private List<Path> files(String name) {
        try (Stream<Path> files = Files.list(folder.resolve(name))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
