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
public record PooledStreamer(
        StreamerReport report,
        boolean held,
        int failures,
        long suspendedUntil,
        @Nullable HandOut handOut,
        long idleSince) {

    /** An address that was given away: no other client gets the streamer until then, in milliseconds. */
    public record HandOut(String request, long until) {}

    static PooledStreamer reported(StreamerReport report, long now) {
        return new PooledStreamer(report, false, 0, 0, null, now);
    }

    public String id() {
        return report.streamerId();
    }

    /**
     * The same streamer with newer news. When it (re)gains its Unreal instance, old failures no longer count. When a
     * player whom we sent there by address has left, it is kept for that player no longer.
     */
    PooledStreamer reportedAgain(StreamerReport newer, long now) {
        boolean fresh = newer.ready() && !(report.ready() && report.link().equals(newer.link()));
        if (fresh) {
            return new PooledStreamer(newer, held, 0, 0, handOut, now);
        }
        boolean somebodyLeft = newer.clients() < report.clients();
        return new PooledStreamer(
                newer, held, failures, suspendedUntil, somebodyLeft ? null : handOut, somebodyLeft ? now : idleSince);
    }

    PooledStreamer heldIf(boolean someoneHasIt) {
        return new PooledStreamer(report, someoneHasIt, failures, suspendedUntil, handOut, idleSince);
    }

    PooledStreamer proven() {
        return new PooledStreamer(report, held, 0, 0, handOut, idleSince);
    }

    PooledStreamer released(long now) {
        return new PooledStreamer(report, false, failures, suspendedUntil, handOut, now);
    }

    PooledStreamer suspected(long now) {
        return new PooledStreamer(
                report, held, failures + 1, now + MatchingPolicy.suspension(failures + 1), handOut, now);
    }

    PooledStreamer handedOut(HandOut to) {
        return new PooledStreamer(report, held, failures, suspendedUntil, to, idleSince);
    }
}
