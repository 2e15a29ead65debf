// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.workloads;

import app.pixel.infra.objects.Labels;
import app.pixel.infra.objects.Scope;
import app.pixel.infra.objects.ServiceContainer;
import app.pixel.infra.objects.ServiceDeployment;
import app.pixel.infra.objects.Size;
import com.pulumi.resources.ComponentResource;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Lets operators reach Unreal's REST port in single pods. The edge checks their password ({@link Routes}); the
 * network policy admits only the edge.
 */
final class PodProxyWorkload extends ComponentResource {

    static final String NAME = "pod-proxy";
    static final String WEB = "web";
    static final int WEB_PORT = 8080;

    PodProxyWorkload(Scope around, WorkloadSettings settings, PodProxySettings proxy, ClusterNetwork network) {
        super("pixel:workloads:PodProxy", NAME, around.component());
        Scope scope = around.under(this);
        new ServiceDeployment(scope, container(proxy, settings.stream(), network), settings.image())
                .create(OptionalInt.empty(), false, Map.of());
        Autoscalers.byCpu(scope, new Labels(NAME));
        registerOutputs(Map.of());
    }

    static ServiceContainer container(PodProxySettings proxy, StreamSettings stream, ClusterNetwork network) {
        return new ServiceContainer(
                NAME,
                List.of(
                        "--port",
                        String.valueOf(WEB_PORT),
                        "--path-prefix",
                        proxy.pathPrefix(),
                        "--allow",
                        network.pods() + ":" + stream.restPort(),
                        "--authenticated-by-edge"),
                Map.of(WEB, WEB_PORT),
                new Size("100m", "128Mi", "1", "256Mi"));
    }
}
