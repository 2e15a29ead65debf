// SPDX-License-Identifier: Apache-2.0
package app.pixel.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The sources of a command's secrets: a file, else an environment variable. A flag would show the secret to every user
 * who can list processes.
 *
 * <p>A secret from the environment is a hidden option, which {@link EnvironmentDefaults} fills in. The command refuses
 * that option on its command line with {@link #refuseFlag}. A secret that may be rotated under the running process is
 * a {@link SecretFile} instead.
 */
public final class SecretSources {

    private SecretSources() {}

    /**
     * The content of {@code file} without the white space around it, else {@code variable}, else nothing.
     *
     * @throws IllegalArgumentException when there is a file that cannot be read
     */
    public static Optional<byte[]> read(@Nullable Path file, @Nullable String variable) {
        if (file == null) {
            return Optional.ofNullable(variable).map(secret -> secret.getBytes(StandardCharsets.UTF_8));
        }
        try {
            return Optional.of(Files.readString(file).strip().getBytes(StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("The secret file %s cannot be read.".formatted(file), unreadable);
        }
    }

    /**
     * Refuses a secret on the command line.
     *
     * @throws IllegalArgumentException when {@code flag} was given there, and not by its variable
     */
    public static void refuseFlag(@Nullable CommandSpec spec, String flag) {
        if (spec != null && spec.commandLine().getParseResult().hasMatchedOption(flag)) {
            throw new IllegalArgumentException("%s holds a secret here and is read from %s only."
                    .formatted(flag, EnvironmentDefaults.variableOf(flag)));
        }
    }
}
