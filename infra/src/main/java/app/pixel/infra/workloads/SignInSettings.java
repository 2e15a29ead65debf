// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.workloads;

import app.pixel.infra.settings.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The tokens that players need: those of an OpenID Connect issuer.
 *
 * @param keysUrl the issuer's keys; the issuer's discovery document tells them when it is empty
 * @param claims {@code NAME} or {@code NAME=VALUE}, each of which a token must have
 * @param page visitors without a valid token are sent there
 */
record SignInSettings(
        String issuer,
        String audience,
        Optional<String> keysUrl,
        List<String> algorithms,
        List<String> claims,
        Duration clockSkew,
        Optional<String> page) {

    /** On the port that the network policy opens to the world. */
    private static final Pattern HTTPS = Pattern.compile("https://[A-Za-z0-9.-]+(/[^\\s,]*)?");

    private static final Pattern AUDIENCE = Pattern.compile("\\S+");
    private static final Pattern CLAIM = Pattern.compile("[^\\s,=]+(=[^\\s,]+)?");
    private static final Pattern ALGORITHM = Pattern.compile("(RS|PS|ES)(256|384|512)");
    private static final List<String> USUAL_ALGORITHMS = List.of("RS256", "PS256", "ES256");
    private static final Duration USUAL_SKEW = Duration.ofSeconds(30);

    SignInSettings {
        algorithms = List.copyOf(algorithms);
        claims = List.copyOf(claims);
    }

    /** Empty when the object says nothing: then players need no token. */
    static Optional<SignInSettings> from(Settings signIn) {
        if (signIn.isEmpty()) {
            return Optional.empty();
        }
        List<String> algorithms = each(signIn, "algorithms", ALGORITHM, "a list of RS256, PS256, ES256 and the like");
        return Optional.of(new SignInSettings(
                signIn.matching("issuer", HTTPS, "an address such as https://login.example.com"),
                signIn.matching("audience", AUDIENCE, "the audience that tokens name, without spaces"),
                https(signIn, "keysUrl"),
                algorithms.isEmpty() ? USUAL_ALGORITHMS : algorithms,
                each(signIn, "claims", CLAIM, "a list of NAME or NAME=VALUE, without commas and spaces"),
                signIn.names().contains("clockSkew")
                        ? signIn.duration("clockSkew", Duration.ZERO, Duration.ofMinutes(5))
                        : USUAL_SKEW,
                https(signIn, "page")));
    }

    private static Optional<String> https(Settings signIn, String key) {
        return signIn.optionalString(key)
                .map(given -> signIn.matching(key, HTTPS, "an address such as https://login.example.com/keys"));
    }

    private static List<String> each(Settings signIn, String key, Pattern form, String allowed) {
        List<String> texts = signIn.names().contains(key) ? signIn.strings(key) : List.of();
        return texts.stream().allMatch(text -> form.matcher(text).matches())
                ? texts
                : signIn.refuse(key, allowed, List.of());
    }

    /** As the matchmaker takes them. */
    List<String> arguments() {
        List<String> arguments = new ArrayList<>(List.of(
                "--auth",
                "jwt",
                "--jwt-issuer",
                issuer,
                "--jwt-audience",
                audience,
                "--jwt-algorithms",
                String.join(",", algorithms),
                "--jwt-clock-skew",
                clockSkew.toSeconds() + "s"));
        keysUrl.ifPresent(url -> arguments.addAll(List.of("--jwks-url", url)));
        if (!claims.isEmpty()) {
            arguments.addAll(List.of("--jwt-claims", String.join(",", claims)));
        }
        page.ifPresent(url -> arguments.addAll(List.of("--sign-in-url", url)));
        return List.copyOf(arguments);
    }
}
