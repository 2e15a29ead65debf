// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import app.pixel.web.CloseStatus;
import app.pixel.web.JsonSocket;
import app.pixel.web.SessionEnd;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One Unreal application: the messages of its socket, and their effect. */
final class StreamerConnection implements Streamer {

    private static final Logger log = LoggerFactory.getLogger(StreamerConnection.class);

    private final Peer peer;
    private final ConnectedPeers registry;
    private final KnownEngines knownEngines;
    private EngineProfile profile;
    private String streamerId = "";
    /** Its own name, before that was made unique; "" until it gave one. */
    private String ownName = "";

    private boolean streaming;

    StreamerConnection(
            JsonSocket socket,
            String remoteAddress,
            EngineProfile profile,
            ConnectedPeers registry,
            KnownEngines knownEngines) {
        this.peer = new Peer(socket, remoteAddress, "streamer", event -> event.addKeyValue("streamerId", streamerId));
        this.profile = profile;
        this.registry = registry;
        this.knownEngines = knownEngines;
        peer.listen(this::onText, this::closed);
    }

    /** Greets the streamer. One whose engine cannot say its name is listed under the name that it is given. */
    void open(JsonObject peerConnectionOptions) {
        send(new ServerMessage.Identify());
        send(new ServerMessage.Config(peerConnectionOptions));
        streaming = !profile.accepts("identify");
        registry.streamers().add(this);
    }

    @Override
    public String streamerId() {
        return streamerId;
    }

    @Override
    public void commit(String newId) {
        streamerId = newId;
    }

    @Override
    public boolean isStreaming() {
        return streaming;
    }

    @Override
    public boolean isSfu() {
        return false;
    }

    @Override
    public String remoteAddress() {
        return peer.remoteAddress();
    }

    /** Leaves out what this engine would hang up on. */
    @Override
    public void send(ServerMessage message) {
        if (profile.accepts(message.type())) {
            peer.send(message, profile);
        }
    }

    @Override
    public Future<Boolean> answers(Duration within) {
        return peer.answers(within);
    }

    @Override
    public void evict() {
        log.atWarn().addKeyValue("streamerId", streamerId).log("a streamer that does not answer gives up its id");
        peer.cut();
        leave();
    }

    private void onText(String text) {
        switch (FromStreamer.parse(text)) {
            case FromStreamer.EndpointId(String id) -> identify(id);
            case FromStreamer.Ping(Number time) -> send(new ServerMessage.Pong(time));
            case FromStreamer.DisconnectPlayer(String playerId, String reason) -> disconnect(playerId, reason);
            case FromStreamer.ToPlayer(String playerId, Received message) -> forward(playerId, message);
            case FromStreamer.LayerPreference(Received message) -> forwardToSfus(message);
            case FromStreamer.Ignored(String reason) -> peer.logIgnored(reason);
        }
    }

    /** The socket waits while the id is sought, so that what comes behind the name is not handled before it. */
    private void identify(String name) {
        ownName = name;
        profile = knownEngines.profileOf(peer.remoteAddress(), name, profile);
        String before = streamerId;
        peer.pause();
        registry.streamers().claim(this, name).onSuccess(named -> {
            if (!streaming) {
                streaming = true;
                registry.streamers().listingChanged();
            }
            send(new ServerMessage.EndpointIdConfirm(streamerId));
            tellPlayersOfNewId(before);
            log.atInfo()
                    .addKeyValue("streamerId", streamerId)
                    .addKeyValue("remoteAddress", peer.remoteAddress())
                    .addKeyValue("engine", profile)
                    .log("streamer is ready");
            peer.resume();
        });
    }

    private void tellPlayersOfNewId(String before) {
        if (!before.equals(streamerId)) {
            registry.subscriptions()
                    .playersOf(this)
                    .forEach(player -> player.send(new ServerMessage.StreamerIdChanged(streamerId)));
        }
    }

    private void disconnect(String playerId, String reason) {
        Player player = registry.subscriptions().playerOf(this, playerId);
        if (player == null) {
            peer.logIgnored("not one of its players");
        } else {
            player.dismiss(SessionEnd.KICKED, CloseStatus.UNEXPECTED, HtmlText.escape(reason));
        }
    }

    private void forward(String playerId, Received message) {
        Player player = registry.subscriptions().playerOf(this, playerId);
        if (player == null) {
            peer.logIgnored("not one of its players");
        } else {
            player.send(new ServerMessage.Forwarded(message.type(), message.text()));
        }
    }

    private void forwardToSfus(Received message) {
        registry.subscriptions().playersOf(this).stream()
                .filter(Player::isSfu)
                .forEach(sfu -> sfu.send(new ServerMessage.Forwarded(message.type(), message.text())));
    }

    private void closed(CloseStatus status) {
        knownEngines.learn(peer.remoteAddress(), ownName, profile, profile.afterClose(status));
        leave();
    }

    private void leave() {
        streaming = false;
        registry.streamers().remove(this);
        registry.subscriptions().dismissPlayersOf(this);
    }
}
