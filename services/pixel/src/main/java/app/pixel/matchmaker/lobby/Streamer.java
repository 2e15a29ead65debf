// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker.lobby;

import org.jspecify.annotations.Nullable;

/**
 * A streamer as the lobby knows it.
 *
 * @param held whether a ticket of ours has it, offered or playing
 * @param failures offers in a row that came to nothing
 * @param suspendedUntil when it may be offered again after a failure, in milliseconds
 * @param handOut whom its address was given to last, by a redirect
 * @param idleSince when it last became free, in milliseconds
 */
public record Streamer(
        StreamerReport report,
        boolean held,
        int failures,
        long suspendedUntil,
        @Nullable HandOut handOut,
        long idleSince) {

    /** An address that was given away: no other client gets the streamer until then, in milliseconds. */
    public record HandOut(String request, long until) {}

    static Streamer reported(StreamerReport report, long now) {
        return new Streamer(report, false, 0, 0, null, now);
    }

    public String id() {
        return report.streamerId();
    }

    /**
     * The same streamer with newer news. When it (re)gains its Unreal instance, old failures no longer count; when a
     * player whom we sent there by address has left, it need not be kept for them any longer.
     */
    Streamer reportedAgain(StreamerReport newer, long now) {
        boolean fresh = newer.ready() && !(report.ready() && report.link().equals(newer.link()));
        if (fresh) {
            return new Streamer(newer, held, 0, 0, handOut, now);
        }
        boolean somebodyLeft = newer.clients() < report.clients();
        return new Streamer(
                newer, held, failures, suspendedUntil, somebodyLeft ? null : handOut, somebodyLeft ? now : idleSince);
    }

    Streamer heldIf(boolean someoneHasIt) {
        return new Streamer(report, someoneHasIt, failures, suspendedUntil, handOut, idleSince);
    }

    Streamer proven() {
        return new Streamer(report, held, 0, 0, handOut, idleSince);
    }

    Streamer released(long now) {
        return new Streamer(report, false, failures, suspendedUntil, handOut, now);
    }

    Streamer suspected(long now) {
        return new Streamer(report, held, failures + 1, now + MatchingPolicy.suspension(failures + 1), handOut, now);
    }

    Streamer handedOut(HandOut to) {
        return new Streamer(report, held, failures, suspendedUntil, to, idleSince);
    }
}
