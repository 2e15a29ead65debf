// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.releases;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The files in {@code charts-values/}, read when the program runs, so that an edited file counts without a build.
 *
 * <p>They are found as the Pulumi CLI finds its project: in the nearest folder upwards that has them.
 */
public final class ValuesFolder {

    private static final String FOLDER = "charts-values";

    private ValuesFolder() {}

    /** The values file of a chart, in the types that Pulumi can send. */
    static Map<String, Object> of(Chart chart) {
        return parsed(read(chart.chartName() + ".yaml"));
    }

    static Map<String, Object> parsed(String yaml) {
        Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
        if (normalised(tree) instanceof Map<?, ?> map) {
            return stringKeyed(map);
        }
        throw new IllegalArgumentException("A values file must hold a mapping at its top.");
    }

    /** The text of a file below {@code charts-values/}. */
    static String read(String name) {
        return text(folder().resolve(name));
    }

    /** A file of alerts, as the spec of a PrometheusRule. */
    public static Map<String, Object> alerts(String name) {
        return parsed(read("alerts/" + name + ".yaml"));
    }

    /** The texts of all files in a folder below {@code charts-values/}, by file name, sorted. */
    public static Map<String, String> readAll(String below) {
        Map<String, String> texts = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(folder().resolve(below))) {
            files.sorted().forEach(file -> texts.put(String.valueOf(file.getFileName()), text(file)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return texts;
    }

    /** {@code over} wins; mappings are merged key by key, anything else (lists too) is replaced whole, as Helm does. */
    static Map<String, Object> merged(Map<String, Object> under, Map<String, Object> over) {
        Map<String, Object> result = new LinkedHashMap<>(under);
        over.forEach((key, value) -> result.merge(key, value, ValuesFolder::mergedValue));
        return result;
    }

    private static Object mergedValue(Object below, Object above) {
        return below instanceof Map<?, ?> belowMap && above instanceof Map<?, ?> aboveMap
                ? merged(stringKeyed(belowMap), stringKeyed(aboveMap))
                : above;
    }

    /**
     * Pulumi sends neither longs nor floats nor dates: whole numbers become ints, others doubles, all else is
     * refused.
     */
    private static Object normalised(Object node) {
        return switch (node) {
            case Map<?, ?> map -> normalisedMap(map);
            case List<?> list -> list.stream().map(ValuesFolder::normalised).toList();
            case String text -> text;
            case Boolean truth -> truth;
            case Integer number -> number;
            case Long number -> Math.toIntExact(number);
            case Double number -> number;
            default ->
                throw new IllegalArgumentException("A values file holds " + node + ", a "
                        + node.getClass().getSimpleName() + ", which Pulumi cannot send; put it in quotes.");
        };
    }

    private static Map<String, Object> normalisedMap(Map<?, ?> map) {
        Map<String, Object> result = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            if (value == null) {
                throw new IllegalArgumentException("A values file has nothing at \"" + key + "\".");
            }
            result.put(String.valueOf(key), normalised(value));
        });
        return result;
    }

    private static Map<String, Object> stringKeyed(Map<?, ?> map) {
        Map<String, Object> result = new LinkedHashMap<>();
        map.forEach((key, value) -> result.put(String.valueOf(key), value));
        return result;
    }

    private static Path folder() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve(FOLDER))) {
                return folder.resolve(FOLDER);
            }
        }
        return packaged();
    }

    /** The files as they were when this jar was built, for a program that uses the platform as a library. */
    private static Path packaged() {
        URL traefik = Objects.requireNonNull(
                ValuesFolder.class.getResource("/app/pixel/infra/project/" + FOLDER + "/traefik.yaml"));
        try {
            URI uri = traefik.toURI();
            return Objects.requireNonNull((uri.getScheme().equals("jar") ? inJar(uri) : Path.of(uri)).getParent());
        } catch (URISyntaxException | IOException failure) {
            throw new IllegalStateException("The folder " + FOLDER + " is neither here nor in the jar.", failure);
        }
    }

    /** The file system of a jar stays open: the values are read one by one. */
    private static Path inJar(URI uri) throws IOException {
        try {
            FileSystems.newFileSystem(uri, Map.of());
        } catch (FileSystemAlreadyExistsException _) {
            // An earlier reading opened it.
        }
        return Path.of(uri);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException("The file " + file + " cannot be read.", failure);
        }
    }
}
