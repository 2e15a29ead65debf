// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import app.pixel.admission.PlayerIdentity;
import app.pixel.web.RandomName;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;

/**
 * A visitor's wishes, as the request for a WebSocket shows them.
 *
 * @param isNew whether the visitor showed no token of ours
 * @param resumable whether the page understands messages of sessions
 * @param takeOver whether the visitor wants to play here and not in another tab
 * @param resumeToken the token for the session that the page wants back, unchecked
 * @param resume the session that the page wants back
 */
record Arrival(
        String visitor,
        boolean isNew,
        boolean resumable,
        boolean takeOver,
        Optional<String> resumeToken,
        Optional<String> resume) {

    static Arrival of(HttpServerRequest request, SessionTokens tokens) {
        List<String> visitors = SessionCookie.tokens(request).stream()
                .flatMap(token -> tokens.visitorOf(token).stream())
                .toList();
        Arrival arrival = new Arrival(
                visitors.isEmpty() ? RandomName.next() : visitors.getFirst(),
                visitors.isEmpty(),
                "1".equals(request.getParam("resumable")),
                "1".equals(request.getParam("takeover")),
                Optional.ofNullable(request.getParam("resume")),
                Optional.empty());
        // A cookie and a token may name two visitors; the session is one of theirs.
        return visitors.stream()
                .map(owner -> arrival.by(owner, tokens))
                .filter(owned -> owned.resume().isPresent())
                .findFirst()
                .orElse(arrival);
    }

    /** A player that a token names is the same visitor under every cookie. */
    Arrival by(PlayerIdentity player, SessionTokens tokens) {
        return by("subject-" + player.hash(), tokens);
    }

    private Arrival by(String owner, SessionTokens tokens) {
        return new Arrival(
                owner,
                isNew,
                resumable,
                takeOver,
                resumeToken,
                resumeToken.flatMap(token -> tokens.sessionOf(token, owner)));
    }
}
