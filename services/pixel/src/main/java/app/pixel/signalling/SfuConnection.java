// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import app.pixel.web.CloseStatus;
import app.pixel.web.JsonSocket;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One SFU's socket. It is registered twice, as a player with a player's id and as a streamer with a streamer's: it
 * subscribes to a streamer and passes its pictures on to the players that subscribe to it.
 */
final class SfuConnection implements Player, Streamer {

    private static final Logger log = LoggerFactory.getLogger(SfuConnection.class);

    private final String playerId;
    private final String remoteAddress;
    private final JsonSocket socket;
    private final Players players;
    private final Streamers streamers;
    private final Subscriptions subscriptions;
    private String streamerId = "";
    private boolean streaming;

    SfuConnection(
            String playerId,
            String remoteAddress,
            JsonSocket socket,
            Players players,
            Streamers streamers,
            Subscriptions subscriptions) {
        this.playerId = playerId;
        this.remoteAddress = remoteAddress;
        this.socket = socket;
        this.players = players;
        this.streamers = streamers;
        this.subscriptions = subscriptions;
        socket.onText(this::onText).onClose(this::closed);
    }

    void open(JsonObject peerConnectionOptions) {
        send(new ServerMessage.Identify());
        send(new ServerMessage.Config(peerConnectionOptions));
        players.add(this);
        streamers.add(this);
    }

    @Override
    public String playerId() {
        return playerId;
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
        return true;
    }

    @Override
    public String remoteAddress() {
        return remoteAddress;
    }

    @Override
    public void send(ServerMessage message) {
        socket.sendText(message.text(EngineProfile.UE5));
    }

    @Override
    public void streamerLeft() {
        send(new ServerMessage.StreamerDisconnected());
        stopStreaming();
    }

    @Override
    public void close(int code, String reason) {
        socket.close(code, reason);
    }

    @Override
    public Future<Boolean> answers(Duration within) {
        return socket.answers(within);
    }

    @Override
    public void evict() {
        socket.cut(CloseStatus.ABNORMAL, "");
        leave();
    }

    private void onText(String text) {
        switch (FromSfu.parse(text)) {
            case FromSfu.EndpointId(String id) -> identify(id);
            case FromSfu.ListStreamers _ -> send(new ServerMessage.StreamerList(streamers.ids()));
            case FromSfu.Subscribe(String id) -> subscriptions.subscribe(this, id);
            case FromSfu.Unsubscribe _ -> subscriptions.unsubscribe(this);
            case FromSfu.StartStreaming _ -> startStreaming();
            case FromSfu.StopStreaming _ -> stopStreaming();
            case FromSfu.Ping(Number time) -> send(new ServerMessage.Pong(time));
            case FromSfu.ToPlayer(String id, Received message) -> forwardToPlayer(id, message);
            case FromSfu.ToStreamer(Received message) -> forwardToStreamer(message);
            case FromSfu.Ignored(String reason) -> logIgnored(reason);
        }
    }

    private void identify(String name) {
        socket.pause();
        String before = streamerId;
        streamers.claim(this, name).onSuccess(named -> {
            startStreaming();
            send(new ServerMessage.EndpointIdConfirm(streamerId));
            if (!before.equals(streamerId)) {
                subscriptions
                        .playersOf(this)
                        .forEach(player -> player.send(new ServerMessage.StreamerIdChanged(streamerId)));
            }
            socket.resume();
        });
    }

    private void startStreaming() {
        streaming = true;
        streamers.listingChanged();
    }

    private void stopStreaming() {
        streaming = false;
        streamers.listingChanged();
        subscriptions.dismissPlayersOf(this);
    }

    /** The player's id is for us; the player does not look for it. */
    private void forwardToPlayer(String id, Received message) {
        Player player = subscriptions.playerOf(this, id);
        if (player == null) {
            logIgnored("not one of its players");
        } else {
            player.send(new ServerMessage.Relay(message.type(), message.withoutPlayerId()));
        }
    }

    /** An SFU speaks for itself, or for one of its players where it names one. */
    private void forwardToStreamer(Received message) {
        Streamer streamer = subscriptions.streamerOf(this);
        if (streamer == null) {
            logIgnored("subscribed to no streamer");
            return;
        }
        String speaker = message.playerId().orElse(playerId);
        streamer.send(new ServerMessage.RelayFrom(
                speaker,
                message.type().equals("streamerDataChannels") ? message.withField("sfuId", playerId) : message));
    }

    private void closed(CloseStatus status) {
        log.atInfo()
                .addKeyValue("playerId", playerId)
                .addKeyValue("streamerId", streamerId)
                .addKeyValue("code", status.code())
                .addKeyValue("reason", status.reason())
                .log("SFU left");
        leave();
    }

    private void leave() {
        streaming = false;
        players.remove(this);
        streamers.remove(this);
        subscriptions.unsubscribe(this);
        subscriptions.dismissPlayersOf(this);
    }

    private void logIgnored(String reason) {
        log.atDebug()
                .addKeyValue("playerId", playerId)
                .addKeyValue("reason", reason)
                .log("ignored a message of an SFU");
    }
}
