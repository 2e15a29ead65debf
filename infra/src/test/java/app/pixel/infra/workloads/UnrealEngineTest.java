// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The arguments that a stream's Unreal is given, engine by engine. */
class UnrealEngineTest {

    private static final String OF_ALL =
            "-AllowPixelStreamingCommands -PixelStreamingWebRTCDisableReceiveAudio -FullStdOutLogOutput";
    /** A row of the document's table: the engine, which releases it is for, its arguments. */
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(ue[\\d.]+)` \\|[^|]+\\| `([^`]+)` \\|$");

    @ParameterizedTest
    @CsvSource({
        "ue5.5, -PixelStreamingWebRTCFps=30 -PixelStreamingWebRTCMinPort=49152 -PixelStreamingWebRTCMaxPort=50175",
        "ue5, -PixelStreamingHideCursor -PixelStreamingWebRTCFps=30",
        "ue5.0, -PixelStreamingHideCursor -PixelStreamingWebRTCMaxFps=30",
        "ue4.27, -PixelStreamingHideCursor -PixelStreamingWebRTCMaxFps=30",
        "ue4.26, -PixelStreamingHideCursor -PixelStreamingWebRTCMaxFps=30"
    })
    void a_stream_is_started_with_the_names_that_its_engine_reads(String engine, String own) {
        assertThat(arguments(Map.of("engine", engine)))
                .containsExactlyElementsOf(List.of(("-RestApiPort=8111 " + OF_ALL + " " + own).split(" ", -1)));
    }

    /** Unreal takes the first of two arguments with one name. */
    @Test
    void the_stacks_own_arguments_come_before_the_engines() {
        assertThat(arguments(Map.of("engine", "ue5.5", "streamArguments", "[\"-PixelStreamingWebRTCFps=60\"]")))
                .containsSubsequence("-PixelStreamingWebRTCFps=60", "-PixelStreamingWebRTCFps=30");
    }

    @Test
    void the_document_shows_the_same_table() throws Exception {
        Map<String, String> documented = ROW.matcher(Files.readString(Path.of("..", "unreal", "README.md")))
                .results()
                .collect(Collectors.toMap(row -> row.group(1), row -> OF_ALL + " " + row.group(2)));
        assertThat(documented)
                .isEqualTo(Arrays.stream(UnrealEngine.values())
                        .collect(Collectors.toMap(UnrealEngine::word, engine -> String.join(" ", engine.arguments()))));
    }

    @Test
    void the_signalling_server_is_told_the_protocol_of_the_engine() {
        var stream = PlatformFixture.onOke(Map.of("engine", "ue5.5")).the("kubernetes:apps/v1:Deployment", "stream");
        assertThat(texts(stream.input("spec.template.spec.containers.1.args").getAsJsonArray()))
                .containsSubsequence("--engine", "ue5");
    }

    private static List<String> arguments(Map<String, String> settings) {
        var stream = PlatformFixture.onOke(settings).the("kubernetes:apps/v1:Deployment", "stream");
        return texts(stream.input("spec.template.spec.containers.0.args").getAsJsonArray());
    }

    private static List<String> texts(JsonArray array) {
        return array.asList().stream().map(JsonElement::getAsString).toList();
    }
}
