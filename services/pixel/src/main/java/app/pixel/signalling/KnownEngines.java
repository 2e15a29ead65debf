// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The streamers that turned out to be of an older engine than the server was started for. No engine says its version,
 * but strict ones hang up with a code of their own. When such a streamer comes back, the server uses its profile.
 */
final class KnownEngines {

    private static final int REMEMBERED = 256;

    private record Caller(String remoteAddress, String name) {}

    private final Map<Caller, EngineProfile> profiles = new LinkedHashMap<>();

    /** The profile learned for this streamer, else the one that its connection has. */
    EngineProfile profileOf(String remoteAddress, String name, EngineProfile otherwise) {
        return profiles.getOrDefault(new Caller(remoteAddress, name), otherwise);
    }

    /** Keeps what a closed connection showed, if that is new; forgets the oldest when there is too much to know. */
    void learn(String remoteAddress, String name, EngineProfile used, EngineProfile better) {
        if (name.isEmpty() || used == better) {
            return;
        }
        profiles.put(new Caller(remoteAddress, name), better);
        if (profiles.size() > REMEMBERED) {
            profiles.remove(profiles.keySet().iterator().next());
        }
    }
}
