// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker.lobby;

/**
 * How many want to play and how many can; the same on every replica.
 *
 * @param players visitors who are connected: waiting, offered and playing
 * @param waiting those of them who wait
 * @param streamers streamers whose signalling servers report
 * @param ready those of them that have an Unreal instance, busy or not
 * @param available those of them that may be offered now
 */
public record Demand(int players, int waiting, int streamers, int ready, int available) {

    /** Players for each ready streamer; one more than the players when nothing is ready for them, 0 without players. */
    public double ratio() {
        if (players == 0) {
            return 0;
        }
        return ready == 0 ? players + 1 : (double) players / ready;
    }
}
