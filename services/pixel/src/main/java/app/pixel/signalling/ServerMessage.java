// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message of this server to a player, a streamer or an SFU. */
sealed interface ServerMessage {

    /** The version that Epic's servers name; nothing checks it. */
    String PROTOCOL_VERSION = "1.3.0";

    /** Sent once on a connection: a second one makes browsers start anew and Unreal fail. */
    record Config(JsonObject peerConnectionOptions) implements ServerMessage {}

    record Identify() implements ServerMessage {}

    record EndpointIdConfirm(String committedId) implements ServerMessage {}

    record StreamerIdChanged(String newId) implements ServerMessage {}

    record StreamerList(List<String> ids) implements ServerMessage {}

    record SubscribeFailed(String message) implements ServerMessage {}

    record PlayerConnected(String playerId, boolean sfu) implements ServerMessage {}

    record PlayerDisconnected(String playerId) implements ServerMessage {}

    record StreamerDisconnected() implements ServerMessage {}

    record Pong(Number time) implements ServerMessage {}

    record Sigterm(String message) implements ServerMessage {}

    /** The application's answer to a {@link FromPlayer.Control}. */
    record Response(String action, @Nullable Object response) implements ServerMessage {}

    record FailedResponse(String action, String error) implements ServerMessage {}

    /** Another peer's message, as its author wrote it. */
    record Forwarded(String type, String text) implements ServerMessage {}

    /** A player's message; the streamer is told its player, in the way that its engine reads. */
    record ForwardedFrom(String playerId, Received message) implements ServerMessage {}

    /** The wire name. */
    default String type() {
        return switch (this) {
            case Config _ -> "config";
            case Identify _ -> "identify";
            case EndpointIdConfirm _ -> "endpointIdConfirm";
            case StreamerIdChanged _ -> "streamerIdChanged";
            case StreamerList _ -> "streamerList";
            case SubscribeFailed _ -> "subscribeFailed";
            case PlayerConnected _ -> "playerConnected";
            case PlayerDisconnected _ -> "playerDisconnected";
            case StreamerDisconnected _ -> "streamerDisconnected";
            case Pong _ -> "pong";
            case Sigterm _ -> "sigterm";
            case Response _, FailedResponse _ -> "response";
            case Forwarded(String type, String _) -> type;
            case ForwardedFrom(String _, Received message) -> message.type();
        };
    }

    /** The text on the wire for a reader of this profile. */
    default String text(EngineProfile reader) {
        JsonObject json = new JsonObject().put("type", type());
        return switch (this) {
            case Config(JsonObject options) ->
                json.put("protocolVersion", PROTOCOL_VERSION)
                        .put("peerConnectionOptions", options)
                        .encode();
            case Identify _, StreamerDisconnected _ -> json.encode();
            case EndpointIdConfirm(String id) -> json.put("committedId", id).encode();
            case StreamerIdChanged(String id) -> json.put("newID", id).encode();
            case StreamerList(List<String> ids) ->
                json.put("ids", new JsonArray(ids)).encode();
            case SubscribeFailed(String message) -> json.put("message", message).encode();
            case PlayerConnected(String playerId, boolean sfu) ->
                json.put("playerId", reader.playerId(playerId))
                        .put("dataChannel", true)
                        .put("sfu", sfu)
                        .encode();
            case PlayerDisconnected(String playerId) ->
                json.put("playerId", reader.playerId(playerId)).encode();
            case Pong(Number time) -> json.put("time", time).encode();
            case Sigterm(String message) -> json.put("message", message).encode();
            case Response(String action, Object response) ->
                json.put("action", action).put("response", response).encode();
            case FailedResponse(String action, String error) ->
                json.put("action", action).put("error", error).encode();
            case Forwarded(String _, String text) -> text;
            case ForwardedFrom(String playerId, Received message) ->
                message.with("playerId", reader.playerId(playerId));
        };
    }
}
