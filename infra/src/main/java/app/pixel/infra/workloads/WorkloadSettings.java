// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.workloads;

import app.pixel.infra.objects.Registry;
import app.pixel.infra.releases.ReleaseSettings;
import app.pixel.infra.settings.Cidr;
import app.pixel.infra.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The settings of our own workloads.
 *
 * @param image of every service, with its tag
 * @param pods the addresses of the cluster's pods
 * @param enforcedServices the addresses of Services, where the stack brings an enforcer of network policies
 * @param matchmakers how many replicas; more than one need a lobby that they share
 * @param streamerTokens tells that a stream shows the token of its pod when it reports
 */
public record WorkloadSettings(
        String namespace,
        String image,
        List<Registry> registries,
        EdgeSettings edge,
        VisitorSettings visitors,
        int matchmakers,
        LobbySettings lobby,
        StreamSettings stream,
        TurnSettings turn,
        Optional<PodProxySettings> podProxy,
        Cidr pods,
        Optional<Cidr> enforcedServices,
        boolean streamerTokens) {

    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([a-z0-9-]{0,50}[a-z0-9])?");
    private static final Pattern REPOSITORY =
            Pattern.compile("[a-z0-9]([a-z0-9.:-]*[a-z0-9])?(/[a-z0-9]+([._-]+[a-z0-9]+)*)+");
    /** The longest that a node pool of OKE waits for the pods of a node. */
    private static final Duration LONGEST_EVICTION_GRACE = Duration.ofHours(1);

    private static final Pattern TAG = Pattern.compile("(?!latest$)[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");

    public WorkloadSettings {
        registries = List.copyOf(registries);
        if (matchmakers > 1 && lobby instanceof LobbySettings.Memory) {
            throw new IllegalArgumentException("pixel:matchmakers is " + matchmakers
                    + ", but replicas need a lobby that they share: set pixel:lobby to \"inCluster\" or \"external\".");
        }
    }

    public static WorkloadSettings from(Settings settings) {
        return new WorkloadSettings(
                settings.matching("namespace", NAMESPACE, "a Kubernetes name of at most 52 characters such as pixel"),
                image(settings, "image"),
                Stream.of(Registry.from(settings, "registry"), Registry.from(settings, "streamRegistry"))
                        .flatMap(Optional::stream)
                        .toList(),
                EdgeSettings.from(settings),
                VisitorSettings.from(settings),
                settings.integer("matchmakers", 1, 20),
                LobbySettings.from(settings),
                StreamSettings.from(settings),
                TurnSettings.from(settings),
                PodProxySettings.from(settings),
                settings.cidr("podsCidr"),
                enforcedServices(settings),
                settings.flag("streamerTokens"));
    }

    private static Optional<Cidr> enforcedServices(Settings settings) {
        Cidr services = settings.cidr("servicesCidr");
        return settings.flag("enforcePolicies") ? Optional.of(services) : Optional.empty();
    }

    /** The address of the page; empty while any host name will do. */
    public Optional<String> url() {
        return edge.url();
    }

    public boolean hasRelays() {
        return turn.isOn();
    }

    /** Refuses a stack whose cluster services lack what the workloads need. */
    public void requireServicesOf(ReleaseSettings releases) {
        if (edge.hasCertificate() && !releases.issuesCertificates()) {
            throw new IllegalArgumentException("pixel:tls is \"" + Settings.word(edge.tls())
                    + "\", but no certificate issuer is there: set pixel:acmeEmail and leave"
                    + " pixel:releases.cert-manager on, or set pixel:tls to \"none\".");
        }
    }

    /** Refuses more relays than the TURN pool has nodes: one relay takes a node. */
    public void requireRelaysWithin(int turnNodes) {
        if (turn.mode() == TurnSettings.Mode.BY_DEMAND && turn.maximum() > turnNodes) {
            throw new IllegalArgumentException("pixel:turnMaximum is " + turn.maximum()
                    + ", but pixel:turnPool.max is " + turnNodes
                    + ", and each relay needs a node: lower the one or raise the other.");
        }
    }

    /** Tells which settings nothing reads while a cluster service is missing. */
    public List<String> noticesOf(ReleaseSettings releases) {
        if (releases.publishesMetrics()) {
            return List.of();
        }
        return List.of("pixel:streamsMaximum is " + stream.maximum() + ", but without prometheus-adapter no autoscaler"
                + " reads the demand: pixel:streamsMinimum, " + stream.minimum() + ", decides how many streams run.");
    }

    /** Tells that OKE ends a session before the grace does. */
    public Optional<String> noticeOfEvictionGrace() {
        return stream.sessionGrace().compareTo(LONGEST_EVICTION_GRACE) <= 0
                ? Optional.empty()
                : Optional.of("pixel:sessionGrace is longer than 1h, but OKE waits at most 1h for the pods of a node"
                        + " that it replaces: sessions on such a node end then.");
    }

    /** Two settings: the repository, and a tag that stays what it is. */
    static String image(Settings settings, String prefix) {
        return settings.matching(
                        prefix + "Repository", REPOSITORY, "an image's registry and path such as ghcr.io/you/pixel")
                + ":"
                + settings.matching(prefix + "Tag", TAG, "a tag that names one image for good, so not \"latest\"");
    }
}
