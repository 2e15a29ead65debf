// SPDX-License-Identifier: Apache-2.0
package app.pixel.turn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Properties of the choice, for pools of every size and random clients. */
class RelayChoiceTest {

    private static final int POOLS = 60;
    private static final int CLIENTS = 200;

    @Test
    void every_client_has_two_different_relays_or_all_of_fewer() {
        assertThat(RelayChoice.of("client", List.of())).isEmpty();
        for (int size = 1; size <= POOLS; size++) {
            List<RelayNode> pool = pool(size);
            for (String client : clients(size)) {
                List<RelayNode> chosen = RelayChoice.of(client, pool);
                assertThat(chosen).hasSize(Math.min(2, size)).doesNotHaveDuplicates();
                assertThat(pool).containsAll(chosen);
            }
        }
    }

    @Test
    void the_order_of_the_pool_does_not_matter() {
        for (int size = 1; size <= POOLS; size++) {
            List<RelayNode> shuffled = new ArrayList<>(pool(size));
            Collections.shuffle(shuffled, new Random(size));
            for (String client : clients(size)) {
                assertThat(RelayChoice.of(client, shuffled)).isEqualTo(RelayChoice.of(client, pool(size)));
            }
        }
    }

    @Test
    void a_relay_that_goes_changes_its_own_clients_alone() {
        for (int size = 2; size <= POOLS; size++) {
            List<RelayNode> before = pool(size);
            RelayNode gone = before.get(new Random(size).nextInt(size));
            List<RelayNode> after = without(before, gone);
            for (String client : clients(size)) {
                List<RelayNode> kept = without(RelayChoice.of(client, before), gone);

                assertThat(RelayChoice.of(client, after)).containsAll(kept);
            }
        }
    }

    @Test
    void a_new_relay_takes_its_share_off_the_others() {
        for (int size : new int[] {2, 3, 10, 33, 50}) {
            Map<RelayNode, Integer> before = load(pool(size));
            Map<RelayNode, Integer> after = load(pool(size + 1));

            assertThat(before.values()).allSatisfy(load -> assertShare(load, size));
            assertThat(after.values()).allSatisfy(load -> assertShare(load, size + 1));
            assertThat(before)
                    .allSatisfy((node, load) -> assertThat(after.get(node)).isLessThanOrEqualTo(load));
        }
    }

    @Test
    void the_clients_of_a_relay_that_fails_spread_over_all_others() {
        List<RelayNode> pool = pool(10);
        Set<RelayNode> seconds = new HashSet<>();
        for (String client : clients(7)) {
            List<RelayNode> chosen = RelayChoice.of(client, pool);
            if (chosen.getFirst().equals(pool.getFirst())) {
                seconds.add(chosen.getLast());
            }
        }
        assertThat(seconds).hasSizeGreaterThan(5);
    }

    /** Within a quarter of two clients' relays over all of them. */
    private static void assertShare(int load, int size) {
        double fair = 2.0 * CLIENTS * POOLS / size;
        assertThat((double) load).isBetween(0.75 * fair, 1.25 * fair);
    }

    private static Map<RelayNode, Integer> load(List<RelayNode> pool) {
        Map<RelayNode, Integer> load = new HashMap<>();
        for (int seed = 0; seed < POOLS; seed++) {
            clients(seed)
                    .forEach(client -> RelayChoice.of(client, pool).forEach(node -> load.merge(node, 1, Integer::sum)));
        }
        return load;
    }

    private static List<RelayNode> without(List<RelayNode> nodes, RelayNode gone) {
        return nodes.stream().filter(node -> !node.equals(gone)).toList();
    }

    private static List<RelayNode> pool(int size) {
        return IntStream.range(0, size)
                .mapToObj(node -> new RelayNode("10.26.11." + node, List.of(new Relay("203.0.113." + node)), true))
                .toList();
    }

    /** As signalling servers name them: a number, and the name of the server. */
    private static List<String> clients(long seed) {
        Random random = new Random(seed);
        return IntStream.range(0, CLIENTS)
                .mapToObj(number -> number + "." + Integer.toHexString(random.nextInt()))
                .toList();
    }
}
