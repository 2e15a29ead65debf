// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.simulation;

import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCIceCandidate;
import io.vertx.core.Context;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The players of one streamer, each with a {@link PlayerPeer}. They share one {@link VideoFeed}, which draws the input
 * of all of them. A message for a player that is not here is ignored. Confined to the streamer's event loop.
 */
final class PlayerPeers {

    private static final Logger log = LoggerFactory.getLogger(PlayerPeers.class);

    private final Context context;
    private final StreamerOptions options;
    private final VideoFeed feed;
    private final Consumer<JsonObject> signalling;
    private final Consumer<StreamerEvent> onEvent;
    private final Map<String, PlayerPeer> peers = new LinkedHashMap<>();
    private RTCConfiguration configuration = new RTCConfiguration();

    /**
     * The players of a streamer that has none yet.
     *
     * @param feed closed with these players
     * @param signalling sends a message to the signalling server
     */
    PlayerPeers(
            Context context,
            StreamerOptions options,
            VideoFeed feed,
            Consumer<JsonObject> signalling,
            Consumer<StreamerEvent> onEvent) {
        this.context = context;
        this.options = options;
        this.feed = feed;
        this.signalling = signalling;
        this.onEvent = onEvent;
    }

    /** Takes effect for players that join later. */
    void configure(RTCConfiguration next) {
        configuration = next;
    }

    Set<String> ids() {
        return Set.copyOf(peers.keySet());
    }

    void connected(String playerId, boolean sendOffer) {
        PlayerPeer peer = join(playerId);
        if (options.engine().offers() && sendOffer) {
            peer.offer();
        }
    }

    /** An offer starts the connection anew, unless this engine is the one that offers. */
    void offered(String playerId, String sdp) {
        PlayerPeer known = peers.get(playerId);
        PlayerPeer peer = known == null || !options.engine().offers() ? join(playerId) : known;
        peer.answer(sdp);
    }

    void answered(String playerId, String sdp) {
        peer(playerId).ifPresent(peer -> peer.answered(sdp));
    }

    void candidate(String playerId, RTCIceCandidate candidate) {
        peer(playerId).ifPresent(peer -> peer.candidate(candidate));
    }

    void left(String playerId) {
        PlayerPeer peer = peers.remove(playerId);
        if (peer == null) {
            return;
        }
        peer.close();
        if (peers.isEmpty()) {
            feed.watched(false);
            feed.releaseControls();
        }
        onEvent.accept(new StreamerEvent.PlayerLeft(playerId));
    }

    /** The marks of all players go; their connections stay. */
    void cleanWorld() {
        feed.clear();
    }

    void drop() {
        List.copyOf(peers.keySet()).forEach(this::left);
    }

    void close() {
        drop();
        feed.close();
    }

    private PlayerPeer join(String playerId) {
        left(playerId);
        PlayerPeer peer = new PlayerPeer(
                context, configuration, options.codec(), feed.track(), event -> onPeerEvent(playerId, event));
        peers.put(playerId, peer);
        feed.watched(true);
        onEvent.accept(new StreamerEvent.PlayerJoined(playerId));
        return peer;
    }

    private void onPeerEvent(String playerId, PeerEvent event) {
        switch (event) {
            case PeerEvent.Signal signal ->
                signalling.accept(
                        signal.message().put("playerId", options.engine().playerIdOnWire(playerId)));
            case PeerEvent.Playing _ -> {
                send(playerId, Answers.greeting(options));
                onEvent.accept(new StreamerEvent.PlayerPlaying(playerId));
            }
            case PeerEvent.Input input -> {
                feed.show(input.input());
                send(playerId, Answers.to(input.input(), options, System.currentTimeMillis()));
            }
            case PeerEvent.Failed failed -> {
                log.atDebug()
                        .addKeyValue("streamerId", options.id())
                        .addKeyValue("playerId", playerId)
                        .addKeyValue("reason", failed.reason())
                        .log("a player's connection failed");
                left(playerId);
            }
        }
    }

    private void send(String playerId, List<ByteBuffer> messages) {
        peer(playerId).ifPresent(peer -> messages.forEach(peer::send));
    }

    private Optional<PlayerPeer> peer(String playerId) {
        return Optional.ofNullable(peers.get(playerId));
    }
}
