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

/**
 * The nodes' and the relay pods' part of a Kubernetes API server: list, and watch by WebSocket. It can stop, and return
 * on its port.
 */
final class FakeApiServer {

    private final Vertx vertx;
    private final Map<String, Objects> byPath = Map.of(
            "/api/v1/nodes", new Objects("NodeList"), "/api/v1/namespaces/pixel-turn/pods", new Objects("PodList"));
    private final Set<String> selectors = new CopyOnWriteArraySet<>();
    private int version = 100;
    private int port;
    private @Nullable HttpServer server;

    FakeApiServer(Vertx vertx) {
        this.vertx = vertx;
    }

    Future<?> start() {
        HttpServer created = vertx.createHttpServer().requestHandler(this::answer);
        server = created;
        return created.listen(port, "127.0.0.1").onSuccess(bound -> port = bound.actualPort());
    }

    Future<?> stop() {
        byPath.values().forEach(objects -> objects.watchers.clear());
        return server == null ? Future.succeededFuture() : server.close();
    }

    int port() {
        return port;
    }

    Set<String> selectors() {
        return selectors;
    }

    synchronized void put(JsonObject object) {
        version++;
        objects(object.getString("kind")).put(object, version);
    }

    /** Removes the node or the pod of that name. */
    synchronized void remove(String name) {
        version++;
        byPath.values().forEach(objects -> objects.remove(name, version));
    }

    private Objects objects(String kind) {
        return byPath.values().stream()
                .filter(objects -> objects.kind.equals(kind + "List"))
                .findFirst()
                .orElseThrow();
    }

    private synchronized void answer(HttpServerRequest request) {
        Objects objects = byPath.get(request.path());
        if (objects == null) {
            request.response().setStatusCode(404).end("{}");
            return;
        }
        selectors.add(request.path() + " " + request.getParam("labelSelector"));
        if ("true".equals(request.getParam("watch"))) {
            int since = Integer.parseInt(request.getParam("resourceVersion", "0"));
            request.toWebSocket().onSuccess(watcher -> watch(objects, watcher, since));
        } else {
            request.response()
                    .putHeader("content-type", "application/json")
                    .end(objects.list(version).encode());
        }
    }

    private synchronized void watch(Objects objects, ServerWebSocket watcher, int since) {
        objects.watch(watcher, since);
    }

    /** The objects of one kind. */
    private static final class Objects {

        private final String kind;
        private final Map<String, JsonObject> present = new LinkedHashMap<>();
        private final NavigableMap<Integer, String> history = new TreeMap<>();
        private final List<ServerWebSocket> watchers = new CopyOnWriteArrayList<>();

        Objects(String kind) {
            this.kind = kind;
        }

        void put(JsonObject object, int version) {
            String name = object.getJsonObject("metadata").getString("name");
            tell(present.put(name, object) == null ? "ADDED" : "MODIFIED", object, version);
        }

        void remove(String name, int version) {
            JsonObject object = present.remove(name);
            if (object != null) {
                tell("DELETED", object, version);
            }
        }

        private void tell(String type, JsonObject object, int version) {
            object.getJsonObject("metadata").put("resourceVersion", String.valueOf(version));
            String event =
                    new JsonObject().put("type", type).put("object", object).encode();
            history.put(version, event);
            watchers.forEach(watcher -> watcher.writeTextMessage(event));
        }

        /** Everything since a version, and everything to come: as etcd remembers, so does this. */
        void watch(ServerWebSocket watcher, int since) {
            watcher.closeHandler(closed -> watchers.remove(watcher));
            history.tailMap(since, false).values().forEach(watcher::writeTextMessage);
            watchers.add(watcher);
        }

        JsonObject list(int version) {
            return new JsonObject()
                    .put("apiVersion", "v1")
                    .put("kind", kind)
                    .put("metadata", new JsonObject().put("resourceVersion", String.valueOf(version)))
                    .put("items", new JsonArray(List.copyOf(present.values())));
        }
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

    /** A relay on a node; its readiness is {@code "True"} or {@code "False"}. */
    static JsonObject relayPod(String name, String node, String ready) {
        return new JsonObject()
                .put("apiVersion", "v1")
                .put("kind", "Pod")
                .put("metadata", new JsonObject().put("name", name).put("namespace", "pixel-turn"))
                .put("spec", new JsonObject().put("nodeName", node))
                .put("status", new JsonObject().put("conditions", new JsonArray().add(condition("Ready", ready))));
    }

    static JsonObject draining(JsonObject pod) {
        pod.getJsonObject("metadata").put("deletionTimestamp", "2026-11-24T20:00:00Z");
        return pod;
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
