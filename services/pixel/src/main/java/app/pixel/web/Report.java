// SPDX-License-Identifier: Apache-2.0
package app.pixel.web;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collector;
import org.jspecify.annotations.Nullable;

/**
 * One message of a signalling server to a matchmaker, over Epic's TCP protocol: a JSON object, without framing and
 * without a reply.
 *
 * <p>The words are Epic's. The fields and words that name a session are ours, and stand only where there is one.
 */
public sealed interface Report {

    /** The token by which the server is known: the first message, where a matchmaker asks for one. */
    record Proof(String token) implements Report {

        /** Without the token, in case this is logged. */
        @Override
        public String toString() {
            return "Proof";
        }
    }

    /**
     * The whole state: the first message of a connection, and again for a change that Epic's protocol has no word for.
     *
     * @param address where the server listens for players; empty where the server does not say
     * @param port where the server listens for players
     * @param restPort where the application's REST interface listens
     * @param sessions the sessions that the server holds
     */
    record Connect(
            String address,
            int port,
            boolean ready,
            boolean playerConnected,
            OptionalInt restPort,
            List<HeldSession> sessions)
            implements Report {

        public Connect {
            sessions = List.copyOf(sessions);
        }
    }

    record StreamerConnected() implements Report {}

    record StreamerDisconnected() implements Report {}

    /** A player came; with a session, the session began. */
    record ClientConnected(Optional<Client> client) implements Report {}

    /**
     * A player left; with a session, the session ended.
     *
     * @param ready false where the streamer takes no player before a later report says so; on the wire only then
     */
    record ClientDisconnected(Optional<EndedSession> ended, boolean ready) implements Report {}

    /** The session's socket is gone, and its lease runs. */
    record ClientHeld(String session) implements Report {}

    /** The session has a socket again. */
    record ClientResumed(String session) implements Report {}

    record Ping() implements Report {}

    /** Of no use to a matchmaker, and no reason to hang up. */
    record Unknown(String type) implements Report {}

    /** A session and its visitor. */
    record Client(String session, String visitor) {}

    /**
     * A session that a signalling server holds.
     *
     * @param attached false while the lease runs without a socket
     */
    record HeldSession(String session, String visitor, boolean attached) {}

    record EndedSession(String session, SessionEnd reason) {}

    /** The wire name. */
    default String type() {
        return switch (this) {
            case Proof _ -> "streamerToken";
            case Connect _ -> "connect";
            case StreamerConnected _ -> "streamerConnected";
            case StreamerDisconnected _ -> "streamerDisconnected";
            case ClientConnected _ -> "clientConnected";
            case ClientDisconnected _ -> "clientDisconnected";
            case ClientHeld _ -> "clientHeld";
            case ClientResumed _ -> "clientResumed";
            case Ping _ -> "ping";
            case Unknown(String type) -> type;
        };
    }

    /** The JSON on the wire. */
    default String text() {
        JsonObject json = new JsonObject().put("type", type());
        return switch (this) {
            case Proof(String token) -> json.put("token", token).encode();
            case Connect connect -> put(json, connect).encode();
            case ClientConnected(Optional<Client> client) ->
                client.map(known -> json.put("session", known.session()).put("visitor", known.visitor()))
                        .orElse(json)
                        .encode();
            case ClientDisconnected left -> put(json, left).encode();
            case ClientHeld(String session) -> json.put("session", session).encode();
            case ClientResumed(String session) -> json.put("session", session).encode();
            case StreamerConnected _, StreamerDisconnected _, Ping _, Unknown _ -> json.encode();
        };
    }

    /**
     * Reads a message.
     *
     * @throws IllegalArgumentException with a sentence, when a field that the message needs is absent or wrong
     */
    static Report parse(JsonObject message) {
        String type = JsonFields.string(message, "type").orElse("");
        return switch (type) {
            case "connect" ->
                new Connect(
                        JsonFields.string(message, "address").orElse(""),
                        port(message.getValue("port")),
                        JsonFields.isTrue(message, "ready"),
                        JsonFields.isTrue(message, "playerConnected"),
                        message.getValue("restPort") instanceof Integer port
                                ? OptionalInt.of(port)
                                : OptionalInt.empty(),
                        sessions(message.getValue("sessions")));
            case "streamerToken" ->
                new Proof(JsonFields.string(message, "token").orElse(""));
            case "streamerConnected" -> new StreamerConnected();
            case "streamerDisconnected" -> new StreamerDisconnected();
            case "clientConnected" ->
                new ClientConnected(
                        message.containsKey("session")
                                ? Optional.of(new Client(name(message, "session"), name(message, "visitor")))
                                : Optional.empty());
            case "clientDisconnected" ->
                new ClientDisconnected(
                        message.containsKey("session")
                                ? Optional.of(new EndedSession(name(message, "session"), reason(message)))
                                : Optional.empty(),
                        !Boolean.FALSE.equals(message.getValue("ready")));
            case "clientHeld" -> new ClientHeld(name(message, "session"));
            case "clientResumed" -> new ClientResumed(name(message, "session"));
            case "ping" -> new Ping();
            default -> new Unknown(type);
        };
    }

    private static JsonObject put(JsonObject json, Connect connect) {
        json.put("address", connect.address())
                .put("port", connect.port())
                .put("ready", connect.ready())
                .put("playerConnected", connect.playerConnected());
        connect.restPort().ifPresent(port -> json.put("restPort", port));
        if (!connect.sessions().isEmpty()) {
            json.put(
                    "sessions",
                    connect.sessions().stream()
                            .map(held -> new JsonObject()
                                    .put("id", held.session())
                                    .put("visitor", held.visitor())
                                    .put("attached", held.attached()))
                            .collect(Collector.of(JsonArray::new, JsonArray::add, JsonArray::addAll)));
        }
        return json;
    }

    private static JsonObject put(JsonObject json, ClientDisconnected left) {
        left.ended()
                .ifPresent(known -> json.put("session", known.session())
                        .put("reason", known.reason().word()));
        return left.ready() ? json : json.put("ready", false);
    }

    /** Epic's servers send a number; older ones pass on the text of their command line. */
    private static int port(@Nullable Object port) {
        try {
            return Integer.parseInt(String.valueOf(port));
        } catch (NumberFormatException none) {
            throw new IllegalArgumentException("The port of a streamer is not a number.", none);
        }
    }

    private static List<HeldSession> sessions(@Nullable Object list) {
        return switch (list) {
            case null -> List.of();
            case JsonArray sessions -> sessions.stream().map(Report::session).toList();
            default -> throw new IllegalArgumentException("The sessions of a streamer are not a list.");
        };
    }

    private static HeldSession session(Object element) {
        if (element instanceof JsonObject session) {
            return new HeldSession(
                    name(session, "id"), name(session, "visitor"), JsonFields.isTrue(session, "attached"));
        }
        throw new IllegalArgumentException("A session of a streamer is not an object.");
    }

    private static String name(JsonObject message, String field) {
        return JsonFields.string(message, field)
                .filter(SessionHeaders::isName)
                .orElseThrow(() -> new IllegalArgumentException(
                        "The field \"%s\" of a report is no name of a session or visitor.".formatted(field)));
    }

    /** A word that only a newer server knows reads as {@link SessionEnd#LEFT}: the session is over either way. */
    private static SessionEnd reason(JsonObject message) {
        return JsonFields.string(message, "reason").flatMap(SessionEnd::of).orElse(SessionEnd.LEFT);
    }
}
