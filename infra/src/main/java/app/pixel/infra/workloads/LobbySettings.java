// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.workloads;

import app.pixel.infra.settings.Secret;
import app.pixel.infra.settings.Settings;
import java.util.Optional;
import java.util.regex.Pattern;

/** The store of tickets, streamers and sessions. */
sealed interface LobbySettings {

    /** In the one matchmaker's memory. */
    record Memory() implements LobbySettings {}

    /** A Valkey of our own, in the cluster. */
    record InCluster() implements LobbySettings {}

    /** A Redis or Valkey that is no part of the stack; its URL holds the password. */
    record External(Secret url) implements LobbySettings {

        private static final Pattern REDIS = Pattern.compile("rediss?://(\\S*@)?[^\\s/:@]+(:\\d{1,5})?(/\\d*)?");

        public External {
            if (!REDIS.matcher(url.value()).matches()) {
                throw new IllegalArgumentException("pixel:lobbyUrl is [secret], but must be a URL such as"
                        + " rediss://:password@cache.example.com:6379.");
            }
        }

        int port() {
            String authority = url.value().replaceFirst("rediss?://", "").replaceFirst("/\\d*$", "");
            int colon = authority.lastIndexOf(':');
            return colon > authority.lastIndexOf('@') ? Integer.parseInt(authority.substring(colon + 1)) : 6379;
        }
    }

    /** How a stack names the three. */
    enum Kind {
        MEMORY,
        IN_CLUSTER,
        EXTERNAL
    }

    static LobbySettings from(Settings settings) {
        Optional<Secret> url = settings.optionalSecret("lobbyUrl");
        Kind kind = settings.choice("lobby", Kind.class);
        if (url.isPresent() && kind != Kind.EXTERNAL) {
            throw new IllegalArgumentException("pixel:lobbyUrl is set, but pixel:lobby is \"" + Settings.word(kind)
                    + "\": set it to \"external\", or remove the URL.");
        }
        return switch (kind) {
            case MEMORY -> new Memory();
            case IN_CLUSTER -> new InCluster();
            case EXTERNAL ->
                new External(url.orElseThrow(
                        () -> new IllegalArgumentException("pixel:lobbyUrl is not set, but pixel:lobby is \"external\":"
                                + " set it (pulumi config set --secret pixel:lobbyUrl).")));
        };
    }
}
