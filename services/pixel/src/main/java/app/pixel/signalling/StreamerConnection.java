// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import app.pixel.web.CloseStatus;
import app.pixel.web.JsonSocket;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One Unreal application's socket: what it says, and what that does. */
final class StreamerConnection implements Streamer {

    private static final Logger log = LoggerFactory.getLogger(StreamerConnection.class);

    private final String remoteAddress;
    private final JsonSocket socket;
    private final Streamers streamers;
    private final Subscriptions subscriptions;
    private final KnownEngines knownEngines;
    private EngineProfile profile;
    private String streamerId = "";
    /** What it calls itself, before that was made unique; "" until it did. */
    private String ownName = "";

    private boolean streaming;

    StreamerConnection(
            String remoteAddress,
            EngineProfile profile,
            JsonSocket socket,
            Streamers streamers,
            Subscriptions subscriptions,
            KnownEngines knownEngines) {
        this.remoteAddress = remoteAddress;
        this.profile = profile;
        this.socket = socket;
        this.streamers = streamers;
        this.subscriptions = subscriptions;
        this.knownEngines = knownEngines;
        socket.onText(this::onText).onClose(this::closed);
    }

    /** Greets the streamer. One whose engine cannot say its name is listed under the name that it is given. */
    void open(JsonObject peerConnectionOptions) {
        send(new ServerMessage.Identify());
        send(new ServerMessage.Config(peerConnectionOptions));
        streaming = !profile.accepts("identify");
        streamers.add(this);
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
        return remoteAddress;
    }

    /** Leaves out what this engine would hang up on. */
    @Override
    public void send(ServerMessage message) {
        if (profile.accepts(message.type())) {
            socket.sendText(message.text(profile));
        }
    }

    @Override
    public Future<Boolean> answers(Duration within) {
        return socket.answers(within);
    }

    @Override
    public void evict() {
        log.atWarn().addKeyValue("streamerId", streamerId).log("a streamer that does not answer gives up its id");
        socket.cut(CloseStatus.ABNORMAL, "");
        leave();
    }

    private void onText(String text) {
        switch (FromStreamer.parse(text)) {
            case FromStreamer.EndpointId(String id) -> identify(id);
            case FromStreamer.Ping(Number time) -> send(new ServerMessage.Pong(time));
            case FromStreamer.DisconnectPlayer(String playerId, String reason) -> disconnect(playerId, reason);
            case FromStreamer.ToPlayer(String playerId, Received message) -> forward(playerId, message);
            case FromStreamer.LayerPreference(Received message) -> forwardToSfus(message);
            case FromStreamer.Ignored(String reason) -> logIgnored(reason);
        }
    }

    /** The socket waits while the id is sought, so that what comes behind the name is not handled before it. */
    private void identify(String name) {
        ownName = name;
        profile = knownEngines.profileOf(remoteAddress, name, profile);
        String before = streamerId;
        socket.pause();
        streamers.claim(this, name).onSuccess(named -> {
            if (!streaming) {
                streaming = true;
                streamers.listingChanged();
            }
            send(new ServerMessage.EndpointIdConfirm(streamerId));
            tellPlayersOfNewId(before);
            log.atInfo()
                    .addKeyValue("streamerId", streamerId)
                    .addKeyValue("remoteAddress", remoteAddress)
                    .addKeyValue("engine", profile)
                    .log("streamer is ready");
            socket.resume();
        });
    }

    private void tellPlayersOfNewId(String before) {
        if (!before.equals(streamerId)) {
            subscriptions
                    .playersOf(this)
                    .forEach(player -> player.send(new ServerMessage.StreamerIdChanged(streamerId)));
        }
    }

    private void disconnect(String playerId, String reason) {
        Player player = subscriptions.playerOf(this, playerId);
        if (player == null) {
            logIgnored("not one of its players");
        } else {
            player.close(CloseStatus.UNEXPECTED, HtmlText.escape(reason));
        }
    }

    private void forward(String playerId, Received message) {
        Player player = subscriptions.playerOf(this, playerId);
        if (player == null) {
            logIgnored("not one of its players");
        } else {
            player.send(new ServerMessage.Relay(message.type(), message.text()));
        }
    }

    private void forwardToSfus(Received message) {
        subscriptions.playersOf(this).stream()
                .filter(Player::isSfu)
                .forEach(sfu -> sfu.send(new ServerMessage.Relay(message.type(), message.text())));
    }

    private void closed(CloseStatus status) {
        log.atInfo()
                .addKeyValue("streamerId", streamerId)
                .addKeyValue("remoteAddress", remoteAddress)
                .addKeyValue("code", status.code())
                .addKeyValue("reason", status.reason())
                .log("streamer left");
        knownEngines.learn(remoteAddress, ownName, profile, profile.afterClose(status));
        leave();
    }

    private void leave() {
        streaming = false;
        streamers.remove(this);
        subscriptions.dismissPlayersOf(this);
    }

    private void logIgnored(String reason) {
        log.atDebug()
                .addKeyValue("streamerId", streamerId)
                .addKeyValue("reason", reason)
                .log("ignored a message of a streamer");
    }
}
