// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.local;

import app.pixel.lab.simulation.StreamerEvent;
import java.io.PrintStream;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Tells people on a terminal what happens, one line an event. */
record EventLog(PrintStream out) {

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

    void streamer(String id, StreamerEvent event) {
        switch (event) {
            case StreamerEvent.Connected connected -> line(id + " is ready as " + connected.streamerId());
            case StreamerEvent.Disconnected disconnected ->
                line(id + " lost its signalling server ("
                        + disconnected.reason().strip() + ") and tries again");
            case StreamerEvent.PlayerJoined joined -> line(id + ": player " + joined.playerId() + " joined");
            case StreamerEvent.PlayerPlaying playing -> line(id + ": player " + playing.playerId() + " plays");
            case StreamerEvent.PlayerLeft left -> line(id + ": player " + left.playerId() + " left");
            case StreamerEvent.DrawsSmaller smaller ->
                line(id + " draws its room at " + smaller.drawn() + ": this machine is too slow for more");
        }
    }

    void waiting(int players) {
        line(
                switch (players) {
                    case 0 -> "no player waits any more";
                    case 1 -> "1 player waits in the queue";
                    default -> players + " players wait in the queue";
                });
    }

    void line(String text) {
        out.println(CLOCK.format(LocalTime.now(ZoneId.systemDefault())) + "  " + text);
    }
}
