// SPDX-License-Identifier: Apache-2.0
package app.pixel.turn;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.OptionalInt;

/**
 * Writes a browser's {@code RTCConfiguration}: how to reach every relay, over UDP, TCP and, if there is such a port,
 * TLS.
 *
 * <p>{@code urls} is an array even for one URL: Epic's page walks it, and Unreal 4.26 reads nothing else.
 */
record IceServers(int turnPort, OptionalInt turnsPort, String transportPolicy) {

    JsonObject configuration(List<Relay> relays, TurnCredentials credentials) {
        JsonArray servers = new JsonArray();
        relays.forEach(relay -> servers.add(new JsonObject()
                .put("urls", urls(relay))
                .put("username", credentials.username())
                .put("credential", credentials.credential())));
        return new JsonObject().put("iceTransportPolicy", transportPolicy).put("iceServers", servers);
    }

    private JsonArray urls(Relay relay) {
        String plain = relay.inUri() + ":" + turnPort;
        JsonArray urls = new JsonArray()
                .add("stun:" + plain)
                .add("turn:" + plain + "?transport=udp")
                .add("turn:" + plain + "?transport=tcp");
        turnsPort.ifPresent(port -> urls.add("turns:" + relay.inUri() + ":" + port + "?transport=tcp"));
        return urls;
    }
}
