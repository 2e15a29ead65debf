// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker.cost;

import java.time.Duration;

/**
 * How far the deletion cost of one pod has come on its way into the cluster. Pure: a move is a method of the state that
 * it leaves, and the state that it leads to says what to do.
 *
 * <p>Becoming {@link Writing} means to write, becoming {@link Failed} means to wait; the others mean nothing. At most
 * one write is under way, and of what changes meanwhile only the last counts ({@link Overtaken}).
 */
sealed interface PodCost {

    /** The cluster says so, or has nothing that could say so. */
    record Settled(int players) implements PodCost {}

    /** A write is under way; so many have come to nothing before. */
    record Writing(int players, int failures) implements UnderWay {

        Writing(int players) {
            this(players, 0);
        }

        @Override
        public PodCost written() {
            return new Settled(players);
        }

        @Override
        public PodCost failed() {
            return new Failed(players, failures + 1);
        }
    }

    /** A write is under way, and there is something else to write after it. */
    record Overtaken(int players, int wanted) implements UnderWay {

        @Override
        public PodCost written() {
            return players == wanted ? new Settled(players) : new Writing(wanted);
        }

        /** The number in the cluster is unknown now. */
        @Override
        public PodCost failed() {
            return new Writing(wanted);
        }
    }

    /** The last write came to nothing. */
    record Failed(int players, int failures) implements PodCost {

        private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
        private static final Duration LAST_PAUSE = Duration.ofMinutes(1);

        /** How long to wait before the next try: twice as long each time, up to a minute. */
        Duration pause() {
            Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, 30));
            return doubled.compareTo(LAST_PAUSE) < 0 ? doubled : LAST_PAUSE;
        }

        PodCost tryAgain() {
            return new Writing(players, failures);
        }
    }

    /** A write is under way, and will end one way or the other. */
    sealed interface UnderWay extends PodCost {

        PodCost written();

        PodCost failed();
    }

    /** So many play in the pod now. */
    default PodCost playing(int now) {
        return switch (this) {
            case Settled(int players) -> players == now ? this : new Writing(now);
            case Writing(int players, int _) -> players == now ? this : new Overtaken(players, now);
            case Overtaken(int players, int _) -> new Overtaken(players, now);
            case Failed(int players, int _) -> players == now ? this : new Writing(now);
        };
    }
}
