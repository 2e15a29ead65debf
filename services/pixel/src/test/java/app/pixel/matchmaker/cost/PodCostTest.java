// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker.cost;

import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.matchmaker.cost.PodCost.Failed;
import app.pixel.matchmaker.cost.PodCost.Overtaken;
import app.pixel.matchmaker.cost.PodCost.Settled;
import app.pixel.matchmaker.cost.PodCost.Writing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a deletion cost is written, again and not at all. */
class PodCostTest {

    @Test
    void a_change_is_written() {
        assertThat(new Settled(0).playing(1)).isEqualTo(new Writing(1));
        assertThat(new Writing(1).written()).isEqualTo(new Settled(1));
    }

    @Test
    void the_same_number_again_is_not_written() {
        assertThat(new Settled(1).playing(1)).isEqualTo(new Settled(1));
        assertThat(new Writing(1).playing(1)).isEqualTo(new Writing(1));
    }

    @Test
    void of_all_changes_during_a_write_only_the_last_is_written_after_it() {
        PodCost changed = new Writing(1).playing(2).playing(3).playing(0);

        assertThat(changed).isEqualTo(new Overtaken(1, 0));
        assertThat(new Overtaken(1, 0).written()).isEqualTo(new Writing(0));
    }

    @Test
    void a_change_that_is_taken_back_during_a_write_needs_no_second_write() {
        assertThat(new Writing(1).playing(0).playing(1)).isEqualTo(new Overtaken(1, 1));
        assertThat(new Overtaken(1, 1).written()).isEqualTo(new Settled(1));
    }

    @Test
    void a_write_that_failed_is_tried_again_after_a_pause() {
        assertThat(new Writing(1, 4).failed()).isEqualTo(new Failed(1, 5));
        assertThat(new Failed(1, 5).tryAgain()).isEqualTo(new Writing(1, 5));
        assertThat(new Failed(1, 5).playing(1)).isEqualTo(new Failed(1, 5));
    }

    @Test
    void a_change_does_not_wait_for_the_pause_of_what_it_replaces() {
        assertThat(new Failed(1, 5).playing(2)).isEqualTo(new Writing(2));
        assertThat(new Overtaken(1, 2).failed()).isEqualTo(new Writing(2));
    }

    /** A write that failed may have been done all the same. */
    @Test
    void after_a_failure_even_what_was_being_written_is_written_again() {
        assertThat(new Overtaken(1, 1).failed()).isEqualTo(new Writing(1));
    }

    @Test
    void pauses_grow_from_a_second_to_a_minute() {
        assertThat(IntStream.rangeClosed(1, 8).mapToObj(failures -> new Failed(1, failures).pause()))
                .extracting(Duration::toSeconds)
                .containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);
        assertThat(new Failed(1, Integer.MAX_VALUE).pause()).isEqualTo(Duration.ofMinutes(1));
    }

    /** A cluster that takes writes or fails, and players who come and go, in any order. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatever_happens_the_cluster_ends_up_with_the_last_number(long seed) {
        Random random = new Random(seed);
        List<Integer> written = new ArrayList<>();
        PodCost cost = new Settled(0);
        int players = 0;
        for (int step = 0; step < 1_000; step++) {
            if (random.nextInt(3) == 0) {
                players = random.nextInt(4);
                cost = cost.playing(players);
            } else {
                cost = onwards(cost, random.nextBoolean(), written);
            }
        }
        for (int step = 0; step < 3; step++) {
            cost = onwards(cost, true, written);
        }
        assertThat(cost).isEqualTo(new Settled(players));
        assertThat(written).last().isEqualTo(players);
    }

    private static PodCost onwards(PodCost cost, boolean works, List<Integer> written) {
        return switch (cost) {
            case Settled settled -> settled;
            case Failed failed -> failed.tryAgain();
            case PodCost.UnderWay underWay when !works -> underWay.failed();
            case Writing writing -> {
                written.add(writing.players());
                yield writing.written();
            }
            case Overtaken overtaken -> {
                written.add(overtaken.players());
                yield overtaken.written();
            }
        };
    }
}
