// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import app.pixel.web.CloseStatus;
import java.util.Arrays;
import java.util.Set;

/**
 * The message types that a streamer of one engine generation understands. Engines before 5.1 hang up on any type that
 * they do not know. So a strict profile lists all types that may be sent, and the server leaves out every other one.
 */
enum EngineProfile {
    /** 5.1 and later: logs what it does not know. */
    UE5("ue5"),
    UE5_0("ue5.0"),
    /** The browser makes the offer; the streamer learns of a player from it. */
    UE4_27("ue4.27"),
    /** As 4.27, and it has no id. */
    UE4_26("ue4.26");

    private static final Set<String> ALWAYS =
            Set.of("config", "offer", "answer", "iceCandidate", "playerCount", "playerDisconnected");
    private static final Set<String> SINCE_4_27 = Set.of("identify", "pong");
    private static final Set<String> SINCE_5_0 =
            Set.of("playerConnected", "ping", "streamerDataChannels", "peerDataChannels");

    /** The close codes with which strict engines answer a message that they do not know. */
    static final int REFUSED_BY_UE5_0 = 4000;

    static final int REFUSED_BY_UE4 = 4001;

    /** The sub-protocol that only 4.26 offers. */
    private static final String UE4_26_SUB_PROTOCOL = "ws";

    private final String flag;

    EngineProfile(String flag) {
        this.flag = flag;
    }

    boolean accepts(String type) {
        return switch (this) {
            case UE5 -> true;
            case UE5_0 -> ALWAYS.contains(type) || SINCE_4_27.contains(type) || SINCE_5_0.contains(type);
            case UE4_27 -> ALWAYS.contains(type) || SINCE_4_27.contains(type);
            case UE4_26 -> ALWAYS.contains(type);
        };
    }

    /** The player's id as this engine reads it from JSON. */
    Object playerId(String id) {
        return switch (this) {
            case UE5, UE5_0 -> id;
            case UE4_27, UE4_26 -> Integer.valueOf(id);
        };
    }

    /** The profile of a connection that offered this sub-protocol, where {@code this} is the server's own. */
    EngineProfile forSubProtocol(String subProtocol) {
        return subProtocol.equals(UE4_26_SUB_PROTOCOL) ? UE4_26 : this;
    }

    /** The profile to use the next time, after a streamer of this one closed so. */
    EngineProfile afterClose(CloseStatus status) {
        if (!status.reason().startsWith("Unsupported message")) {
            return this;
        }
        return switch (status.code()) {
            case REFUSED_BY_UE5_0 -> compareTo(UE5_0) < 0 ? UE5_0 : this;
            case REFUSED_BY_UE4 -> compareTo(UE4_27) < 0 ? UE4_27 : UE4_26;
            default -> this;
        };
    }

    static EngineProfile named(String flag) {
        return Arrays.stream(values())
                .filter(profile -> profile.flag.equals(flag))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "Engine '" + flag + "' is unknown. Known are ue5, ue5.0, ue4.27 and ue4.26."));
    }

    @Override
    public String toString() {
        return flag;
    }
}
