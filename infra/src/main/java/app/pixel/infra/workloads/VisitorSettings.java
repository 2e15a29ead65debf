// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.workloads;

import app.pixel.infra.settings.Cidr;
import app.pixel.infra.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The visitors that matchmakers admit. A limit of 0 is no limit.
 *
 * @param allowedOrigins sites besides the platform's own host whose pages may open a socket; {@code *} for all
 * @param requireOrigin whether clients that are no browsers are refused
 * @param streamsPerVisitor places and streams of one visitor at a time
 * @param streamsPerAddress places and streams of one client address at a time
 * @param socketsPerSecond new sockets of one client address
 * @param waitingMaximum the longest queue
 * @param signIn the tokens that players need
 */
record VisitorSettings(
        List<String> allowedOrigins,
        boolean requireOrigin,
        int streamsPerVisitor,
        int streamsPerAddress,
        double socketsPerSecond,
        int waitingMaximum,
        Optional<SignInSettings> signIn) {

    private static final Pattern ORIGIN = Pattern.compile("\\*|https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?");

    VisitorSettings {
        allowedOrigins = List.copyOf(allowedOrigins);
    }

    static VisitorSettings from(Settings settings) {
        List<String> origins = settings.strings("allowedOrigins");
        return new VisitorSettings(
                origins.stream().allMatch(origin -> ORIGIN.matcher(origin).matches())
                        ? origins
                        : settings.refuse(
                                "allowedOrigins", "a list of origins such as https://www.example.com, or *", List.of()),
                settings.flag("requireOrigin"),
                settings.integer("streamsPerVisitor", 0, 100),
                settings.integer("streamsPerAddress", 0, 10_000),
                settings.decimal("socketsPerSecond", 0, 1_000),
                settings.integer("waitingMaximum", 0, 1_000_000),
                SignInSettings.from(settings.object("signIn")));
    }

    /**
     * As the matchmaker takes them; a limit of 0 is the service's own default, but for the visitor's.
     *
     * @param pods the addresses of the edge's pods, whose word on the client's address is believed
     */
    List<String> arguments(Cidr pods) {
        List<String> arguments = new ArrayList<>(List.of(
                "--trusted-proxies", pods.toString(), "--streams-per-visitor", String.valueOf(streamsPerVisitor)));
        if (!allowedOrigins.isEmpty()) {
            arguments.addAll(List.of("--allowed-origins", String.join(",", allowedOrigins)));
        }
        if (requireOrigin) {
            arguments.add("--require-origin");
        }
        limit(arguments, "--streams-per-address", streamsPerAddress);
        limit(arguments, "--sockets-per-second", socketsPerSecond);
        limit(arguments, "--max-waiting", waitingMaximum);
        signIn.ifPresent(tokens -> arguments.addAll(tokens.arguments()));
        return List.copyOf(arguments);
    }

    private static void limit(List<String> arguments, String flag, Number limit) {
        if (limit.doubleValue() > 0) {
            arguments.addAll(List.of(flag, limit.toString()));
        }
    }
}
