// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import app.pixel.web.JsonSocket;
import app.pixel.web.Report;
import app.pixel.web.SessionEnd;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;

/**
 * One SFU. It is registered twice, as a player with a player's id and as a streamer with a streamer's. It subscribes to
 * a streamer, and passes its pictures on to the players that subscribe to it.
 */
final class SfuConnection implements Player, Streamer {

    private final String playerId;
    private final Peer peer;
    private final ConnectedPeers registry;
    private String streamerId = "";
    private boolean streaming;

    SfuConnection(String playerId, JsonSocket socket, String remoteAddress, ConnectedPeers registry) {
        this.playerId = playerId;
        this.registry = registry;
        this.peer = new Peer(
                socket,
                remoteAddress,
                "SFU",
                event -> event.addKeyValue("playerId", playerId).addKeyValue("streamerId", streamerId));
        peer.listen(this::onText, status -> leave());
    }

    void open(JsonObject peerConnectionOptions) {
        send(new ServerMessage.Identify());
        send(new ServerMessage.Config(peerConnectionOptions));
        registry.players().add(this);
        registry.streamers().add(this);
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
        return peer.remoteAddress();
    }

    @Override
    public Optional<Report.Client> reported() {
        return Optional.empty();
    }

    @Override
    public void send(ServerMessage message) {
        peer.send(message, EngineProfile.UE5);
    }

    @Override
    public void streamerLeft() {
        send(new ServerMessage.StreamerDisconnected());
        stopStreaming();
    }

    @Override
    public void dismiss(SessionEnd reason, int code, String sentence) {
        peer.close(code, sentence);
    }

    @Override
    public Future<Boolean> answers(Duration within) {
        return peer.answers(within);
    }

    @Override
    public void evict() {
        peer.cut();
        leave();
    }

    private void onText(String text) {
        switch (FromSfu.parse(text)) {
            case FromSfu.EndpointId(String id) -> identify(id);
            case FromSfu.ListStreamers _ ->
                send(new ServerMessage.StreamerList(registry.streamers().ids()));
            case FromSfu.Subscribe(String id) -> registry.subscriptions().subscribe(this, id);
            case FromSfu.Unsubscribe _ -> registry.subscriptions().unsubscribe(this);
            case FromSfu.StartStreaming _ -> startStreaming();
            case FromSfu.StopStreaming _ -> stopStreaming();
            case FromSfu.Ping(Number time) -> send(new ServerMessage.Pong(time));
            case FromSfu.ToPlayer(String id, Received message) -> forwardToPlayer(id, message);
            case FromSfu.ToStreamer(Received message) -> forwardToStreamer(message);
            case FromSfu.Ignored(String reason) -> peer.logIgnored(reason);
        }
    }

    private void identify(String name) {
        peer.pause();
        String before = streamerId;
        registry.streamers().claim(this, name).onSuccess(named -> {
            startStreaming();
            send(new ServerMessage.EndpointIdConfirm(streamerId));
            if (!before.equals(streamerId)) {
                registry.subscriptions()
                        .playersOf(this)
                        .forEach(player -> player.send(new ServerMessage.StreamerIdChanged(streamerId)));
            }
            peer.resume();
        });
    }

    private void startStreaming() {
        streaming = true;
        registry.streamers().listingChanged();
    }

    private void stopStreaming() {
        streaming = false;
        registry.streamers().listingChanged();
        registry.subscriptions().dismissPlayersOf(this);
    }

    /** The player's id is for us; the player does not look for it. */
    private void forwardToPlayer(String id, Received message) {
        Player player = registry.subscriptions().playerOf(this, id);
        if (player == null) {
            peer.logIgnored("not one of its players");
        } else {
            player.send(new ServerMessage.Forwarded(message.type(), message.withoutPlayerId()));
        }
    }

    /** An SFU speaks for itself, or for one of its players where it names one. */
    private void forwardToStreamer(Received message) {
        Streamer streamer = registry.subscriptions().streamerOf(this);
        if (streamer == null) {
            peer.logIgnored("subscribed to no streamer");
            return;
        }
        String speaker = message.playerId().orElse(playerId);
        streamer.send(new ServerMessage.ForwardedFrom(
                speaker,
                message.type().equals("streamerDataChannels") ? message.withField("sfuId", playerId) : message));
    }

    private void leave() {
        streaming = false;
        registry.players().remove(this, SessionEnd.LEFT);
        registry.streamers().remove(this);
        registry.subscriptions().unsubscribe(this);
        registry.subscriptions().dismissPlayersOf(this);
    }
}
