// SPDX-License-Identifier: Apache-2.0
package app.pixel.admission;

import java.time.Duration;
import java.util.Optional;

/**
 * The rules of an {@link Admission}; a limit of 0 is no limit.
 *
 * @param streamsPerVisitor places and streams of one visitor, which the service itself holds to it
 * @param socketsPerSecond new sockets of one client address
 * @param tokens empty when players need no token
 * @param keyPause the shortest time between two fetches of the issuer's keys
 */
public record AdmissionSettings(
        OriginPolicy origins,
        TrustedProxies proxies,
        int streamsPerVisitor,
        int streamsPerAddress,
        double socketsPerSecond,
        int maxWaiting,
        Optional<TokenSettings> tokens,
        Duration keyPause,
        SignInPage signInPage) {

    public AdmissionSettings {
        if (streamsPerVisitor < 0 || streamsPerAddress < 0 || socketsPerSecond < 0 || maxWaiting < 0) {
            throw new IllegalArgumentException("--streams-per-visitor, --streams-per-address,"
                    + " --sockets-per-second and --max-waiting are numbers, or 0 for no limit.");
        }
    }
}
