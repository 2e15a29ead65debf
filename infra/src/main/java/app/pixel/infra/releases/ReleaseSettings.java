// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.releases;

import app.pixel.infra.settings.Settings;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The cluster services of a stack.
 *
 * @param presence a chart that is not named is installed
 * @param kubeletInsecureTls makes metrics-server accept kubelets whose certificates no authority of the cluster
 *     signed
 * @param acmeEmail the address that the certificate authority writes to; without it there are no issuers
 */
public record ReleaseSettings(
        Map<Chart, Presence> presence,
        Optional<String> acmeEmail,
        GpuSharing gpuSharing,
        Storage storage,
        EdgeService edgeService,
        boolean kubeletInsecureTls,
        AlertReceivers alertReceivers) {

    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s]+");

    /** The presence of a cluster service, and its origin. */
    public enum Presence {
        /** This program installs it. */
        INSTALL,
        /** The cluster has it; the rest of the platform relies on it. */
        EXISTING,
        /** There is none, and the program leaves out the parts that would need it. */
        NONE
    }

    public ReleaseSettings {
        presence = Map.copyOf(presence);
        requireTogether(presence, Chart.PROMETHEUS_ADAPTER, Chart.KUBE_PROMETHEUS_STACK);
        if (gpuSharing.usesGpus()) {
            requireTogether(presence, Chart.DCGM_EXPORTER, Chart.KUBE_PROMETHEUS_STACK);
        }
    }

    /** The way in which the edge's Service takes requests from outside the cluster. */
    public enum EdgeService {
        /** A load balancer of the cloud, or of the cluster's own. */
        LOAD_BALANCER("LoadBalancer"),
        /** A port of every node: 30080, and 30443 with TLS. */
        NODE_PORT("NodePort"),
        /** None; a port-forward or a proxy of one's own reaches it. */
        CLUSTER_IP("ClusterIP");

        private final String type;

        EdgeService(String type) {
            this.type = type;
        }

        String type() {
            return type;
        }
    }

    /** Tells that the platform can rely on a chart's services. */
    public boolean available(Chart chart) {
        return presenceOf(chart) != Presence.NONE;
    }

    /** Tells that autoscalers can ask for our own figures. */
    public boolean publishesMetrics() {
        return available(Chart.KUBE_PROMETHEUS_STACK) && available(Chart.PROMETHEUS_ADAPTER);
    }

    public boolean issuesCertificates() {
        return available(Chart.CERT_MANAGER) && acmeEmail.isPresent();
    }

    boolean installs(Chart chart) {
        return presenceOf(chart) == Presence.INSTALL;
    }

    public static ReleaseSettings from(Settings settings) {
        return new ReleaseSettings(
                presence(settings.object("releases")),
                settings.optionalString("acmeEmail")
                        .map(given -> settings.matching("acmeEmail", EMAIL, "an address such as ops@example.com")),
                GpuSharing.from(settings),
                Storage.from(settings),
                settings.choice("edgeService", EdgeService.class),
                settings.flag("kubeletInsecureTls"),
                AlertReceivers.from(settings));
    }

    /** Chart names that are not in the table are never read, and so refused as unknown settings. */
    private static Map<Chart, Presence> presence(Settings releases) {
        Map<Chart, Presence> presence = new EnumMap<>(Chart.class);
        for (Chart chart : Chart.values()) {
            if (releases.names().contains(chart.chartName())) {
                presence.put(chart, releases.choice(chart.chartName(), Presence.class));
            }
        }
        return presence;
    }

    private Presence presenceOf(Chart chart) {
        return presenceOf(presence, chart);
    }

    private static Presence presenceOf(Map<Chart, Presence> presence, Chart chart) {
        return presence.getOrDefault(chart, Presence.INSTALL);
    }

    private static void requireTogether(Map<Chart, Presence> presence, Chart chart, Chart needs) {
        if (presenceOf(presence, chart) == Presence.INSTALL && presenceOf(presence, needs) == Presence.NONE) {
            throw new IllegalArgumentException("pixel:releases." + needs.chartName() + " is \"none\", but "
                    + chart.chartName() + " needs it; set pixel:releases." + chart.chartName() + " to \"none\" too.");
        }
    }
}
