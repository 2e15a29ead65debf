// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.pixel.infra.settings.InvalidSettings;
import com.pulumi.Context;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.test.PulumiTest;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program in {@code examples/library}, compiled against this one and planned. */
class LibraryExampleTest {
    private static final Path EXAMPLE = Path.of("..", "examples", "library");
    private static final Path SOURCE = EXAMPLE.resolve("src/main/java/com/example/arcade/Arcade.java");

    @TempDir
    private static Path classes;

    private static RecordedStack planned;

    @BeforeAll
    static void plan() throws Exception {
        compile();
        var loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, LibraryExampleTest.class.getClassLoader());
        Method declare = loader.loadClass("com.example.arcade.Arcade")
                .getMethod("declare", Context.class, String.class, String.class);
        planned = RecordedStack.of(context -> {
            try {
                declare.invoke(null, context, "ocid1.tenancy.oc1..aaaa", "ocid1.compartment.oc1..bbbb");
            } catch (ReflectiveOperationException refused) {
                throw new LinkageError("The example does not run.", refused);
            }
        });
    }

    private static void compile() {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var files = compiler.getStandardFileManager(null, null, null);
        var messages = new StringWriter();
        boolean compiled = compiler.getTask(
                        messages,
                        files,
                        null,
                        List.of(
                                "-classpath",
                                System.getProperty("java.class.path"),
                                "-d",
                                classes.toString(),
                                "-proc:none"),
                        null,
                        files.getJavaFileObjects(SOURCE))
                .call();
        assertThat(compiled).as(messages.toString()).isTrue();
    }

    @Test
    void the_whole_platform_is_below_the_component() {
        var component = planned.the("pixel:index:PixelStreaming", "arcade");
        assertThat(planned.resources())
                .hasSizeGreaterThan(100)
                .filteredOn(resource -> !resource.type().equals("pulumi:pulumi:Stack"))
                .filteredOn(resource -> !resource.equals(component))
                .allSatisfy(resource -> assertThat(resource.urn()).contains("pixel:index:PixelStreaming$"));
    }

    @Test
    void the_resources_are_called_as_the_program_says() {
        assertThat(planned.named("oci:ContainerEngine/cluster:Cluster", "arcade"))
                .hasSize(1);
        assertThat(planned.named("oci:ContainerEngine/nodePool:NodePool", "arcade-default"))
                .hasSize(1);
    }

    @Test
    void the_program_exports_outputs_of_the_platform() {
        assertThat(PulumiTest.extractValue(planned.result().output("clusterId")))
                .isEqualTo("arcade-id");
        assertThat(PulumiTest.extractValue(planned.result().output("address"))).isEqualTo("203.0.113.80");
    }

    @Test
    void an_argument_that_is_not_allowed_is_refused() {
        var args = PixelStreamingArgs.builder().set("region", "Ashburn").build();
        assertThatThrownBy(args::config)
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("pixel:region is \"Ashburn\", but must be a region's name");
    }

    @Test
    void a_secret_argument_counts_as_encrypted() {
        var args = PixelStreamingArgs.builder()
                .setSecret("grafanaPassword", "hunter2")
                .set("cluster", "existing")
                .set("gpuSharing", "none")
                .set("streamer", "simulated")
                .build();
        assertThat(args.config().secrets().grafana()).isPresent();
    }

    @Test
    void an_output_that_there_is_not_is_refused_with_the_ones_there_are() {
        RecordedStack.of(_ -> {
            var platform = new PixelStreaming(
                    "trial",
                    PixelStreamingArgs.builder()
                            .set("cluster", "existing")
                            .set("gpuSharing", "none")
                            .set("streamer", "simulated")
                            .build(),
                    ComponentResourceOptions.Empty);
            assertThatThrownBy(() -> platform.output("clusterId"))
                    .hasMessage("The platform has no output \"clusterId\", but has [namespace].");
        });
    }

    @Test
    void the_example_depends_on_this_projects_versions() throws IOException {
        String pom = Files.readString(EXAMPLE.resolve("pom.xml"));
        String parent = Files.readString(Path.of("..", "pom.xml"));
        assertThat(pom)
                .contains("<version>%s</version>".formatted(version(parent, "<artifactId>pixel-parent</artifactId>")));
        assertThat(parent).contains("<version.pulumi>%s<".formatted(version(pom, "<artifactId>pulumi</artifactId>")));
    }

    private static String version(String pom, String artifact) {
        return Pattern.compile(Pattern.quote(artifact) + "\\s*<version>([^<]+)</version>")
                .matcher(pom)
                .results()
                .map(found -> found.group(1))
                .findFirst()
                .orElseThrow();
    }
}
