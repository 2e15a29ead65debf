// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import app.pixel.web.Report;
import app.pixel.web.SessionEnd;
import java.util.Optional;

/** A subscriber to a streamer: a visitor, or an SFU on behalf of many. */
sealed interface Player permits PlayerConnection, SfuConnection {

    /** Decimal digits, which every engine version reads. */
    String playerId();

    boolean isSfu();

    String remoteAddress();

    /** The session that it plays in, as a matchmaker is told of it. */
    Optional<Report.Client> reported();

    void send(ServerMessage message);

    /** The streamer that it was subscribed to has left; the subscription is gone already. */
    void streamerLeft();

    /** Sends it away, with a code of RFC 6455 and a sentence that is fit for a page. */
    void dismiss(SessionEnd reason, int code, String sentence);
}
