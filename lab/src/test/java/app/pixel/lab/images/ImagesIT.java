// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Both images, built from the packaged jars on bases that this machine makes, and their entry points. It needs root and
 * buildah. Without them it is skipped, and with {@code CI} set it fails.
 */
class ImagesIT {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String SECRET = "/run/turn-secret";

    /** The start-up of each service, by its flags. */
    private static final Map<String, List<String>> SERVICES = Map.of(
            "signalling", List.of("--player-port", "0", "--streamer-port", "0", "--sfu-port", "0"),
            "matchmaker", List.of("--port", "0", "--report-port", "0"),
            "turn-credentials", List.of("--port", "0", "--secret-file", SECRET, "--relays", "192.0.2.1"),
            "pod-proxy", List.of("--port", "0", "--authenticated-by-edge", "--allow", "10.244.0.0/16:8111"),
            "player", List.of("--port", "0"));

    @TempDir
    private static Path work;

    private static ImageArchive services;
    private static ImageArchive streamer;
    private static String servicesAgain;
    private static String streamerAgain;

    @TempDir
    private Path folder;

    @BeforeAll
    static void build() throws Exception {
        boolean able = Files.exists(Path.of("/usr/bin/buildah")) && Files.isWritable(Path.of("/usr"));
        if (System.getenv("CI") == null) {
            assumeThat(able).as("root, and Debian's buildah").isTrue();
        }
        Path configuration = work.resolve("storage.conf");
        Files.writeString(configuration, """
                [storage]
                driver = "overlay"
                graphroot = "%1$s/storage"
                runroot = "%1$s/run"
                """.formatted(work));
        Map<String, String> environment = Map.of(
                "JAVA_HOME", System.getProperty("java.home"),
                "CONTAINERS_STORAGE_CONF", configuration.toString(),
                "PIXEL_BUILDER", "buildah");
        Commands.run(ROOT, environment, List.of("services/pixel/class-list", "services/pixel/target/classes.list"));
        Path first = built(environment, "first");
        Path second = built(environment, "second");
        services = ImageArchive.unpack(first.resolve("pixel.tar"), work.resolve("services"));
        streamer = ImageArchive.unpack(first.resolve("lab.tar"), work.resolve("streamer"));
        servicesAgain = ImageArchive.digest(second.resolve("pixel.tar"));
        streamerAgain = ImageArchive.digest(second.resolve("lab.tar"));
        Files.writeString(services.root().resolve("." + SECRET), "a secret of this test\n");
    }

    /** JUnit would warn of each link that leads out of the folder. */
    @AfterAll
    static void delete() throws Exception {
        Commands.run(
                "rm",
                "-rf",
                work.resolve("services").toString(),
                work.resolve("streamer").toString());
    }

    private static Path built(Map<String, String> environment, String name) throws Exception {
        Path archives = work.resolve(name);
        Commands.run(ROOT, environment, List.of("images/build", "--local-bases", "--archives", archives.toString()));
        return archives;
    }

    private static Stream<String> services() {
        return SERVICES.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("services")
    void a_service_starts_on_a_read_only_root_without_a_volume(String service) throws Exception {
        try (ImageProcess process = start(service, List.of())) {
            assertThat(process.line("ready ")).contains("operations-port=");
            assertThat(process.printed()).noneMatch(line -> line.contains("warning") || line.contains("WARN"));
        }
    }

    @ParameterizedTest
    @MethodSource("services")
    void a_service_takes_its_classes_from_the_archive(String service) throws Exception {
        // With -Xshare:on, a JVM that cannot use its archive refuses to start.
        try (ImageProcess process = start(service, List.of("JDK_JAVA_OPTIONS=-Xshare:on -Xlog:class+load"))) {
            process.line("ready ");
            List<String> loaded = process.printed().stream()
                    .filter(line -> line.contains("[class,load]") && line.contains(" source: "))
                    .toList();
            Predicate<String> shared = line -> line.endsWith("source: shared objects file");

            assertThat(loaded).anyMatch(shared.and(line -> line.contains("app.pixel.Pixel ")));
            assertThat(loaded.stream().filter(shared).count())
                    .as("classes of the archive, of %d", loaded.size())
                    .isGreaterThan(loaded.size() * 4L / 5);
        }
    }

    @Test
    void the_simulated_streamer_needs_only_its_pods_scratch_folder() throws Exception {
        try (ImageProcess signalling = start("signalling", List.of())) {
            String port = signalling.line("ready ").replaceFirst(".* streamer-port=(\\d+).*", "$1");
            List<String> arguments = List.of("streamer", "--signalling-url", "ws://127.0.0.1:" + port);
            try (ImageProcess simulation = ImageProcess.start(streamer, folder, "/tmp", List.of(), arguments)) {
                simulation.await(line -> line.contains(" is ready as "));
            }
        }
    }

    @Test
    void two_builds_of_a_commit_have_the_same_bytes() {
        assertThat(List.of(servicesAgain, streamerAgain)).containsExactly(services.digest(), streamer.digest());
    }

    @Test
    void an_image_has_the_labels_that_tell_its_origin() {
        for (ImageArchive image : List.of(services, streamer)) {
            assertThat(image.label("title")).isIn("pixel", "lab");
            assertThat(image.label("description")).isNotEmpty();
            assertThat(image.label("licenses")).isEqualTo("Apache-2.0");
            assertThat(image.label("version")).isEqualTo("1.0.0");
            assertThat(image.label("revision")).matches("[0-9a-f]{40}|unknown");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pixel", "lab"})
    void the_bill_of_materials_names_each_library_of_the_image(String module) throws Exception {
        Path program = (module.equals("lab") ? streamer : services)
                .root()
                .resolve("opt")
                .resolve(module);
        JsonObject bill = new JsonObject(Files.readString(program.resolve("bom.json")));
        List<String> named = bill.getJsonArray("components").stream()
                .map(JsonObject.class::cast)
                .map(component -> component.getString("name") + "-" + component.getString("version"))
                .toList();

        assertThat(bill.getString("bomFormat")).isEqualTo("CycloneDX");
        try (Stream<Path> libraries = Files.list(program.resolve("lib"))) {
            assertThat(libraries.map(library -> library.getFileName().toString()))
                    .isNotEmpty()
                    .allMatch(library -> named.stream().anyMatch(library::startsWith));
        }
    }

    @Test
    void the_images_hold_only_a_runtime_with_its_program() throws IOException {
        assertThat(names(services.root().resolve("opt"))).containsExactly("jre", "pixel");
        assertThat(names(services.root().resolve("opt/pixel")))
                .containsExactly("bom.json", "jvm.options", "lib", "pixel.jar", "pixel.jsa", "sidecar.options");
        assertThat(names(streamer.root().resolve("opt"))).containsExactly("jre", "lab");
        assertThat(names(streamer.root().resolve("opt/lab")))
                .containsExactly("bom.json", "jvm.options", "lab.jar", "lib");
        for (ImageArchive image : List.of(services, streamer)) {
            assertThat(names(image.root().resolve("tmp"))).isEmpty();
            assertThat(names(image.root().resolve("root"))).allMatch(name -> name.startsWith("."));
            assertThat(image.words("Env")).noneMatch(variable -> variable.matches("(?i).*(secret|token|password).*"));
        }
    }

    private ImageProcess start(String service, List<String> environment) {
        List<String> arguments = Stream.of(
                        List.of(service, "--host", "127.0.0.1", "--operations-port", "0"), SERVICES.get(service))
                .flatMap(List::stream)
                .toList();
        return ImageProcess.start(services, folder, "", environment, arguments);
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
