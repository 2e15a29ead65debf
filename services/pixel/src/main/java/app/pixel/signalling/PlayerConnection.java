// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import app.pixel.web.CloseStatus;
import app.pixel.web.JsonSocket;
import io.vertx.core.json.JsonObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One visitor's socket: what it says, and what that does. */
final class PlayerConnection implements Player {

    private static final Logger log = LoggerFactory.getLogger(PlayerConnection.class);

    private final String playerId;
    private final String remoteAddress;
    private final JsonSocket socket;
    private final Players players;
    private final Streamers streamers;
    private final Subscriptions subscriptions;
    private final UnrealControl control;

    PlayerConnection(
            String playerId,
            String remoteAddress,
            JsonSocket socket,
            Players players,
            Streamers streamers,
            Subscriptions subscriptions,
            UnrealControl control) {
        this.playerId = playerId;
        this.remoteAddress = remoteAddress;
        this.socket = socket;
        this.players = players;
        this.streamers = streamers;
        this.subscriptions = subscriptions;
        this.control = control;
        socket.onText(this::onText).onClose(this::closed);
    }

    void open(JsonObject peerConnectionOptions) {
        send(new ServerMessage.Config(peerConnectionOptions));
        players.add(this);
    }

    @Override
    public String playerId() {
        return playerId;
    }

    @Override
    public boolean isSfu() {
        return false;
    }

    @Override
    public String remoteAddress() {
        return remoteAddress;
    }

    @Override
    public void send(ServerMessage message) {
        socket.sendText(message.text(EngineProfile.UE5));
    }

    /** Without a code, as Epic's server does it: the page shows "Disconnected" and looks for a streamer again. */
    @Override
    public void streamerLeft() {
        socket.close();
    }

    @Override
    public void close(int code, String reason) {
        socket.close(code, reason);
    }

    private void onText(String text) {
        switch (FromPlayer.parse(text)) {
            case FromPlayer.ListStreamers _ -> send(new ServerMessage.StreamerList(streamers.listedIds()));
            case FromPlayer.Subscribe(String streamerId) -> subscriptions.subscribe(this, streamerId);
            case FromPlayer.Unsubscribe _ -> subscriptions.unsubscribe(this);
            case FromPlayer.Ping(Number time) -> send(new ServerMessage.Pong(time));
            case FromPlayer.Control call -> control.call(call).onSuccess(this::send);
            case FromPlayer.ToStreamer(Received message) -> forward(message);
            case FromPlayer.Ignored(String reason) ->
                log.atDebug()
                        .addKeyValue("playerId", playerId)
                        .addKeyValue("reason", reason)
                        .log("ignored a message of a player");
        }
    }

    /**
     * A page of 4.27 and older never subscribes; its first offer does it, to the streamer that has been here longest.
     * So does any other message for a streamer, and a page that was refused may send some: it is refused again.
     */
    private void forward(Received message) {
        Streamer streamer = subscriptions.streamerOf(this);
        if (streamer == null) {
            streamer = streamers.first();
            if (streamer == null) {
                socket.close();
                return;
            }
            if (!subscriptions.subscribe(this, streamer)) {
                return;
            }
        }
        streamer.send(new ServerMessage.RelayFrom(playerId, message));
    }

    private void closed(CloseStatus status) {
        log.atInfo()
                .addKeyValue("playerId", playerId)
                .addKeyValue("remoteAddress", remoteAddress)
                .addKeyValue("code", status.code())
                .addKeyValue("reason", status.reason())
                .log("player left");
        subscriptions.unsubscribe(this);
        players.remove(this);
    }
}
