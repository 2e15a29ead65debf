// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The namespaces that {@code lab/namespaces/bin/java} gave this JVM.
 *
 * @param folder of the run; it goes when the JVM is gone, however that ends
 * @param controlGroup below which every container's is, likewise
 */
record NodeSpace(Path folder, String controlGroup) {

    private static final String FOLDER = "PIXEL_NODE_FOLDER";
    private static final String CONTROL_GROUP = "PIXEL_NODE_CGROUP";

    /** @throws IllegalStateException when this JVM is in the machine's own namespaces */
    static NodeSpace of(Map<String, String> environment) {
        String folder = environment.get(FOLDER);
        String controlGroup = environment.get(CONTROL_GROUP);
        if (folder == null || controlGroup == null) {
            throw new IllegalStateException(
                    "A node needs namespaces of its own: run ./pixel test node, which starts lab/namespaces/bin/java.");
        }
        return new NodeSpace(Path.of(folder), controlGroup);
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    Path directory(String name) {
        try {
            return Files.createDirectories(file(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path write(String name, String content) {
        try {
            Path file = file(name);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
