// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads a file that another process may be writing. */
public final class WholeLines {

    private WholeLines() {}

    /** Its lines so far, without the last one as long as that has no end. */
    public static List<String> of(Path file) {
        try {
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
