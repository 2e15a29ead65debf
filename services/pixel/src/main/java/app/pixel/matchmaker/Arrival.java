// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

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
 * @param resume the session that the page wants back
 */
record Arrival(String visitor, boolean isNew, boolean resumable, boolean takeOver, Optional<String> resume) {

    static Arrival of(HttpServerRequest request, SessionTokens tokens) {
        List<String> visitors = SessionCookie.tokens(request).stream()
                .flatMap(token -> tokens.visitorOf(token).stream())
                .toList();
        boolean isNew = visitors.isEmpty();
        return new Arrival(
                        isNew ? RandomName.next() : visitors.getFirst(),
                        isNew,
                        "1".equals(request.getParam("resumable")),
                        "1".equals(request.getParam("takeover")),
                        Optional.empty())
                .resuming(request.getParam("resume"), visitors, tokens);
    }

    /** A cookie and a token may name two visitors; the session is one of theirs. */
    private Arrival resuming(
            @org.jspecify.annotations.Nullable String token, List<String> visitors, SessionTokens tokens) {
        for (String owner : visitors) {
            Optional<String> session = tokens.sessionOf(token, owner);
            if (session.isPresent()) {
                return new Arrival(owner, isNew, resumable, takeOver, session);
            }
        }
        return this;
    }
}
