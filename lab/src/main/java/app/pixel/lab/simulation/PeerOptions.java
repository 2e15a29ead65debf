// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.simulation;

import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCIceCandidate;
import dev.onvoid.webrtc.RTCIceServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Reads what the signalling protocol says about peer connections into the WebRTC library's types. */
final class PeerOptions {

    private PeerOptions() {}

    /** Of {@code peerConnectionOptions} Unreal reads the ICE servers only. */
    static RTCConfiguration of(JsonObject peerConnectionOptions) {
        RTCConfiguration configuration = new RTCConfiguration();
        JsonArray servers = peerConnectionOptions.getJsonArray("iceServers", new JsonArray());
        for (int i = 0; i < servers.size(); i++) {
            configuration.iceServers.add(iceServer(servers.getJsonObject(i)));
        }
        return configuration;
    }

    static RTCIceCandidate candidate(JsonObject message) {
        JsonObject candidate = message.getJsonObject("candidate", new JsonObject());
        return new RTCIceCandidate(
                candidate.getString("sdpMid", ""),
                candidate.getInteger("sdpMLineIndex", 0),
                candidate.getString("candidate", ""));
    }

    private static RTCIceServer iceServer(JsonObject server) {
        RTCIceServer iceServer = new RTCIceServer();
        iceServer.urls = server.getValue("urls") instanceof JsonArray urls
                ? urls.stream().map(String::valueOf).toList()
                : List.of(server.getString("urls", ""));
        iceServer.username = server.getString("username", "");
        iceServer.password = server.getString("credential", "");
        return iceServer;
    }
}
