// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.simulation;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The signalling dialect of an Unreal release: its messages, and those on which it closes its socket. The names are
 * those of the signalling server's {@code --engine}.
 */
public enum Engine {
    /** 5.1 and later: offers, ignores what it does not know, takes player ids as strings. */
    UE5("ue5"),
    /** Offers, with player ids as numbers, and hangs up on what it does not know. */
    UE5_0("ue5.0"),
    /** The browser offers. */
    UE4_27("ue4.27"),
    /** The browser offers; it has neither a name nor pings. */
    UE4_26("ue4.26");

    private static final Set<String> KNOWN_TO_UE4_26 =
            Set.of("config", "offer", "answer", "iceCandidate", "playerCount", "playerDisconnected");
    private static final Set<String> NEW_IN_UE4_27 = Set.of("identify", "pong");
    private static final Set<String> NEW_IN_UE5_0 =
            Set.of("playerConnected", "ping", "streamerDataChannels", "peerDataChannels");

    private final String option;

    Engine(String option) {
        this.option = option;
    }

    /** The engine that an option names. */
    public static Optional<Engine> named(String option) {
        return Arrays.stream(values())
                .filter(engine -> engine.option.equals(option))
                .findFirst();
    }

    /** The option that names it. */
    public String option() {
        return option;
    }

    boolean offers() {
        return this == UE5 || this == UE5_0;
    }

    boolean hangsUpOn(String type) {
        return switch (this) {
            case UE5 -> false;
            case UE5_0 ->
                !KNOWN_TO_UE4_26.contains(type) && !NEW_IN_UE4_27.contains(type) && !NEW_IN_UE5_0.contains(type);
            case UE4_27 -> !KNOWN_TO_UE4_26.contains(type) && !NEW_IN_UE4_27.contains(type);
            case UE4_26 -> !KNOWN_TO_UE4_26.contains(type);
        };
    }

    /** The close code of an engine that {@link #hangsUpOn} unknown messages. */
    int closeCode() {
        return this == UE5_0 ? 4000 : 4001;
    }

    /**
     * Returns true if it sends the list of its data-channel messages to a page. Older pages do not understand that
     * list.
     */
    boolean sendsProtocol() {
        return this == UE5;
    }

    List<String> subProtocols() {
        return this == UE4_26 ? List.of("ws") : List.of();
    }

    /** Player ids on the wire: numbers up to 5.0, then strings. */
    Object playerIdOnWire(String playerId) {
        return this == UE5 ? playerId : (Object) Long.valueOf(playerId);
    }
}
