// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker.cost;

import static app.pixel.EventLoop.soon;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The pods' part of a Kubernetes API server: list by label and address, and merge patches of annotations. */
public final class FakePods {

    public static final String COST = "controller.kubernetes.io/pod-deletion-cost";
    public static final String LABEL = "app.kubernetes.io/name=stream";

    private static final String PATH = "/api/v1/namespaces/pixel/pods";

    private final Map<String, JsonObject> pods = new LinkedHashMap<>();
    private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    private final HttpServer server;
    private @Nullable Handler<HttpServerRequest> trouble;

    public FakePods(Vertx vertx) {
        server = soon(vertx.createHttpServer().requestHandler(this::answer).listen(0, "127.0.0.1"));
    }

    public int port() {
        return server.actualPort();
    }

    public String kubeconfig() {
        return """
                {"apiVersion": "v1", "kind": "Config", "current-context": "here",
                 "contexts": [{"name": "here", "context": {"cluster": "here", "user": "here", "namespace": "pixel"}}],
                 "users": [{"name": "here", "user": {"token": "not-a-secret"}}],
                 "clusters": [{"name": "here", "cluster": {"server": "http://127.0.0.1:%d"}}]}
                """.formatted(port());
    }

    public synchronized void put(String name, String label, String address, String phase) {
        String[] parts = label.split("=", 2);
        pods.put(
                name,
                new JsonObject()
                        .put("apiVersion", "v1")
                        .put("kind", "Pod")
                        .put(
                                "metadata",
                                new JsonObject()
                                        .put("name", name)
                                        .put("namespace", "pixel")
                                        .put("labels", new JsonObject().put(parts[0], parts[1])))
                        .put("status", new JsonObject().put("podIP", address).put("phase", phase)));
    }

    /** A stream pod that runs. */
    public void put(String name, String address) {
        put(name, LABEL, address, "Running");
    }

    synchronized @Nullable String costOf(String name) {
        return annotations(name).getString(COST);
    }

    public synchronized void annotate(String name, String cost) {
        annotations(name).put(COST, cost);
    }

    private JsonObject annotations(String name) {
        JsonObject metadata = pods.getOrDefault(name, new JsonObject()).getJsonObject("metadata");
        if (!metadata.containsKey("annotations")) {
            metadata.put("annotations", new JsonObject());
        }
        return metadata.getJsonObject("annotations");
    }

    /** From now on whatever is asked is answered by this. */
    public synchronized void answerBy(Handler<HttpServerRequest> answer) {
        trouble = answer;
    }

    public synchronized void answerWell() {
        trouble = null;
    }

    /** Waits for the next request, told as "list ADDRESS" or "patch POD BODY". */
    public String next() {
        try {
            String request = requests.poll(20, TimeUnit.SECONDS);
            if (request == null) {
                throw new AssertionError("nothing was asked");
            }
            return request;
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    public List<String> next(int count) {
        List<String> told = new ArrayList<>();
        while (told.size() < count) {
            told.add(next());
        }
        return told;
    }

    /** Waits for the next patch, however often has to be asked before it: what takes too long is asked again. */
    public String nextPatch() {
        String request = next();
        while (request.startsWith("list ")) {
            request = next();
        }
        return request;
    }

    /** The requests that no test has waited for. */
    public List<String> others() {
        return List.copyOf(requests);
    }

    public Future<Void> stop() {
        return server.close();
    }

    private void answer(HttpServerRequest request) {
        request.body().onSuccess(body -> answer(request, body));
    }

    private synchronized void answer(HttpServerRequest request, Buffer body) {
        requests.add(told(request, body));
        if (trouble != null) {
            trouble.handle(request);
        } else if (request.path().equals(PATH)) {
            end(request, list(request.getParam("labelSelector"), request.getParam("fieldSelector")));
        } else {
            end(request, patched(request.path().substring(PATH.length() + 1), body.toJsonObject()));
        }
    }

    private static String told(HttpServerRequest request, Buffer body) {
        if (request.method().equals(HttpMethod.GET) && request.path().equals(PATH)) {
            return "list " + String.valueOf(request.getParam("fieldSelector")).replace("status.podIP=", "");
        }
        boolean merges = "application/merge-patch+json".equals(request.getHeader("content-type"));
        return merges
                        && request.method().equals(HttpMethod.PATCH)
                        && request.path().startsWith(PATH + "/")
                ? "patch " + request.path().substring(PATH.length() + 1) + " " + body
                : "unexpected " + request.method() + " " + request.uri();
    }

    private JsonObject list(@Nullable String label, @Nullable String field) {
        JsonArray found = new JsonArray();
        pods.values().stream()
                .filter(pod -> pod.getJsonObject("metadata").getJsonObject("labels").stream()
                        .anyMatch(known -> (known.getKey() + "=" + known.getValue()).equals(label)))
                .filter(pod -> ("status.podIP=" + pod.getJsonObject("status").getString("podIP")).equals(field))
                .forEach(found::add);
        return new JsonObject()
                .put("apiVersion", "v1")
                .put("kind", "PodList")
                .put("metadata", new JsonObject().put("resourceVersion", "7"))
                .put("items", found);
    }

    /** The answer to a list that finds this pod alone. */
    public synchronized String listed(String name) {
        JsonObject pod = pods.getOrDefault(name, new JsonObject());
        String address = pod.getJsonObject("status").getString("podIP");
        return list(LABEL, "status.podIP=" + address).encode();
    }

    private JsonObject patched(String name, JsonObject patch) {
        JsonObject pod = pods.getOrDefault(name, new JsonObject());
        pod.mergeIn(patch, true);
        return pod;
    }

    private static void end(HttpServerRequest request, JsonObject answer) {
        request.response().putHeader("content-type", "application/json").end(answer.encode());
    }

    /** The whole patch: nothing else may travel. */
    public static String patch(String pod, int players) {
        return "patch %s {\"metadata\":{\"annotations\":{\"%s\":\"%d\"}}}".formatted(pod, COST, players);
    }
}
