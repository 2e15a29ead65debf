// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.cluster;

import app.pixel.infra.network.NetworkSettings;
import app.pixel.infra.network.OciAccount;
import app.pixel.infra.network.SubnetPlan;
import app.pixel.infra.settings.Cidr;
import app.pixel.infra.settings.Settings;
import java.util.Optional;

/** The cluster that the platform runs on: {@code pixel:cluster}. */
public sealed interface ClusterSettings {
    /** A cluster of this stack's own, with its network. */
    record Oke(OciAccount account, NetworkSettings network, OkeSettings cluster) implements ClusterSettings {
        public Oke {
            var subnets = network.subnets();
            refuseCrowd(
                    "defaultPool.max and the max of all GPU pools together are",
                    cluster.mostWorkers(),
                    subnets.workers(),
                    network);
            refuseCrowd("turnPool.max is", cluster.mostTurnNodes(), subnets.turn(), network);
        }

        private static void refuseCrowd(String settings, int nodes, Cidr subnet, NetworkSettings network) {
            if (nodes > SubnetPlan.nodesIn(subnet)) {
                throw new IllegalArgumentException(
                        "pixel:%s %d, but pixel:vcnCidr, which is %s, leaves those nodes %s, with room for %d."
                                .formatted(settings, nodes, network.vcnCidr(), subnet, SubnetPlan.nodesIn(subnet)));
            }
        }
    }

    /**
     * A cluster of another owner; the stack declares nothing in any cloud.
     *
     * @param kubeconfig a file; where empty, what kubectl would use
     * @param context in that file; its current one where empty
     */
    record Existing(Optional<String> kubeconfig, Optional<String> context) implements ClusterSettings {}

    /** The constants are the words of {@code pixel:cluster}. */
    enum Kind {
        OKE,
        EXISTING,
        REGISTRY
    }

    /** The settings of the other kind still have their defaults; the stack ignores them. */
    static ClusterSettings from(Settings settings) {
        return switch (settings.choice("cluster", Kind.class)) {
            case OKE -> {
                settings.ignore("kubeconfig", "kubeContext", "ociRepositories");
                yield oke(settings);
            }
            case EXISTING -> {
                settings.ignore("region", "tenancyId", "compartmentId", "ociProfile", "protect");
                settings.ignore("vcnCidr", "podsCidr", "servicesCidr", "privateEndpoint", "endpointCidrs");
                settings.ignore("existingNetwork", "reserveEdgeAddress", "bastion", "freeformTags", "definedTags");
                settings.ignore(
                        "kubernetesVersion",
                        "defaultPool",
                        "turnPool",
                        "gpuPool",
                        "gpuPools",
                        "checkOffer",
                        "nodeCycling",
                        "logRetentionDays",
                        "nvidiaPluginVersion",
                        "ociRepository",
                        "ociRepositories");
                yield new Existing(settings.optionalString("kubeconfig"), settings.optionalString("kubeContext"));
            }
            case REGISTRY ->
                throw new IllegalArgumentException(
                        "pixel:cluster is \"registry\", but a stack of image repositories has no cluster.");
        };
    }

    /** Each part is read in any case, so that the stack gets all refusals at once. */
    private static Oke oke(Settings settings) {
        Optional<OciAccount> account = settings.section(OciAccount::from);
        Optional<NetworkSettings> network = settings.section(NetworkSettings::from);
        Optional<OkeSettings> cluster = settings.section(OkeSettings::from);
        if (account.isEmpty() || network.isEmpty() || cluster.isEmpty()) {
            throw new IllegalArgumentException("pixel:cluster is \"oke\", but its settings were refused.");
        }
        return new Oke(account.get(), network.get(), cluster.get());
    }
}
