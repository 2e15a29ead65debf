// SPDX-License-Identifier: Apache-2.0
package app.pixel.admission;

import java.util.Locale;

/** Every reason for which a public socket is refused; the closed set also bounds the metric that counts them. */
public enum RefusalReason {
    ORIGIN(403, "Pages of this origin may not connect here."),
    TOKEN_MISSING(401, "Sign in first: this stream needs a token."),
    TOKEN_INVALID(401, "The token is not valid here. Sign in again."),
    ISSUER_AWAY(503, "The token cannot be checked at the moment. Try again in a moment."),
    ARRIVAL_RATE(429, "Too many connections come from your address. Try again in a moment."),
    ADDRESS_BUDGET(429, "Too many streams are open from your address."),
    QUEUE_FULL(503, "The queue is full. Try again in a moment.");

    private final int status;
    private final String sentence;

    RefusalReason(int status, String sentence) {
        this.status = status;
        this.sentence = sentence;
    }

    /** The status of HTTP. */
    public int status() {
        return status;
    }

    public String sentence() {
        return sentence;
    }

    /** Reports whether the same request may succeed later. */
    boolean isPassing() {
        return status == 429 || status == 503;
    }

    /** The name in a log and a metric. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
