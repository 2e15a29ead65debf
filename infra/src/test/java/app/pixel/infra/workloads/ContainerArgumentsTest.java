// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.infra.Registered;
import app.pixel.infra.StackShapes;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The arguments of every container of ours are the lines of two files. Tests of services/pixel and lab read each
 * line with the real command line; files between them, as this module must build without those.
 */
class ContainerArgumentsTest {

    private static final Path FILES = Path.of("src", "test", "resources");
    private static final Path SERVICE = Path.of("..", "services", "pixel");
    private static final Set<String> SERVICES =
            Set.of("matchmaker", "player", "signalling", "turn-credentials", "pod-proxy");

    @Test
    void every_service_is_started_with_a_line_that_was_really_parsed() throws Exception {
        assertThat(Files.readAllLines(FILES.resolve("container-arguments.txt")))
                .containsExactlyElementsOf(lines(
                        container -> SERVICES.contains(container.get("name").getAsString())));
    }

    @Test
    void every_simulated_streamer_is_started_with_a_line_that_was_parsed() throws Exception {
        assertThat(Files.readAllLines(FILES.resolve("streamer-arguments.txt")))
                .containsExactlyElementsOf(
                        lines(container -> container.get("image").getAsString().contains("/lab:")));
    }

    /** The image's entry point has the other options of the JVM, so the variable must add to them, not replace them. */
    @Test
    void the_sidecars_jvm_takes_its_options_beside_the_images_own() throws Exception {
        String options = containers()
                .filter(container -> container.get("name").getAsString().equals("signalling"))
                .flatMap(container -> container.getAsJsonArray("env").asList().stream())
                .map(JsonElement::getAsJsonObject)
                .filter(variable -> variable.get("name").getAsString().equals("JDK_JAVA_OPTIONS"))
                .map(variable -> variable.get("value").getAsString())
                .distinct()
                .collect(Collectors.joining("; "));
        assertThat(options).isEqualTo("@/opt/pixel/sidecar.options");
        assertThat(Files.readAllLines(SERVICE.resolve("Dockerfile")))
                .contains(
                        "COPY services/pixel/target/pixel.jar services/pixel/jvm.options services/pixel/sidecar.options"
                                + " /opt/pixel/",
                        "COPY --from=program /opt/pixel /opt/pixel",
                        "ENTRYPOINT [\"/opt/jre/bin/java\", \"@/opt/pixel/jvm.options\", \"-XX:MaxRAMPercentage=60\","
                                + " \"-XX:SharedArchiveFile=/opt/pixel/pixel.jsa\","
                                + " \"-jar\", \"/opt/pixel/pixel.jar\"]");

        String flags = jvmFlags();
        assertThat(flags).containsPattern("MaxNewSize += 2097152 ").containsPattern("UseSerialGC += true ");
    }

    /** As the image's entry point starts it, but to print its flags. */
    private static String jvmFlags() throws IOException, InterruptedException {
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "@" + SERVICE.resolve("jvm.options"),
                        "-XX:MaxRAMPercentage=60",
                        "-XX:+PrintFlagsFinal",
                        "-version")
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("JDK_JAVA_OPTIONS", "@" + SERVICE.resolve("sidecar.options"));
        var java = builder.start();
        String flags = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(java.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(java.exitValue()).as(flags).isZero();
        return flags;
    }

    private static Stream<JsonObject> containers() {
        return StackShapes.all().stream()
                .flatMap(shape -> shape.recorded().workloads().stream())
                .map(Registered::pod)
                .flatMap(pod -> pod.getAsJsonArray("containers").asList().stream())
                .map(JsonElement::getAsJsonObject);
    }

    private static Set<String> lines(Predicate<JsonObject> wanted) {
        return containers()
                .filter(wanted)
                .map(ContainerArgumentsTest::line)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String line(JsonObject container) {
        List<String> variables = container.has("env")
                ? container.getAsJsonArray("env").asList().stream()
                        .map(variable -> variable.getAsJsonObject().get("name").getAsString())
                        .filter(name -> name.startsWith("PIXEL_"))
                        .toList()
                : List.of();
        List<String> arguments = container.getAsJsonArray("args").asList().stream()
                .map(JsonElement::getAsString)
                .toList();
        return String.join(" ", arguments) + (variables.isEmpty() ? "" : " | " + String.join(" ", variables));
    }
}
