// SPDX-License-Identifier: Apache-2.0
package app.pixel.admission;

import app.pixel.web.DurationConverter;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of a service with public sockets, as a mixin. */
public final class AdmissionOptions {

    /** Spelt as on the command line. */
    enum Authentication {
        none,
        jwt
    }

    private static final Duration KEY_PAUSE = Duration.ofSeconds(30);

    @Option(
            names = "--allowed-origins",
            paramLabel = "ORIGIN",
            split = ",",
            description =
                    "Origins such as https://www.example.com whose pages may connect besides those of the own host;"
                            + " * for all.")
    private List<String> allowedOrigins = List.of();

    @Option(
            names = "--require-origin",
            description = "Refuses requests without an Origin, which native clients send (default: they may connect).")
    private boolean requireOrigin;

    @Option(
            names = "--trusted-proxies",
            paramLabel = "CIDR",
            split = ",",
            description =
                    "Ranges of the proxies whose X-Forwarded-For is believed, such as 10.244.0.0/16; none otherwise.")
    private List<String> trustedProxies = List.of();

    @Option(
            names = "--streams-per-visitor",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "Places and streams that one visitor, or one token subject, has at a time; a tab more is refused,"
                            + " or takes over from the oldest; 0 for no limit (default: ${DEFAULT-VALUE}).")
    private int streamsPerVisitor = 1;

    @Option(
            names = "--streams-per-address",
            paramLabel = "N",
            defaultValue = "0",
            description = "Places and streams of one client address (IPv6: its /64) at a time, 0 for no limit"
                    + " (default: ${DEFAULT-VALUE}). Behind an edge it needs --trusted-proxies.")
    private int streamsPerAddress;

    @Option(
            names = "--sockets-per-second",
            paramLabel = "N",
            defaultValue = "0",
            description = "New sockets of one client address each second, in bursts of ten seconds; 0 for no limit"
                    + " (default: ${DEFAULT-VALUE}). Behind an edge it needs --trusted-proxies.")
    private double socketsPerSecond;

    @Option(
            names = "--max-waiting",
            paramLabel = "N",
            defaultValue = "0",
            description = "Longest queue; a visitor beyond it is refused, 0 for no limit (default: ${DEFAULT-VALUE}).")
    private int maxWaiting;

    @Option(
            names = "--auth",
            paramLabel = "none|jwt",
            defaultValue = "none",
            description = "'jwt' admits only players with a valid token, as Authorization: Bearer, cookie pixel-token,"
                    + " sub-protocol pixel-token.TOKEN or ?token= (default: ${DEFAULT-VALUE}).")
    private Authentication authentication = Authentication.none;

    @Option(names = "--jwt-issuer", paramLabel = "URL", description = "Issuer of the tokens, exactly as they name it.")
    private @Nullable String issuer;

    @Option(names = "--jwt-audience", paramLabel = "NAME", description = "Audience that every token must name.")
    private @Nullable String audience;

    @Option(
            names = "--jwks-url",
            paramLabel = "URL",
            description = "The issuer's public keys; found by OpenID Connect discovery otherwise.")
    private @Nullable URI keysUrl;

    @Option(
            names = "--jwt-algorithms",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "RS256,PS256,ES256",
            description = "Signature algorithms that are accepted (default: ${DEFAULT-VALUE}).")
    private Set<String> algorithms = Set.of();

    @Option(
            names = "--jwt-claims",
            paramLabel = "NAME[=VALUE]",
            split = ",",
            description = "Claims that a token must have besides sub and exp, each with a value or with any.")
    private List<String> claims = List.of();

    @Option(
            names = "--jwt-clock-skew",
            paramLabel = "DURATION",
            defaultValue = "30s",
            converter = DurationConverter.class,
            description = "Difference of clocks that is forgiven (default: ${DEFAULT-VALUE}).")
    private Duration skew = Duration.ofSeconds(30);

    @Option(
            names = "--sign-in-url",
            paramLabel = "URL",
            description = "Page that visitors without a valid token are sent to.")
    private @Nullable URI signInUrl;

    /**
     * The rules that the options set.
     *
     * @throws IllegalArgumentException with a sentence that names the flag, when a value makes no sense
     */
    public AdmissionSettings settings() {
        return new AdmissionSettings(
                new OriginPolicy(allowedOrigins, !requireOrigin),
                TrustedProxies.parse(trustedProxies),
                streamsPerVisitor,
                streamsPerAddress,
                socketsPerSecond,
                maxWaiting,
                tokens(),
                KEY_PAUSE,
                new SignInPage(Optional.ofNullable(signInUrl)));
    }

    private Optional<TokenSettings> tokens() {
        return switch (authentication) {
            case none -> Optional.empty();
            case jwt -> {
                if (issuer == null || audience == null) {
                    throw new IllegalArgumentException("--auth jwt needs --jwt-issuer and --jwt-audience.");
                }
                yield Optional.of(new TokenSettings(
                        issuer,
                        audience,
                        Optional.ofNullable(keysUrl),
                        algorithms,
                        TokenSettings.claims(claims),
                        skew));
            }
        };
    }
}
