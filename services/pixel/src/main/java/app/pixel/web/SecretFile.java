// SPDX-License-Identifier: Apache-2.0
package app.pixel.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Secrets in a file, one a line, the first of them the current one. Read anew for every use, so that a mounted
 * Kubernetes Secret can be rotated under a running process. No message of this class holds a secret.
 */
public record SecretFile(Path path) {

    /** Below this, an HMAC key is for guessing. */
    private static final int MINIMUM_LENGTH = 16;

    /** The file's secrets, at least one; fails with a sentence otherwise. */
    public Future<List<String>> read(Vertx vertx) {
        return vertx.fileSystem()
                .readFile(path.toString())
                .recover(failure ->
                        Future.failedFuture(new IllegalStateException("The secret file " + path + " cannot be read.")))
                .map(this::parse);
    }

    private List<String> parse(Buffer content) {
        List<String> secrets = content.toString(StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        if (secrets.isEmpty()) {
            throw new IllegalStateException("The secret file " + path + " is empty; it needs a secret a line.");
        }
        if (secrets.stream().anyMatch(secret -> secret.length() < MINIMUM_LENGTH)) {
            throw new IllegalStateException(
                    "The secret file " + path + " has a secret of less than " + MINIMUM_LENGTH + " characters.");
        }
        return secrets;
    }
}
