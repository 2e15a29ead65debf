// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker.cost;

import app.pixel.matchmaker.cost.PodCost.Failed;
import app.pixel.matchmaker.cost.PodCost.Overtaken;
import app.pixel.matchmaker.cost.PodCost.Settled;
import app.pixel.matchmaker.cost.PodCost.UnderWay;
import app.pixel.matchmaker.cost.PodCost.Writing;
import app.pixel.matchmaker.cost.StreamPods.Found;
import app.pixel.matchmaker.lobby.StreamerReport;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the cluster how many play in each stream pod, so that scaling down takes idle ones first. Confined to the event
 * loop that the reports come on, which it never keeps waiting.
 *
 * <p>Only the process that holds a streamer's link hears of its changes. So each is written once, however many
 * matchmakers there are. It costs one list and, where the annotation says something else, one patch. A pod whose links
 * are all lost is forgotten, with the number that was still to be written.
 */
public final class DeletionCosts {

    private static final Logger log = LoggerFactory.getLogger(DeletionCosts.class);

    private final Vertx vertx;
    private final StreamPods pods;
    private final Map<String, Address> addresses = new HashMap<>();

    public DeletionCosts(Vertx vertx, StreamPods pods) {
        this.vertx = vertx;
        this.pods = pods;
    }

    public void reported(StreamerReport report) {
        addresses.computeIfAbsent(report.address(), Address::new).reported(report);
    }

    /**
     * The link of a streamer is lost.
     *
     * @param last the last report of that link
     */
    public void lost(StreamerReport last) {
        Address address = addresses.get(last.address());
        if (address != null) {
            address.lost(last);
        }
    }

    public Future<Void> close() {
        addresses.values().forEach(address -> address.streamers.clear());
        addresses.clear();
        return pods.close(vertx);
    }

    /** The pod, if it is one, behind an address that reports come from. */
    private final class Address {

        private final String address;
        /** The report of each port's newest link; a pod has one streamer, but may have more. */
        private final Map<Integer, StreamerReport> streamers = new HashMap<>();

        private @Nullable PodCost cost;
        private boolean isStrange;

        Address(String address) {
            this.address = address;
        }

        void reported(StreamerReport report) {
            streamers.put(report.port(), report);
            int players = streamers.values().stream()
                    .mapToInt(StreamerReport::clients)
                    .sum();
            become(cost == null ? new Writing(players) : cost.playing(players));
        }

        void lost(StreamerReport last) {
            streamers.remove(last.port(), last);
            if (!(cost instanceof UnderWay)) {
                forgetIfLost();
            }
        }

        private void forgetIfLost() {
            if (streamers.isEmpty()) {
                addresses.remove(address, this);
            }
        }

        private void become(PodCost next) {
            if (next.equals(cost)) {
                return;
            }
            cost = next;
            switch (next) {
                case Writing writing -> write(writing);
                case Failed failed -> vertx.setTimer(failed.pause().toMillis(), timer -> tryAgain(failed));
                case Settled ignored -> {}
                case Overtaken ignored -> {}
            }
        }

        private void write(Writing writing) {
            String players = String.valueOf(writing.players());
            pods.at(vertx, address)
                    .compose(found -> annotate(found, players))
                    .onSuccess(written -> ended(UnderWay::written))
                    .onFailure(failure -> {
                        warn(writing, failure);
                        ended(UnderWay::failed);
                    });
        }

        private Future<Void> annotate(Optional<Found> found, String players) {
            if (found.isEmpty()) {
                sayOnceThatItIsStrange();
            }
            return found.filter(pod -> !streamers.isEmpty())
                    .filter(pod -> !pod.cost().equals(players))
                    .map(pod -> pods.annotate(vertx, pod, players)
                            .onSuccess(written -> log.atInfo()
                                    .addKeyValue("pod", pod.name())
                                    .addKeyValue("players", players)
                                    .log("deletion cost written")))
                    .orElseGet(Future::succeededFuture);
        }

        private void ended(Function<UnderWay, PodCost> how) {
            if (streamers.isEmpty()) {
                forgetIfLost();
            } else if (cost instanceof UnderWay underWay) {
                become(how.apply(underWay));
            }
        }

        private void tryAgain(Failed failed) {
            if (failed.equals(cost) && !streamers.isEmpty()) {
                become(failed.tryAgain());
            }
        }

        private void sayOnceThatItIsStrange() {
            if (!isStrange) {
                log.atInfo()
                        .addKeyValue("remoteAddress", address)
                        .log("no stream pod of this namespace reports from there");
            }
            isStrange = true;
        }

        /** Once for each number that has to be written, however often that is tried. */
        private void warn(Writing writing, Throwable failure) {
            if (writing.failures() == 0 && !streamers.isEmpty()) {
                log.atWarn()
                        .addKeyValue("remoteAddress", address)
                        .addKeyValue("players", writing.players())
                        .addKeyValue("reason", failure.getMessage())
                        .log("cannot write a pod's deletion cost, trying again");
            }
        }
    }
}
