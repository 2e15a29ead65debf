// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import app.pixel.web.JsonFields;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Introduces a page and a signalling server to each other under the pool's alias. Pure: messages in, steps out.
 *
 * <p>The page only ever hears of one streamer, the pool. After a reconnect it asks for the pool again, and not for the
 * streamer that it had. {@code config} reaches the page before the list, as it must, and once. When the page asked for
 * a list, {@code config} waits for it: a match that fails before has told the page nothing. Pages of Unreal 4.27 ask
 * for no list and offer as soon as they have the {@code config}. Servers up to 5.1 know no list and offer unasked. Both
 * just pass.
 */
final class Handshake {

    /** The next moves of the session, in this order. */
    sealed interface Step {
        record ToPage(String message) implements Step {}

        record ToStreamer(String message) implements Step {}

        /** The streamer answered: from here on there is nothing left to translate, except late questions. */
        record Accept() implements Step {}

        record Fail(String reason) implements Step {}
    }

    private final String alias;
    private boolean queued;
    private boolean pageAsked;
    private boolean pageHeardOfNone;
    private boolean pageSpoke;

    private boolean connected;
    private @Nullable String streamerId;
    private @Nullable String heldConfig;
    private boolean configSent;

    Handshake(String alias) {
        this.alias = alias;
    }

    /** Once {@code config} has gone out, this socket of the page cannot be introduced to another streamer. */
    boolean isBinding() {
        return configSent;
    }

    /** Reports whether the page knows its streamer by the pool's alias. */
    boolean isNamed() {
        return pageAsked;
    }

    /** Reports whether the page has to speak next. */
    boolean awaitsPage() {
        return configSent && !pageSpoke;
    }

    /** There is no streamer for now. Epic's page shows that it waits when it hears of an empty list, once. */
    List<Step> queue() {
        queued = true;
        return emptyListOnce();
    }

    /** The streamer is gone before the page has heard of it; the next one starts afresh. */
    void forgetStreamer() {
        connected = false;
        streamerId = null;
        heldConfig = null;
    }

    /** The socket to the signalling server is open. */
    List<Step> connected() {
        connected = true;
        return pageAsked ? List.of(ask()) : List.of();
    }

    List<Step> fromPage(String text) {
        JsonObject message = parse(text);
        return switch (typeOf(message)) {
            case "ping" -> pong(message);
            case "listStreamers" -> list();
            case "subscribe" -> subscribe(message.getValue("streamerId"));
            case "" -> List.of();
            default -> forward(text);
        };
    }

    List<Step> fromStreamer(String text) {
        JsonObject message = parse(text);
        return switch (typeOf(message)) {
            case "config" -> config(text);
            case "streamerList" -> streamerList(message.getValue("ids"));
            case "subscribeFailed" -> List.of(new Step.Fail("the signalling server refused the player"));
            case "offer", "answer" -> List.of(new Step.ToPage(text), new Step.Accept());
            case "streamerIdChanged", "streamerIDChanged", "" -> List.of();
            default -> configSent ? List.of(new Step.ToPage(text)) : List.of();
        };
    }

    /** Only a number is a time, and goes back. */
    private static List<Step> pong(JsonObject ping) {
        return JsonFields.number(ping, "time")
                .map(time -> List.of(toPage(new JsonObject().put("type", "pong").put("time", time))))
                .orElse(List.of());
    }

    private List<Step> list() {
        boolean again = pageAsked;
        pageAsked = true;
        if (connected) {
            return streamerId != null ? List.of(aliasList()) : again ? List.of() : List.of(ask());
        }
        return queued ? emptyListOnce() : List.of();
    }

    private List<Step> emptyListOnce() {
        if (!pageAsked || pageHeardOfNone) {
            return List.of();
        }
        pageHeardOfNone = true;
        return List.of(toPage(list(new JsonArray())));
    }

    private List<Step> subscribe(@Nullable Object wanted) {
        if (streamerId == null) {
            return List.of();
        }
        if (!alias.equals(wanted)) {
            return List.of(toPage(
                    new JsonObject().put("type", "subscribeFailed").put("message", "There is no such streamer here.")));
        }
        pageSpoke = true;
        JsonObject subscribe = new JsonObject().put("type", "subscribe").put("streamerId", streamerId);
        return List.of(new Step.ToStreamer(subscribe.encode()));
    }

    private List<Step> forward(String text) {
        if (!connected || !configSent) {
            return List.of();
        }
        pageSpoke = true;
        return List.of(new Step.ToStreamer(text));
    }

    private List<Step> config(String text) {
        if (configSent) {
            return List.of();
        }
        heldConfig = text;
        return pageAsked && streamerId == null ? List.of() : introduce();
    }

    private List<Step> streamerList(@Nullable Object ids) {
        boolean first = streamerId == null;
        if (ids instanceof JsonArray list && !list.isEmpty() && list.getValue(0) instanceof String id) {
            streamerId = id;
            return first && pageAsked && (heldConfig != null || configSent) ? introduce() : List.of();
        }
        return first ? List.of(new Step.Fail("the signalling server has no streamer")) : List.of();
    }

    private List<Step> introduce() {
        List<Step> steps = new ArrayList<>(2);
        if (heldConfig != null && !configSent) {
            configSent = true;
            steps.add(new Step.ToPage(heldConfig));
        }
        if (pageAsked && streamerId != null) {
            steps.add(aliasList());
        }
        return steps;
    }

    private static Step ask() {
        return new Step.ToStreamer("{\"type\":\"listStreamers\"}");
    }

    private Step aliasList() {
        return toPage(list(new JsonArray().add(alias)));
    }

    private static JsonObject list(JsonArray ids) {
        return new JsonObject().put("type", "streamerList").put("ids", ids);
    }

    private static Step toPage(JsonObject message) {
        return new Step.ToPage(message.encode());
    }

    /** Empty for what is no JSON object, which is then ignored, as Epic's server does. */
    private static JsonObject parse(String text) {
        return JsonFields.object(text).orElseGet(JsonObject::new);
    }

    private static String typeOf(JsonObject message) {
        return message.getValue("type") instanceof String type ? type : "";
    }
}
