// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.local;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of {@code ./pixel local}. */
final class LocalOptions {

    enum Turn {
        /** LocalCoturn must be there. */
        ON,
        OFF,
        /** LocalCoturn if it is installed. */
        AUTO
    }

    @Option(
            names = "--streamers",
            paramLabel = "N",
            defaultValue = "2",
            converter = CountConverter.class,
            description = "Simulated streamers, each with a signalling server of its own (default: ${DEFAULT-VALUE}).")
    private int streamers = 2;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            converter = PortConverter.class,
            description = "Port to open in a browser; 0 for any free one (default: ${DEFAULT-VALUE}).")
    private int port = 8080;

    @Option(
            names = "--streamer-port",
            paramLabel = "PORT",
            converter = PortConverter.class,
            description = "One more signalling server, on this port, for a real Unreal build to join.")
    private @Nullable Integer streamerPort;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Address that --port and --streamer-port are opened on; 0.0.0.0 lets other machines in"
                    + " (default: ${DEFAULT-VALUE}).")
    private String host = "127.0.0.1";

    @Option(
            names = "--turn",
            paramLabel = "on|off|auto",
            defaultValue = "auto",
            description = "Relay media through coturn where needed; auto: if it is installed (default: auto).")
    private Turn turn = Turn.AUTO;

    @Option(
            names = "--embed-origins",
            paramLabel = "ORIGIN,...",
            defaultValue = "",
            description = "Origins whose pages may embed the player and talk to it, such as http://localhost:5173.")
    private String embedOrigins = "";

    @Mixin
    private VideoOptions video = new VideoOptions();

    int streamers() {
        return streamers;
    }

    int port() {
        return port;
    }

    @Nullable
    Integer streamerPort() {
        return streamerPort;
    }

    String host() {
        return host;
    }

    Turn turn() {
        return turn;
    }

    String embedOrigins() {
        return embedOrigins;
    }

    VideoOptions video() {
        return video;
    }

    /** The ports that others must find us at. */
    List<ListenAddress> addresses() {
        ListenAddress page = new ListenAddress("--port", host, port);
        Integer forUnreal = streamerPort;
        return forUnreal == null ? List.of(page) : List.of(page, new ListenAddress("--streamer-port", host, forUnreal));
    }

    private static final class PortConverter implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            return number(value, 65_535);
        }
    }

    private static final class CountConverter implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            return number(value, 100);
        }
    }

    private static int number(String value, int largest) {
        if (!value.matches("[0-9]{1,5}") || Integer.parseInt(value) > largest) {
            throw new TypeConversionException("\"%s\" is not a number from 0 to %d.".formatted(value, largest));
        }
        return Integer.parseInt(value);
    }
}
