// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * The object that a browser hands to its RTCPeerConnection. The {@code urls} of an ICE server are always a list
 * here. Unreal 4.26 reads nothing else, and Epic's page walks a single text character by character.
 */
final class PeerConnectionOptions {

    private static final int MOST_ICE_SERVERS = 32;

    private PeerConnectionOptions() {}

    /** @throws IllegalArgumentException with a sentence, when the ICE servers have another form */
    static JsonObject normalised(JsonObject options) {
        JsonObject normal = options.copy();
        if (options.containsKey("iceServers")) {
            normal.put("iceServers", iceServers(options.getValue("iceServers")));
        }
        return normal;
    }

    /**
     * The useful part of an answer of the TURN API. Nothing else of it gets to a browser.
     *
     * @throws IllegalArgumentException with a sentence, when the answer has another form
     */
    static JsonObject fromTurnApi(JsonObject answer) {
        JsonObject options = new JsonObject().put("iceServers", iceServers(answer.getValue("iceServers")));
        if (answer.getValue("iceTransportPolicy") instanceof String policy) {
            require(policy.equals("all") || policy.equals("relay"), "iceTransportPolicy is neither all nor relay");
            options.put("iceTransportPolicy", policy);
        }
        return options;
    }

    private static JsonArray iceServers(Object value) {
        require(
                value instanceof JsonArray servers && servers.size() <= MOST_ICE_SERVERS,
                "iceServers is not a short list");
        JsonArray normal = new JsonArray();
        for (Object server : (JsonArray) value) {
            require(server instanceof JsonObject, "an ICE server is not an object");
            normal.add(iceServer((JsonObject) server));
        }
        return normal;
    }

    private static JsonObject iceServer(JsonObject server) {
        JsonObject normal = new JsonObject().put("urls", urls(server.getValue("urls")));
        for (String secret : new String[] {"username", "credential"}) {
            Object value = server.getValue(secret);
            require(value == null || value instanceof String, secret + " of an ICE server is not text");
            if (value != null) {
                normal.put(secret, value);
            }
        }
        return normal;
    }

    private static JsonArray urls(Object value) {
        JsonArray urls = value instanceof String url
                ? JsonArray.of(url)
                : value instanceof JsonArray list ? list : JsonArray.of();
        require(!urls.isEmpty() && urls.stream().allMatch(String.class::isInstance), "an ICE server has no urls");
        return urls;
    }

    private static void require(boolean valid, String sentence) {
        if (!valid) {
            throw new IllegalArgumentException(sentence);
        }
    }
}
