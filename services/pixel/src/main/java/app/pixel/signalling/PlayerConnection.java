// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import app.pixel.web.CloseStatus;
import app.pixel.web.JsonSocket;
import app.pixel.web.Report;
import app.pixel.web.SessionEnd;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One player: the messages of its socket, and their effect.
 *
 * <p>Its {@link Line} is {@link Line.Attached} to a socket. With a {@link Session} the line is {@link Line.Held} after
 * a socket went without a farewell. Then the streamer is told nothing, and its messages are kept. A new socket attaches
 * the line again. It becomes {@link Line.Ended} once.
 */
final class PlayerConnection implements Player {

    /** The way of messages to the player. */
    private sealed interface Line {

        record Attached(Peer peer) implements Line {}

        record Held(KeptMessages kept) implements Line {}

        record Ended() implements Line {}
    }

    private final String playerId;
    private final ConnectedPeers registry;
    private final UnrealControl control;
    private String remoteAddress;
    private Line line;
    private @Nullable Session session;
    private boolean calling;

    PlayerConnection(
            String playerId, JsonSocket socket, String remoteAddress, ConnectedPeers registry, UnrealControl control) {
        this.playerId = playerId;
        this.remoteAddress = remoteAddress;
        this.registry = registry;
        this.control = control;
        this.line = new Line.Attached(peer(socket));
    }

    /**
     * Greets a player that is new here.
     *
     * @param begun its session, where a matchmaker proved one
     */
    void open(JsonObject peerConnectionOptions, Optional<Session> begun) {
        session = begun.orElse(null);
        send(new ServerMessage.Config(peerConnectionOptions));
        registry.players().add(this);
    }

    /** Goes on with the session of another player, which leaves without a report. */
    void replace(Session continued, JsonObject peerConnectionOptions) {
        PlayerConnection before = continued.player();
        before.leave().ifPresent(peer -> peer.close(CloseStatus.ELSEWHERE, "The game runs in another tab."));
        session = continued;
        continued.replaceBy(this);
        send(new ServerMessage.Config(peerConnectionOptions));
        registry.players().replace(before, this);
    }

    /** Takes this socket in place of the one that is gone, or that is about to go. */
    void resume(JsonSocket socket, String address) {
        Line before = line;
        remoteAddress = address;
        Peer peer = peer(socket);
        line = new Line.Attached(peer);
        switch (before) {
            case Line.Attached(Peer moved) -> moved.close(CloseStatus.MOVED, "The session moved to another socket.");
            case Line.Held(KeptMessages kept) -> kept.all().forEach(peer::sendText);
            case Line.Ended _ -> throw new IllegalStateException("A session that ended is resumed.");
        }
        if (session != null) {
            session.resumed();
        }
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
    public Optional<Report.Client> reported() {
        return Optional.ofNullable(session).map(held -> held.key().reported());
    }

    @Override
    public void send(ServerMessage message) {
        switch (line) {
            case Line.Attached(Peer peer) -> peer.send(message, EngineProfile.UE5);
            case Line.Held(KeptMessages kept) -> {
                if (!kept.add(message.text(EngineProfile.UE5))) {
                    end(SessionEnd.LEASE_OVER);
                }
            }
            case Line.Ended _ -> {}
        }
    }

    @Override
    public void streamerLeft() {
        end(SessionEnd.STREAMER_LOST).ifPresent(Peer::closeWithoutCode);
    }

    @Override
    public void dismiss(SessionEnd reason, int code, String sentence) {
        end(reason).ifPresent(peer -> peer.close(code, sentence));
    }

    /** Ends the player, and the session with it. Returns the socket that is still to be closed. */
    Optional<Peer> end(SessionEnd reason) {
        if (line instanceof Line.Ended) {
            return Optional.empty();
        }
        Optional<Peer> attached = leave();
        if (session != null) {
            session.ended(reason);
        }
        registry.players().remove(this, reason);
        return attached;
    }

    private Optional<Peer> leave() {
        Optional<Peer> attached = line instanceof Line.Attached(Peer peer) ? Optional.of(peer) : Optional.empty();
        line = new Line.Ended();
        registry.subscriptions().unsubscribe(this);
        return attached;
    }

    private Peer peer(JsonSocket socket) {
        Peer peer = new Peer(socket, remoteAddress, "player", event -> event.addKeyValue("playerId", playerId));
        peer.listen(text -> onText(peer, text), status -> closed(peer, status));
        return peer;
    }

    private void onText(Peer peer, String text) {
        switch (FromPlayer.parse(text)) {
            case FromPlayer.ListStreamers _ ->
                send(new ServerMessage.StreamerList(registry.streamers().listedIds()));
            case FromPlayer.Subscribe(String streamerId) ->
                registry.subscriptions().subscribe(this, streamerId);
            case FromPlayer.Unsubscribe _ -> registry.subscriptions().unsubscribe(this);
            case FromPlayer.Ping(Number time) -> send(new ServerMessage.Pong(time));
            case FromPlayer.Control asked -> call(asked);
            case FromPlayer.ToStreamer(Received message) -> forward(message);
            case FromPlayer.Ignored(String reason) -> peer.logIgnored(reason);
        }
    }

    /** Only a player that has a streamer calls the application, and waits for the answer. */
    private void call(FromPlayer.Control asked) {
        if (registry.subscriptions().streamerOf(this) == null) {
            send(new ServerMessage.FailedResponse(asked.action(), "Subscribe to a streamer first."));
        } else if (calling) {
            send(new ServerMessage.FailedResponse(asked.action(), "The call before has no answer yet."));
        } else {
            calling = true;
            control.call(asked).onSuccess(answer -> {
                calling = false;
                send(answer);
            });
        }
    }

    /**
     * A page of 4.27 and older never subscribes; its first offer does it, to the streamer that has been here longest.
     * So does any other message for a streamer, and a page that was refused may send some: it is refused again.
     */
    private void forward(Received message) {
        Streamer streamer = registry.subscriptions().streamerOf(this);
        if (streamer == null) {
            streamer = registry.streamers().first();
            if (streamer == null) {
                streamerLeft();
                return;
            }
            if (!registry.subscriptions().subscribe(this, streamer)) {
                return;
            }
        }
        streamer.send(new ServerMessage.ForwardedFrom(playerId, message));
    }

    private void closed(Peer peer, CloseStatus status) {
        if (!line.equals(new Line.Attached(peer))) {
            return;
        }
        if (session != null && session.hold(status)) {
            line = new Line.Held(new KeptMessages());
        } else {
            end(status.code() == CloseStatus.POLICY ? SessionEnd.KICKED : SessionEnd.LEFT);
        }
    }
}
