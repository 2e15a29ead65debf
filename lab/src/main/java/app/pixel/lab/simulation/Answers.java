// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.simulation;

import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.util.List;

/** The streamer's messages on the data channel: the first ones when it opens, and the answers to a player. */
final class Answers {

    /** Roughly what an encoder reports for a still picture. */
    private static final String QUANTISER = "20";

    private Answers() {}

    /**
     * Unreal 5 names its messages first and the page then asks for the settings; older pages are sent the settings
     * unasked.
     */
    static List<ByteBuffer> greeting(StreamerOptions options) {
        if (options.engine().sendsProtocol()) {
            return List.of(
                    ToPlayer.PROTOCOL.text(InputMessage.protocol().encode()),
                    ToPlayer.PROTOCOL.text(ToPlayer.protocol().encode()),
                    ToPlayer.INPUT_CONTROL_OWNERSHIP.flag(true));
        }
        return List.of(ToPlayer.QUALITY_CONTROL_OWNERSHIP.flag(true), settings(options));
    }

    static List<ByteBuffer> to(PlayerInput input, StreamerOptions options, long nowMillis) {
        return switch (input) {
            case PlayerInput.Ask ask -> toQuestion(ask.question(), options, nowMillis);
            case PlayerInput.LatencyTest _ -> List.of(ToPlayer.LATENCY_TEST.text(latency(nowMillis)));
            case PlayerInput.UiInteraction interaction -> response("UIInteraction", interaction.descriptor());
            case PlayerInput.Command command -> response("Command", command.descriptor());
            case PlayerInput.TextboxEntry _,
                    PlayerInput.KeyDown _,
                    PlayerInput.KeyUp _,
                    PlayerInput.KeyPress _,
                    PlayerInput.MouseHover _,
                    PlayerInput.MouseButton _,
                    PlayerInput.MouseMove _,
                    PlayerInput.MouseWheel _,
                    PlayerInput.Touches _,
                    PlayerInput.GamepadButton _,
                    PlayerInput.GamepadAxis _,
                    PlayerInput.GamepadGone _,
                    PlayerInput.Unreadable _ -> List.of();
        };
    }

    private static List<ByteBuffer> toQuestion(PlayerInput.Question question, StreamerOptions options, long nowMillis) {
        return switch (question) {
            case INITIAL_SETTINGS -> List.of(settings(options));
            case QUALITY_CONTROL -> List.of(ToPlayer.QUALITY_CONTROL_OWNERSHIP.flag(true));
            case AVERAGE_BITRATE -> List.of(ToPlayer.VIDEO_ENCODER_AVG_QP.text(QUANTISER));
            case ECHO -> List.of(ToPlayer.TEST_ECHO.text(""));
            case DATA_CHANNEL_LATENCY -> List.of(ToPlayer.DATA_CHANNEL_LATENCY_TEST.text(latency(nowMillis)));
            case GAMEPAD_ID ->
                List.of(ToPlayer.GAMEPAD_RESPONSE.text(
                        new JsonObject().put("controllerId", 0).encode()));
            case KEY_FRAME, FRAME_RATE, START_STREAMING, STOP_STREAMING -> List.of();
        };
    }

    /** A sample project's habit: it says back what it was told. */
    private static List<ByteBuffer> response(String to, String descriptor) {
        JsonObject response = new JsonObject().put("to", to).put("descriptor", descriptor);
        return List.of(ToPlayer.RESPONSE.text(response.encode()));
    }

    private static ByteBuffer settings(StreamerOptions options) {
        JsonObject settings = new JsonObject()
                .put(
                        "PixelStreaming",
                        new JsonObject()
                                .put("AllowPixelStreamingCommands", true)
                                .put("DisableLatencyTest", false))
                .put(
                        "Encoder",
                        new JsonObject().put("MinQP", 1).put("MaxQP", 51).put("RateControl", "CBR"))
                .put(
                        "WebRTC",
                        new JsonObject()
                                .put("DegradationPref", "MAINTAIN_FRAMERATE")
                                .put("FPS", options.framesPerSecond())
                                .put("MinBitrate", 100_000)
                                .put("MaxBitrate", 100_000_000));
        return ToPlayer.INITIAL_SETTINGS.text(settings.encode());
    }

    private static String latency(long nowMillis) {
        return new JsonObject()
                .put("ReceiptTimeMs", nowMillis)
                .put("TransmissionTimeMs", nowMillis)
                .put("CaptureToSendMs", 0)
                .put("EncodeMs", 0)
                .encode();
    }
}
