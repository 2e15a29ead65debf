// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

/**
 * A streamer as the lobby knows it.
 *
 * @param held whether a ticket of ours has it, offered or playing
 * @param failures offers in a row that came to nothing
 * @param suspendedUntil when it may be offered again after a failure, in milliseconds
 * @param idleSince when it last became free, in milliseconds
 */
record Streamer(StreamerReport report, boolean held, int failures, long suspendedUntil, long idleSince) {

    static Streamer reported(StreamerReport report, boolean held, long now) {
        return new Streamer(report, held, 0, 0, now);
    }

    String id() {
        return report.streamerId();
    }

    /** The same streamer with newer news; when it (re)gains its Unreal instance, old failures no longer count. */
    Streamer reportedAgain(StreamerReport newer, long now) {
        boolean fresh = newer.ready() && !(report.ready() && report.link().equals(newer.link()));
        return fresh
                ? new Streamer(newer, held, 0, 0, now)
                : new Streamer(
                        newer, held, failures, suspendedUntil, newer.clients() < report.clients() ? now : idleSince);
    }

    Streamer taken() {
        return new Streamer(report, true, failures, suspendedUntil, idleSince);
    }

    Streamer proven() {
        return new Streamer(report, held, 0, 0, idleSince);
    }

    Streamer released(long now) {
        return new Streamer(report, false, failures, suspendedUntil, now);
    }

    Streamer suspected(long now) {
        return new Streamer(report, false, failures + 1, now + MatchingPolicy.suspension(failures + 1), now);
    }
}
