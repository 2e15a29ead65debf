// SPDX-License-Identifier: Apache-2.0
package app.pixel.turn;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import org.jspecify.annotations.Nullable;

/** The nodes' part of a Kubernetes API server: list, and watch by WebSocket. It can stop, and return on its port. */
final class FakeNodes {

    private final Vertx vertx;
    private final Map<String, JsonObject> nodes = new LinkedHashMap<>();
    private final NavigableMap<Integer, String> history = new TreeMap<>();
    private final List<ServerWebSocket> watchers = new CopyOnWriteArrayList<>();
    private final Set<String> selectors = new CopyOnWriteArraySet<>();
    private int version = 100;
    private int port;
    private @Nullable HttpServer server;

    FakeNodes(Vertx vertx) {
        this.vertx = vertx;
    }

    Future<?> start() {
        HttpServer created = vertx.createHttpServer().requestHandler(this::answer);
        server = created;
        return created.listen(port, "127.0.0.1").onSuccess(bound -> port = bound.actualPort());
    }

    Future<?> stop() {
        watchers.clear();
        return server == null ? Future.succeededFuture() : server.close();
    }

    int port() {
        return port;
    }

    Set<String> selectors() {
        return selectors;
    }

    synchronized void put(JsonObject node) {
        String type = nodes.put(nameOf(node), node) == null ? "ADDED" : "MODIFIED";
        tell(type, node);
    }

    synchronized void remove(String name) {
        JsonObject node = nodes.remove(name);
        if (node != null) {
            tell("DELETED", node);
        }
    }

    private void tell(String type, JsonObject node) {
        version++;
        node.getJsonObject("metadata").put("resourceVersion", String.valueOf(version));
        String event = new JsonObject().put("type", type).put("object", node).encode();
        history.put(version, event);
        watchers.forEach(watcher -> watcher.writeTextMessage(event));
    }

    private static String nameOf(JsonObject node) {
        return node.getJsonObject("metadata").getString("name");
    }

    private synchronized void answer(HttpServerRequest request) {
        if (!request.path().equals("/api/v1/nodes")) {
            request.response().setStatusCode(404).end("{}");
            return;
        }
        selectors.add(String.valueOf(request.getParam("labelSelector")));
        if ("true".equals(request.getParam("watch"))) {
            int since = Integer.parseInt(request.getParam("resourceVersion", "0"));
            request.toWebSocket().onSuccess(watcher -> watch(watcher, since));
        } else {
            request.response().putHeader("content-type", "application/json").end(list().encode());
        }
    }

    /** Everything since a version, and everything to come: as etcd remembers, so does this. */
    private synchronized void watch(ServerWebSocket watcher, int since) {
        watcher.closeHandler(closed -> watchers.remove(watcher));
        history.tailMap(since, false).values().forEach(watcher::writeTextMessage);
        watchers.add(watcher);
    }

    private JsonObject list() {
        return new JsonObject()
                .put("apiVersion", "v1")
                .put("kind", "NodeList")
                .put("metadata", new JsonObject().put("resourceVersion", String.valueOf(version)))
                .put("items", new JsonArray(List.copyOf(nodes.values())));
    }

    static JsonObject node(String name, String... externalAddresses) {
        JsonArray addresses =
                new JsonArray().add(address("InternalIP", "10.26.11.4")).add(address("Hostname", name));
        for (String address : externalAddresses) {
            addresses.add(address("ExternalIP", address));
        }
        return new JsonObject()
                .put("apiVersion", "v1")
                .put("kind", "Node")
                .put(
                        "metadata",
                        new JsonObject()
                                .put("name", name)
                                .put("labels", new JsonObject().put("app.pixel/turn", "true")))
                .put("spec", new JsonObject().put("taints", new JsonArray().add(taint("app.pixel/turn"))))
                .put(
                        "status",
                        new JsonObject()
                                .put("addresses", addresses)
                                .put("conditions", new JsonArray().add(condition("Ready", "True"))));
    }

    static JsonObject cordoned(JsonObject node) {
        node.getJsonObject("spec").put("unschedulable", true);
        return node;
    }

    static JsonObject tainted(JsonObject node, String key) {
        node.getJsonObject("spec").getJsonArray("taints").add(taint(key));
        return node;
    }

    static JsonObject notReady(JsonObject node) {
        node.getJsonObject("status")
                .put(
                        "conditions",
                        new JsonArray().add(condition("DiskPressure", "True")).add(condition("Ready", "Unknown")));
        return node;
    }

    private static JsonObject address(String type, String address) {
        return new JsonObject().put("type", type).put("address", address);
    }

    private static JsonObject taint(String key) {
        return new JsonObject().put("key", key).put("value", "true").put("effect", "NoSchedule");
    }

    private static JsonObject condition(String type, String status) {
        return new JsonObject().put("type", type).put("status", status);
    }
}
