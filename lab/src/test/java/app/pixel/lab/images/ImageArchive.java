// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.images;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * An image as {@code docker save} and its like write it, unpacked.
 *
 * @param digest of its configuration, which names the digests of all its files
 * @param config how its entry point is started
 * @param root its files
 */
record ImageArchive(String digest, JsonObject config, Path root) {

    /** Unpacks an archive into a folder. */
    static ImageArchive unpack(Path archive, Path folder) throws IOException, InterruptedException {
        Path parts = Files.createDirectories(folder.resolve("parts"));
        Path root = Files.createDirectories(folder.resolve("root"));
        Commands.run("tar", "-xf", archive.toString(), "-C", parts.toString());
        JsonObject manifest = new JsonArray(read(parts.resolve("manifest.json"))).getJsonObject(0);
        for (Object layer : manifest.getJsonArray("Layers")) {
            Path files = parts.resolve((String) layer);
            Commands.run("tar", "-xf", files.toString(), "-C", root.toString());
            Files.delete(files);
        }
        String configuration = manifest.getString("Config");
        return new ImageArchive(
                configuration, new JsonObject(read(parts.resolve(configuration))).getJsonObject("config"), root);
    }

    /** The digest of an archive's image, which stays packed. */
    static String digest(Path archive) throws IOException, InterruptedException {
        String manifest = Commands.run("tar", "-xOf", archive.toString(), "manifest.json");
        return new JsonArray(manifest).getJsonObject(0).getString("Config");
    }

    private static Buffer read(Path file) throws IOException {
        return Buffer.buffer(Files.readAllBytes(file));
    }

    List<String> words(String key) {
        return config.getJsonArray(key).stream().map(String.class::cast).toList();
    }

    String label(String name) {
        return config.getJsonObject("Labels").getString("org.opencontainers.image." + name, "");
    }
}
