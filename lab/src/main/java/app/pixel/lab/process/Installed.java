// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs of this machine. */
public final class Installed {

    private Installed() {}

    /** Finds a program on PATH or in the folders that packages use. */
    public static Optional<Path> find(String program) {
        return Stream.concat(
                        Stream.of(String.valueOf(System.getenv("PATH")).split(":")),
                        Stream.of("/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
