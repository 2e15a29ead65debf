// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.workloads;

import app.pixel.infra.objects.Registry;
import app.pixel.infra.releases.ReleaseSettings;
import app.pixel.infra.settings.Cidr;
import app.pixel.infra.settings.Settings;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The settings of our own workloads.
 *
 * @param image of every service, with its tag
 * @param pods the addresses of the cluster's pods
 * @param matchmakers how many replicas; more than one need a lobby that they share
 */
public record WorkloadSettings(
        String namespace,
        String image,
        List<Registry> registries,
        EdgeSettings edge,
        int matchmakers,
        LobbySettings lobby,
        StreamSettings stream,
        TurnSettings turn,
        Optional<PodProxySettings> podProxy,
        Cidr pods) {

    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([a-z0-9-]{0,50}[a-z0-9])?");
    private static final Pattern REPOSITORY =
            Pattern.compile("[a-z0-9]([a-z0-9.:-]*[a-z0-9])?(/[a-z0-9]+([._-]+[a-z0-9]+)*)+");
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
                settings.integer("matchmakers", 1, 20),
                LobbySettings.from(settings),
                StreamSettings.from(settings),
                TurnSettings.from(settings),
                PodProxySettings.from(settings),
                settings.cidr("podsCidr"));
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

    /** Two settings: the repository, and a tag that stays what it is. */
    static String image(Settings settings, String prefix) {
        return settings.matching(
                        prefix + "Repository", REPOSITORY, "an image's registry and path such as ghcr.io/you/pixel")
                + ":"
                + settings.matching(prefix + "Tag", TAG, "a tag that names one image for good, so not \"latest\"");
    }
}
