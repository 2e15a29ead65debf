// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.simulation;

import app.pixel.web.CloseStatus;
import app.pixel.web.JsonSocket;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An Unreal application as the platform sees it. It connects to its signalling server, and accepts the players that the
 * server brings, as its {@link PlayerPeers}. As in Unreal, their marks stay when they leave. When the connection
 * closes, it drops its players and tries again, each time after a longer pause.
 *
 * <p>It is deployed at once, even before the server runs. All state is confined to its event loop.
 */
public final class SimulatedStreamer extends VerticleBase {

    private static final Logger log = LoggerFactory.getLogger(SimulatedStreamer.class);

    private static final Duration PING = Duration.ofSeconds(30);
    private static final long FIRST_PAUSE_MILLIS = 250;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;
    private static final int LARGEST_MESSAGE = 1 << 20;
    private static final int GOING_AWAY = 1000;

    private final StreamerOptions options;
    private final Consumer<StreamerEvent> onEvent;
    private @Nullable WebSocketClient client;
    private @Nullable PlayerPeers players;
    private @Nullable JsonSocket socket;
    private long pause = FIRST_PAUSE_MILLIS;
    private boolean stopped;

    /** A streamer that reports its events on its event loop. */
    public SimulatedStreamer(StreamerOptions options, Consumer<StreamerEvent> onEvent) {
        this.options = options;
        this.onEvent = onEvent;
    }

    @Override
    public Future<?> start() {
        WebSocketClientOptions limits =
                new WebSocketClientOptions().setMaxFrameSize(LARGEST_MESSAGE).setMaxMessageSize(LARGEST_MESSAGE);
        client = vertx.createWebSocketClient(limits);
        players = new PlayerPeers(
                context, options, new VideoFeed(painter(), options.framesPerSecond()), this::send, onEvent);
        connect();
        return options.restPort() == 0 ? Future.succeededFuture() : openRest();
    }

    @Override
    public Future<?> stop() {
        stopped = true;
        players().close();
        Future<Void> goodbye = socket == null ? Future.succeededFuture() : socket.close(GOING_AWAY, "");
        WebSocketClient toClose = client;
        return goodbye.recover(gone -> Future.succeededFuture())
                .compose(closed -> toClose == null ? Future.succeededFuture() : toClose.close());
    }

    /** Has the server close the sockets of all players, as Unreal can. Any thread may call this. */
    public void disconnectPlayers(String reason) {
        context.runOnContext(ignored -> players()
                .ids()
                .forEach(playerId -> send(new JsonObject()
                        .put("type", "disconnectPlayer")
                        .put("playerId", options.engine().playerIdOnWire(playerId))
                        .put("reason", reason))));
    }

    /** Stands for the REST interface of an application: one action, which cleans its world. */
    private Future<?> openRest() {
        return vertx.createHttpServer()
                .requestHandler(request -> {
                    boolean reset = HttpMethod.POST.equals(request.method())
                            && request.path().equals("/reset");
                    if (reset) {
                        players().cleanWorld();
                    }
                    request.response().setStatusCode(reset ? 204 : 404).end();
                })
                .listen(options.restPort(), "127.0.0.1");
    }

    private void connect() {
        WebSocketClient connecting = client;
        if (connecting == null || stopped) {
            return;
        }
        WebSocketConnectOptions to = new WebSocketConnectOptions()
                .setAbsoluteURI(options.url())
                .setSubProtocols(options.engine().subProtocols());
        connecting
                .connect(to)
                .onSuccess(opened -> {
                    socket = new JsonSocket(vertx, opened, PING)
                            .onText(this::onText)
                            .onClose(this::onClose);
                })
                .onFailure(refused -> retry(String.valueOf(refused.getMessage())));
    }

    private void onClose(CloseStatus status) {
        socket = null;
        players().drop();
        retry(status.code() + " " + status.reason());
    }

    private void retry(String reason) {
        if (stopped) {
            return;
        }
        onEvent.accept(new StreamerEvent.Disconnected(reason));
        vertx.setTimer(pause, timer -> connect());
        pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
    }

    private void onText(String text) {
        try {
            onMessage(new JsonObject(text));
        } catch (DecodeException | ClassCastException | IllegalArgumentException refused) {
            note("a message from the signalling server makes no sense", refused.getMessage());
        }
    }

    private void onMessage(JsonObject message) {
        String type = message.getString("type", "");
        if (options.engine().hangsUpOn(type)) {
            hangUp(type);
            return;
        }
        switch (type) {
            case "config" -> {
                players().configure(PeerOptions.of(message.getJsonObject("peerConnectionOptions", new JsonObject())));
                if (options.engine() == Engine.UE4_26) {
                    connected(options.id());
                }
            }
            case "identify" -> identify();
            case "endpointIdConfirm" -> connected(message.getString("committedId", options.id()));
            case "playerConnected" -> players().connected(playerId(message), message.getBoolean("sendOffer", true));
            case "offer" -> players().offered(playerId(message), message.getString("sdp", ""));
            case "answer" -> players().answered(playerId(message), message.getString("sdp", ""));
            case "iceCandidate" -> players().candidate(playerId(message), PeerOptions.candidate(message));
            case "playerDisconnected" -> players().left(playerId(message));
            case "ping" -> send(new JsonObject().put("type", "pong").put("time", message.getValue("time")));
            default -> note("ignored a message", type);
        }
    }

    /** Engines up to 5.0 close the connection on a message that they do not know. */
    private void hangUp(String type) {
        JsonSocket open = socket;
        if (open != null) {
            open.close(options.engine().closeCode(), "Unsupported message received: " + type);
        }
    }

    private void identify() {
        send(new JsonObject().put("type", "endpointId").put("id", options.id()));
        if (options.engine() != Engine.UE5) {
            connected(options.id());
        }
    }

    private void connected(String streamerId) {
        pause = FIRST_PAUSE_MILLIS;
        onEvent.accept(new StreamerEvent.Connected(streamerId));
    }

    private void send(JsonObject message) {
        JsonSocket open = socket;
        if (open != null) {
            open.send(message);
        }
    }

    private Painter painter() {
        return switch (options.show()) {
            case PATTERN -> new TestPattern(options.id(), options.size());
            case ROOM ->
                new RoomPainter(
                        options.id(),
                        options.size(),
                        options.framesPerSecond(),
                        drawn -> context.runOnContext(turn -> onEvent.accept(new StreamerEvent.DrawsSmaller(drawn))));
        };
    }

    private PlayerPeers players() {
        return Objects.requireNonNull(players, "not started");
    }

    private void note(String message, @Nullable String reason) {
        log.atDebug()
                .addKeyValue("streamerId", options.id())
                .addKeyValue("reason", reason)
                .log(message);
    }

    /** A string from this server, a number from old ones; {@code "101"} either way. */
    private static String playerId(JsonObject message) {
        Object id = message.getValue("playerId");
        if (id == null) {
            throw new IllegalArgumentException("no playerId");
        }
        return id.toString();
    }
}
