// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.simulation;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The streamer's side of the signalling protocol, spoken to a server that says exactly what a test tells it to. */
class SimulatedStreamerTest {

    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<ServerWebSocket> sockets = new LinkedBlockingQueue<>();
    private final BlockingQueue<JsonObject> messages = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> closes = new LinkedBlockingQueue<>();
    private final BlockingQueue<StreamerEvent> events = new LinkedBlockingQueue<>();
    private int port;

    @BeforeEach
    void listen() throws Exception {
        HttpServer server = vertx.createHttpServer().webSocketHandler(socket -> {
            socket.textMessageHandler(text -> messages.add(new JsonObject(text)));
            socket.closeHandler(closed -> closes.add(socket.closeStatusCode() + " " + socket.closeReason()));
            sockets.add(socket);
        });
        port = server.listen(0, "127.0.0.1").await(10, SECONDS).actualPort();
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(10, SECONDS);
    }

    @Test
    void tells_its_id_until_it_is_given_another_one() throws Exception {
        ServerWebSocket socket = connected(Engine.UE5);

        say(socket, "{'type':'identify'}");
        assertThat(message().getString("id")).isEqualTo("ue-1");
        say(socket, "{'type':'endpointIdConfirm','committedId':'ue-2'}");
        assertThat(event()).isEqualTo(new StreamerEvent.Connected("ue-2"));
    }

    @Test
    void offers_video_with_a_data_channel_to_a_player() throws Exception {
        ServerWebSocket socket = connected(Engine.UE5);

        say(socket, "{'type':'config','peerConnectionOptions':{'iceServers':[{'urls':['stun:127.0.0.1:9']}]}}");
        say(socket, "{'type':'playerConnected','playerId':'101','dataChannel':true,'sfu':false}");

        JsonObject offer = message();
        assertThat(offer.getString("type")).isEqualTo("offer");
        assertThat(offer.getValue("playerId")).isEqualTo("101");
        assertThat(offer.getString("sdp"))
                .contains("VP8")
                .doesNotContain("H264")
                .contains("m=application");
        assertThat(message().getJsonObject("candidate").getString("candidate")).startsWith("candidate:");
    }

    @Test
    void old_engines_name_players_by_number() throws Exception {
        ServerWebSocket socket = connected(Engine.UE5_0);

        say(socket, "{'type':'playerConnected','playerId':'101'}");

        assertThat(message().getValue("playerId")).isEqualTo(101);
    }

    @Test
    void old_engines_hang_up_on_what_they_do_not_know() throws Exception {
        say(connected(Engine.UE4_27), "{'type':'endpointIdConfirm','committedId':'x'}");

        assertThat(closes.poll(10, SECONDS)).isEqualTo("4001 Unsupported message received: endpointIdConfirm");
    }

    @Test
    void drops_its_players_with_the_server_before_it_reconnects() throws Exception {
        ServerWebSocket socket = connected(Engine.UE5);
        say(socket, "{'type':'playerConnected','playerId':'7'}");
        assertThat(event()).isEqualTo(new StreamerEvent.PlayerJoined("7"));

        socket.close();

        assertThat(event()).isEqualTo(new StreamerEvent.PlayerLeft("7"));
        assertThat(event()).isInstanceOf(StreamerEvent.Disconnected.class);
        assertThat(socket()).isNotNull();
    }

    @Test
    void nonsense_from_the_server_changes_nothing() throws Exception {
        ServerWebSocket socket = connected(Engine.UE5);

        say(socket, "not json");
        say(socket, "[]");
        say(socket, "{'type':7}");
        say(socket, "{'type':'answer','playerId':{},'sdp':1}");
        say(socket, "{'type':'playerConnected'}");
        say(socket, "{'type':'iceCandidate','playerId':'unknown','candidate':'x'}");
        say(socket, "{'type':'ping','time':1700000000000}");

        JsonObject pong = message();
        assertThat(pong.getString("type")).isEqualTo("pong");
        assertThat(pong.getLong("time")).isEqualTo(1_700_000_000_000L);
    }

    private ServerWebSocket connected(Engine engine) throws Exception {
        StreamerOptions options = new StreamerOptions(
                URI.create("ws://127.0.0.1:" + port),
                "ue-1",
                engine,
                Codec.VP8,
                new VideoSize(160, 90),
                5,
                StreamerOptions.Show.PATTERN,
                0);
        vertx.deployVerticle(new SimulatedStreamer(options, events::add)).await(30, SECONDS);
        return socket();
    }

    private ServerWebSocket socket() throws InterruptedException {
        @Nullable ServerWebSocket socket = sockets.poll(10, SECONDS);
        assertThat(socket).isNotNull();
        return socket;
    }

    private static void say(ServerWebSocket socket, String message) {
        socket.writeTextMessage(message.replace('\'', '"'));
    }

    private JsonObject message() throws InterruptedException {
        @Nullable JsonObject message = messages.poll(10, SECONDS);
        assertThat(message).isNotNull();
        return message;
    }

    private StreamerEvent event() throws InterruptedException {
        @Nullable StreamerEvent event = events.poll(10, SECONDS);
        assertThat(event).isNotNull();
        return event;
    }
}
