// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker.lobby;

import app.pixel.matchmaker.lobby.Ticket.Phase;
import app.pixel.web.Report.HeldSession;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Events and snapshots as replicas write them for each other; the one place that knows the names in there. A change of
 * their meaning changes {@link RedisLobby.Sharing#FORMAT} too, so that old and new replicas share no lobby.
 */
final class LobbyJson {

    private LobbyJson() {}

    static JsonObject of(LobbyEvent event) {
        return switch (event) {
            case LobbyEvent.TicketEntered(String ticket, String visitor, String replica) ->
                named("entered").put("ticket", ticket).put("visitor", visitor).put("replica", replica);
            case LobbyEvent.TicketRestored(
                    String ticket,
                    String session,
                    String visitor,
                    String replica,
                    long rank,
                    String streamer) ->
                named("restored")
                        .put("ticket", ticket)
                        .put("session", session)
                        .put("visitor", visitor)
                        .put("replica", replica)
                        .put("rank", rank)
                        .put("streamer", streamer);
            case LobbyEvent.TicketLeft(String ticket) -> named("left").put("ticket", ticket);
            case LobbyEvent.TicketSteppedAway(String ticket) -> named("away").put("ticket", ticket);
            case LobbyEvent.OfferAccepted(String ticket) -> named("accepted").put("ticket", ticket);
            case LobbyEvent.OfferFailed(String ticket) -> named("failed").put("ticket", ticket);
            case LobbyEvent.StreamDropped(String ticket) -> named("dropped").put("ticket", ticket);
            case LobbyEvent.SessionHeld(String ticket, String replica, long keptFor) ->
                named("held").put("ticket", ticket).put("replica", replica).put("keptFor", keptFor);
            case LobbyEvent.SessionResumed(
                    String ticket,
                    String session,
                    String visitor,
                    String replica,
                    String streamer) ->
                named("resumed")
                        .put("ticket", ticket)
                        .put("session", session)
                        .put("visitor", visitor)
                        .put("replica", replica)
                        .put("streamer", streamer);
            case LobbyEvent.SessionEnded(String streamer, String session, boolean placeKept) ->
                named("ended").put("streamer", streamer).put("session", session).put("placeKept", placeKept);
            case LobbyEvent.MediaFailed(String ticket, String replica) ->
                named("mediaFailed").put("ticket", ticket).put("replica", replica);
            case LobbyEvent.AddressAsked(String request) -> named("asked").put("request", request);
            case LobbyEvent.StreamerReported(StreamerReport report) ->
                named("reported").put("report", of(report));
            case LobbyEvent.StreamerLost(String streamer, String link) ->
                named("lost").put("streamer", streamer).put("link", link);
            case LobbyEvent.ReplicaAlive(String replica, long placeKept, long sessionLease) ->
                named("alive")
                        .put("replica", replica)
                        .put("placeKept", placeKept)
                        .put("sessionLease", sessionLease);
            case LobbyEvent.ReplicaStopped(String replica) -> named("stopped").put("replica", replica);
        };
    }

    /** @throws IllegalArgumentException when this is no event that we know */
    static LobbyEvent event(JsonObject json) {
        String name = text(json, "event");
        return switch (name) {
            case "entered" ->
                new LobbyEvent.TicketEntered(text(json, "ticket"), text(json, "visitor"), text(json, "replica"));
            case "restored" ->
                new LobbyEvent.TicketRestored(
                        text(json, "ticket"),
                        text(json, "session"),
                        text(json, "visitor"),
                        text(json, "replica"),
                        number(json, "rank"),
                        text(json, "streamer"));
            case "left" -> new LobbyEvent.TicketLeft(text(json, "ticket"));
            case "away" -> new LobbyEvent.TicketSteppedAway(text(json, "ticket"));
            case "accepted" -> new LobbyEvent.OfferAccepted(text(json, "ticket"));
            case "failed" -> new LobbyEvent.OfferFailed(text(json, "ticket"));
            case "dropped" -> new LobbyEvent.StreamDropped(text(json, "ticket"));
            case "held" ->
                new LobbyEvent.SessionHeld(text(json, "ticket"), text(json, "replica"), number(json, "keptFor"));
            case "resumed" ->
                new LobbyEvent.SessionResumed(
                        text(json, "ticket"),
                        text(json, "session"),
                        text(json, "visitor"),
                        text(json, "replica"),
                        text(json, "streamer"));
            case "ended" ->
                new LobbyEvent.SessionEnded(text(json, "streamer"), text(json, "session"), flag(json, "placeKept"));
            case "mediaFailed" -> new LobbyEvent.MediaFailed(text(json, "ticket"), text(json, "replica"));
            case "stopped" -> new LobbyEvent.ReplicaStopped(text(json, "replica"));
            case "asked" -> new LobbyEvent.AddressAsked(text(json, "request"));
            case "reported" -> new LobbyEvent.StreamerReported(report(object(json, "report")));
            case "lost" -> new LobbyEvent.StreamerLost(text(json, "streamer"), text(json, "link"));
            case "alive" ->
                new LobbyEvent.ReplicaAlive(
                        text(json, "replica"), number(json, "placeKept"), number(json, "sessionLease"));
            default -> throw new IllegalArgumentException("There is no event \"%s\".".formatted(name));
        };
    }

    static JsonObject of(LobbySnapshot snapshot) {
        return new JsonObject()
                .put("now", snapshot.now())
                .put("clock", snapshot.clock())
                .put("sessionLease", snapshot.sessionLease())
                .put("unheard", new JsonArray(List.copyOf(snapshot.unheard())))
                .put("placeKept", snapshot.placeKept())
                .put("nextRank", snapshot.nextRank())
                .put("tickets", array(snapshot.tickets(), LobbyJson::of))
                .put("streamers", array(snapshot.streamers(), LobbyJson::of))
                .put("holders", new JsonObject(new HashMap<>(snapshot.holders())))
                .put("aliveUntil", new JsonObject(new HashMap<>(snapshot.aliveUntil())))
                .put("waitedMatches", new JsonArray(List.copyOf(snapshot.waitedMatches())));
    }

    /** @throws IllegalArgumentException when this is no snapshot */
    static LobbySnapshot snapshot(JsonObject json) {
        Map<String, String> holders = new HashMap<>();
        JsonObject held = object(json, "holders");
        held.fieldNames().forEach(streamer -> holders.put(streamer, text(held, streamer)));
        Map<String, Long> aliveUntil = new HashMap<>();
        JsonObject alive = object(json, "aliveUntil");
        alive.fieldNames().forEach(replica -> aliveUntil.put(replica, number(alive, replica)));
        return new LobbySnapshot(
                number(json, "now"),
                number(json, "clock"),
                number(json, "placeKept"),
                number(json, "sessionLease"),
                number(json, "nextRank"),
                list(json, "tickets", LobbyJson::ticket),
                list(json, "streamers", LobbyJson::streamer),
                holders,
                aliveUntil,
                Set.copyOf(texts(json, "unheard")),
                json.containsKey("waitedMatches") ? numbers(json, "waitedMatches") : List.of());
    }

    private static JsonObject of(Ticket ticket) {
        JsonObject json = new JsonObject()
                .put("id", ticket.id())
                .put("session", ticket.session())
                .put("mediaFailures", ticket.mediaFailures())
                .put("visitor", ticket.visitor())
                .put("replica", ticket.replica())
                .put("rank", ticket.rank());
        return switch (ticket.phase()) {
            case Phase.Waiting() -> json.put("phase", "waiting");
            case Phase.Away(long since, long until) ->
                json.put("phase", "away").put("since", since).put("until", until);
            case Phase.Leased(String streamer, long until) ->
                json.put("phase", "leased").put("streamer", streamer).put("until", until);
            case Phase.Offered(String streamer) -> json.put("phase", "offered").put("streamer", streamer);
            case Phase.Playing(String streamer) -> json.put("phase", "playing").put("streamer", streamer);
        };
    }

    private static Ticket ticket(JsonObject json) {
        String phase = text(json, "phase");
        return new Ticket(
                text(json, "id"),
                text(json, "session"),
                text(json, "visitor"),
                text(json, "replica"),
                number(json, "rank"),
                (int) number(json, "mediaFailures"),
                switch (phase) {
                    case "waiting" -> new Phase.Waiting();
                    case "away" -> new Phase.Away(number(json, "since"), number(json, "until"));
                    case "leased" -> new Phase.Leased(text(json, "streamer"), number(json, "until"));
                    case "offered" -> new Phase.Offered(text(json, "streamer"));
                    case "playing" -> new Phase.Playing(text(json, "streamer"));
                    default -> throw new IllegalArgumentException("There is no phase \"%s\".".formatted(phase));
                });
    }

    private static JsonObject of(PooledStreamer streamer) {
        JsonObject json = new JsonObject()
                .put("report", of(streamer.report()))
                .put("held", streamer.held())
                .put("failures", streamer.failures())
                .put("suspendedUntil", streamer.suspendedUntil())
                .put("idleSince", streamer.idleSince());
        PooledStreamer.HandOut handOut = streamer.handOut();
        return handOut == null
                ? json
                : json.put("handedOutTo", handOut.request()).put("handedOutUntil", handOut.until());
    }

    private static PooledStreamer streamer(JsonObject json) {
        PooledStreamer.@Nullable HandOut handOut = json.containsKey("handedOutTo")
                ? new PooledStreamer.HandOut(text(json, "handedOutTo"), number(json, "handedOutUntil"))
                : null;
        return new PooledStreamer(
                report(object(json, "report")),
                flag(json, "held"),
                (int) number(json, "failures"),
                number(json, "suspendedUntil"),
                handOut,
                number(json, "idleSince"));
    }

    private static JsonObject of(StreamerReport report) {
        return new JsonObject()
                .put("link", report.link())
                .put("replica", report.replica())
                .put("address", report.address())
                .put("port", report.port())
                .put("ready", report.ready())
                .put("clients", report.clients())
                .put("sessions", array(report.sessions(), LobbyJson::of));
    }

    private static StreamerReport report(JsonObject json) {
        return new StreamerReport(
                text(json, "link"),
                text(json, "replica"),
                text(json, "address"),
                (int) number(json, "port"),
                flag(json, "ready"),
                (int) number(json, "clients"),
                list(json, "sessions", LobbyJson::session));
    }

    private static JsonObject of(HeldSession session) {
        return new JsonObject()
                .put("id", session.session())
                .put("visitor", session.visitor())
                .put("attached", session.attached());
    }

    private static HeldSession session(JsonObject json) {
        return new HeldSession(text(json, "id"), text(json, "visitor"), flag(json, "attached"));
    }

    private static JsonObject named(String event) {
        return new JsonObject().put("event", event);
    }

    private static <T> JsonArray array(List<T> items, Function<T, JsonObject> describe) {
        JsonArray array = new JsonArray();
        items.forEach(item -> array.add(describe.apply(item)));
        return array;
    }

    private static <T> List<T> list(JsonObject json, String field, Function<JsonObject, T> read) {
        return values(json, field, item -> item instanceof JsonObject object ? read.apply(object) : null);
    }

    private static List<String> texts(JsonObject json, String field) {
        return values(json, field, item -> item instanceof String text ? text : null);
    }

    private static List<Long> numbers(JsonObject json, String field) {
        return values(json, field, item -> item instanceof Number number ? number.longValue() : null);
    }

    /** @param read returns null for an item of another kind */
    private static <T> List<T> values(JsonObject json, String field, Function<Object, @Nullable T> read) {
        if (!(json.getValue(field) instanceof JsonArray array)) {
            throw missing(field);
        }
        List<T> values = new ArrayList<>(array.size());
        for (Object item : array) {
            T value = read.apply(item);
            if (value == null) {
                throw missing(field);
            }
            values.add(value);
        }
        return values;
    }

    private static JsonObject object(JsonObject json, String field) {
        if (json.getValue(field) instanceof JsonObject object) {
            return object;
        }
        throw missing(field);
    }

    private static String text(JsonObject json, String field) {
        if (json.getValue(field) instanceof String text) {
            return text;
        }
        throw missing(field);
    }

    private static long number(JsonObject json, String field) {
        if (json.getValue(field) instanceof Number number) {
            return number.longValue();
        }
        throw missing(field);
    }

    private static boolean flag(JsonObject json, String field) {
        if (json.getValue(field) instanceof Boolean flag) {
            return flag;
        }
        throw missing(field);
    }

    private static IllegalArgumentException missing(String field) {
        return new IllegalArgumentException("\"%s\" is missing or of another kind.".formatted(field));
    }
}
